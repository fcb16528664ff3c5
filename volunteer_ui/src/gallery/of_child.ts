import { defaults, type Hours, type Settings } from '../shared/settings.ts'
import type { Event } from '../child/reducer.ts'
import type { Ended, Holder, Message, Refusal, Snapshot } from '../child/wire.ts'
import { closed, unanswered } from '../child/survey.ts'
import numbers from './numbers.json'
import { ownArabic, ownFrench } from './own.ts'
import type { ChildRecording, Touch } from './recording.ts'

const hours: Hours = { always: false, weekly: Array.from({ length: 7 }, () => [['11:00', '21:00'] as const]), dates: {} }

const said = (seq: number, sender: 'child' | 'volunteer', text: string): Message => ({
  seq,
  client_id: sender === 'child' ? `c${seq}` : null,
  sender,
  text,
  at: `2026-03-06T19:0${Math.min(seq, 9)}:00Z`,
})

const words: readonly Message[] = [
  said(1, 'volunteer', 'Hoi, fijn dat je er bent. Waar wil je over praten?'),
  said(2, 'child', 'ik durf niet naar huis'),
  said(3, 'volunteer', 'Wat goed dat je dat vertelt. Wat maakt dat je niet durft?'),
  said(4, 'child', 'mijn vader is boos omdat ik een onvoldoende heb\nhij gaat dan schreeuwen en met dingen gooien'),
  said(5, 'volunteer', 'Dat klinkt heel spannend. Is het vaker zo gegaan?'),
]
const next = said(6, 'volunteer', 'Ben je nu op een plek waar je veilig bent?')

/** Sam goes on where Nora was. */
const holders: readonly Holder[] = [
  { alias: 'Nora', since: '2026-03-06T19:00:00Z' },
  { alias: 'Sam', since: '2026-03-06T19:05:30Z' },
]
const heDid = said(6, 'volunteer', 'Hoi, ik ben Sam. Ik heb gelezen wat je schreef.')

const idle: Snapshot = { state: 'idle', messages: [], last_seq: 0, open: true }
const waiting: Snapshot = { ...idle, state: 'waiting', conversation: 'k1', resume: 'token-of-blue', position: 3, estimate_seconds: [300, 600] }
const talking: Snapshot = { ...idle, state: 'talking', conversation: 'k1', resume: 'token-of-blue', messages: words, last_seq: 5, volunteer: 'Nora', reads_back: false }
const alone: Snapshot = { ...talking, messages: [], last_seq: 0 }
const over = (ended: Ended): Snapshot => ({ ...talking, state: 'ended', ended })
const notice = {
  nl: 'Vanavond werkt bellen niet. Chatten kan wel.\nMorgen is alles weer gewoon.',
  en: 'Ringing us does not work tonight. Chatting does.\nTomorrow all is well again.',
}

const face = (place: number): Touch => ({ press: `.faces button:nth-of-type(${place})` })
const heard = (data: Snapshot): Event => ({ type: 'snapshot', data })
const message = (data: Message): Event => ({ type: 'message', data })
const unsent = [{ client_id: 'c6', text: 'ja maar ik kan hier niet lang blijven', slow: true }]
const refused = (refusal: Refusal): readonly Event[] => [heard(idle), { type: 'begin' }, { type: 'entering', wish: {} }, { type: 'enter_refused', refusal }]
const soon = '2026-03-06T19:40:00Z'
const tomorrow = '2026-03-07T10:00:00Z'
const nextWeek = '2026-03-13T18:00:00Z'

const longAgo = '2026-03-06T12:00:00Z'
const sentAway: Ended = { reason: 'time_out', until: soon, keep_until: soon, way_back: true }

const out = (reason: string, way_back: boolean): ChildRecording => ({
  name: `time-out-${reason}${way_back ? '' : '-without-way-back'}`,
  screen: 'refused',
  events: refused({ code: 'timed_out', until: soon, reason, way_back }),
})

/** The settings under which the gallery shows the child's page. */
export const settings: Settings = { ...defaults, numbers, hours }

/** Every state of the child's page. */
export const ofChild: readonly ChildRecording[] = [
  { name: 'welcome-before-the-server-answers', screen: 'welcome', events: [] },
  { name: 'welcome', screen: 'welcome', events: [heard(idle)] },
  { name: 'what-we-know-of-you', screen: 'welcome', events: [heard(idle)], touches: [{ press: 'summary' }] },
  { name: 'opening-hours', screen: 'welcome', events: [heard(idle)], touches: [{ press: 'details + details summary' }] },
  { name: 'own-words', screen: 'welcome', events: [heard(idle)], own: ownFrench },
  { name: 'own-words-known', screen: 'welcome', events: [heard(idle)], own: ownFrench, touches: [{ press: 'summary' }, { press: 'details + details summary' }] },
  { name: 'own-words-from-right-to-left', screen: 'welcome', events: [heard(idle)], own: ownArabic },
  { name: 'welcome-before-closing', screen: 'welcome', events: [heard({ ...idle, closes_at: '2026-03-06T20:00:00Z' })] },
  { name: 'calamity', screen: 'welcome', events: [heard(idle), { type: 'opening', data: { open: true, notice } }], fresh: { ...idle, notice } },
  {
    name: 'calamity-over',
    screen: 'welcome',
    events: [heard({ ...idle, notice }), { type: 'opening', data: { open: true } }],
    fresh: idle,
  },
  { name: 'calamity-longest', screen: 'waiting', events: [heard({ ...waiting, notice: { nl: 'lang woord '.repeat(27), en: 'long words '.repeat(27) } })] },
  { name: 'wiped', screen: 'welcome', events: [heard(over({ reason: 'left' })), { type: 'wiped' }, heard(idle)] },
  { name: 'topic-and-name', screen: 'choose', events: [heard(idle), { type: 'begin' }] },
  {
    name: 'topic-and-name-chosen',
    screen: 'choose',
    events: [heard(idle), { type: 'begin' }],
    touches: [{ press: '[name=topic][value=hurt]' }, { write: '#name', text: 'blauw' }],
  },
  { name: 'entering', screen: 'entering', events: [heard(idle), { type: 'begin' }, { type: 'entering', wish: {} }] },
  { name: 'waiting', screen: 'waiting', events: [heard(waiting)] },
  {
    name: 'waiting-after-enter',
    screen: 'waiting',
    events: [
      heard(idle),
      { type: 'entering', wish: {} },
      { type: 'entered', answer: { ok: true, conversation: 'k1', resume: 'token-of-blue', position: 4, estimate_seconds: [300, 600] } },
      { type: 'queue', data: { position: 3, estimate_seconds: [300, 600] } },
    ],
    fresh: waiting,
  },
  { name: 'waiting-reading', screen: 'waiting', events: [heard(waiting)], reads: 3, touches: [{ press: '.reading summary' }] },
  { name: 'waiting-reading-many', screen: 'waiting', events: [heard(waiting)], reads: 6 },
  { name: 'waiting-range-not-known', screen: 'waiting', events: [heard({ ...waiting, estimate_seconds: null })] },
  {
    name: 'almost-there',
    screen: 'waiting',
    events: [heard(waiting), { type: 'queue', data: { position: 1, estimate_seconds: [30, 90] } }],
    fresh: { ...waiting, position: 1, estimate_seconds: [30, 90] },
  },
  { name: 'waiting-without-network', screen: 'waiting', events: [heard(waiting), { type: 'network', here: false }, { type: 'lost' }] },
  {
    name: 'waiting-calamity',
    screen: 'waiting',
    events: [heard(waiting), { type: 'opening', data: { open: true, notice } }],
    fresh: { ...waiting, notice },
  },
  {
    name: 'not-reached-before-closing',
    screen: 'waiting',
    events: [heard({ ...waiting, opens_at: tomorrow }), { type: 'queue', data: { position: 3, estimate_seconds: null, unreachable: true } }],
    fresh: { ...waiting, opens_at: tomorrow, estimate_seconds: null, unreachable: true },
  },
  {
    name: 'talking-first-words',
    screen: 'talking',
    events: [heard(waiting), { type: 'joined', data: { volunteer: 'Nora', reads_back: false } }],
    fresh: alone,
  },
  { name: 'talking', screen: 'talking', events: [heard(talking), message(next)], fresh: { ...talking, messages: [...words, next], last_seq: 6 } },
  {
    name: 'talking-calamity',
    screen: 'talking',
    events: [heard(talking), { type: 'opening', data: { open: true, notice } }],
    fresh: { ...talking, notice },
  },
  { name: 'talking-calamity-read', screen: 'talking', events: [heard({ ...talking, notice })], touches: [{ press: 'summary' }] },
  { name: 'talking-typing', screen: 'talking', events: [heard(talking), { type: 'typing', data: {} }], fresh: talking },
  {
    name: 'talking-writing',
    screen: 'talking',
    events: [heard(talking)],
    touches: [{ write: '#write', text: 'ik ben nu bij de bieb en die gaat zo dicht, en dan weet ik niet meer waar ik heen moet' }],
  },
  {
    name: 'talking-long-words',
    screen: 'talking',
    events: [heard({ ...talking, messages: [...words, said(6, 'child', `kijk https://example.org/${'heel-lang-'.repeat(9)}\nمرحبا كيف حالك\n😀 ${'aaaaaaaaaa'.repeat(12)}`)], last_seq: 6 })],
  },
  { name: 'talking-too-long', screen: 'talking', events: [heard(talking)], touches: [{ write: '#write', text: 'woord '.repeat(700) }] },
  { name: 'not-sent-yet', screen: 'talking', events: [heard(talking), { type: 'outbox', unsent }] },
  { name: 'not-arrived', screen: 'talking', events: [heard(talking), { type: 'outbox', unsent }, { type: 'not_taken', item: { client_id: 'c6', text: 'dit kwam niet aan', slow: true } }, { type: 'outbox', unsent: [] }] },
  { name: 'no-network', screen: 'talking', events: [heard(talking), { type: 'network', here: false }, { type: 'lost' }, { type: 'outbox', unsent }] },
  { name: 'connecting-again', screen: 'talking', events: [heard(talking), { type: 'lost' }] },
  { name: 'stop-asked', screen: 'talking', events: [heard(talking)], touches: [{ press: '.top .quiet' }] },
  {
    name: 'volunteer-lost',
    screen: 'talking',
    events: [heard(talking), { type: 'interrupted', data: { volunteer: 'Nora' } }],
    fresh: { ...talking, interrupted: true },
  },
  { name: 'volunteer-lost-child-waits', screen: 'talking', events: [heard({ ...talking, interrupted: true }), { type: 'preferred', choice: 'wait' }] },
  {
    name: 'volunteer-lost-queued-again',
    screen: 'talking',
    events: [heard({ ...talking, interrupted: true }), { type: 'queue', data: { position: 1, estimate_seconds: null } }],
    fresh: { ...talking, interrupted: true, position: 1 },
  },
  {
    name: 'handed-over',
    screen: 'talking',
    events: [heard(talking), { type: 'interrupted', data: { volunteer: 'Nora', handed_over: true } }],
    fresh: { ...talking, interrupted: true, handed_over: true },
  },
  {
    name: 'taken-over',
    screen: 'talking',
    events: [heard({ ...talking, interrupted: true }), { type: 'joined', data: { volunteer: 'Sam', reads_back: true, holders } }, { type: 'message', data: heDid }],
    fresh: { ...talking, messages: [...words, heDid], last_seq: 6, volunteer: 'Sam', reads_back: true, holders },
  },
  { name: 'back-after-a-minute', screen: 'veil', events: [{ type: 'veil' }, heard(talking)] },
  { name: 'back-after-the-end', screen: 'veil', events: [{ type: 'veil' }, heard(over({ reason: 'volunteer' }))] },
  { name: 'ended-by-child', screen: 'ended', events: [heard(talking), { type: 'leaving' }, { type: 'ended', data: { reason: 'left' } }], fresh: over({ reason: 'left' }) },
  { name: 'ended-after-coming-back', screen: 'ended', events: [heard(talking), { type: 'came_back' }, { type: 'ended', data: { reason: 'volunteer' } }], fresh: over({ reason: 'volunteer' }) },
  { name: 'ended-by-volunteer', screen: 'ended', events: [heard(talking), { type: 'ended', data: { reason: 'volunteer' } }], fresh: over({ reason: 'volunteer' }) },
  { name: 'ended-lost', screen: 'ended', events: [heard(over({ reason: 'lost' }))] },
  { name: 'ended-in-the-queue', screen: 'ended', events: [heard(waiting), { type: 'leaving' }] },
  {
    name: 'ended-with-words-not-arrived',
    screen: 'ended',
    events: [heard(talking), { type: 'outbox', unsent }, { type: 'ended', data: { reason: 'volunteer' } }],
    fresh: over({ reason: 'volunteer' }),
  },
  {
    name: 'ended-by-time-out',
    screen: 'ended',
    events: [heard(talking), { type: 'ended', data: { ...sentAway, why: 'prank' } }],
    fresh: over({ ...sentAway, why: 'prank' }),
  },
  { name: 'ended-by-time-out-harsh', screen: 'ended', events: [heard(over({ ...sentAway, why: 'abusive', way_back: false })), { type: 'text_gone' }] },
  { name: 'ended-by-time-out-over', screen: 'ended', events: [heard({ ...over({ ...sentAway, until: longAgo, keep_until: null, why: 'prank' }), messages: [], last_seq: 0 })] },
  { name: 'ended-by-block', screen: 'ended', events: [heard(over({ reason: 'blocked', until: nextWeek, way_back: true })), { type: 'text_gone' }] },
  { name: 'ended-at-closing', screen: 'ended', events: [heard({ ...over({ reason: 'closed' }), messages: [], last_seq: 0, opens_at: tomorrow, volunteer: null })] },
  { name: 'survey-before-size', screen: 'waiting', events: [heard(waiting)], touches: [face(2)] },
  { name: 'survey-before-answered', screen: 'waiting', events: [heard(waiting)], touches: [face(2), face(5)] },
  { name: 'survey-before-skipped', screen: 'waiting', events: [heard(waiting), { type: 'survey', survey: closed(unanswered, 'before') }] },
  {
    name: 'survey-after',
    screen: 'ended',
    events: [heard(talking), { type: 'ended', data: { reason: 'volunteer', asks: true } }],
    fresh: over({ reason: 'volunteer', asks: true }),
  },
  { name: 'survey-after-size', screen: 'ended', events: [heard(over({ reason: 'volunteer', asks: true }))], touches: [face(4)] },
  { name: 'survey-after-answered', screen: 'ended', events: [heard(over({ reason: 'left', asks: true }))], touches: [face(4), face(2)] },
  {
    name: 'survey-not-asked-any-more',
    screen: 'ended',
    events: [heard(over({ reason: 'volunteer', asks: true })), { type: 'ended', data: { reason: 'volunteer' } }],
    fresh: over({ reason: 'volunteer' }),
  },
  { name: 'closed', screen: 'refused', events: [heard(idle), { type: 'opening', data: { open: false, opens_at: tomorrow } }], fresh: { ...idle, open: false, opens_at: tomorrow } },
  { name: 'closed-reading', screen: 'refused', events: [heard({ ...idle, open: false, opens_at: tomorrow })], reads: 6, touches: [{ press: '.reading .quiet' }, { press: '.reading summary' }] },
  { name: 'full-reading', screen: 'refused', events: [heard({ ...idle, open: 'full' })], reads: 2 },
  { name: 'closed-calamity', screen: 'refused', events: [heard({ ...idle, open: false, notice })] },
  { name: 'full', screen: 'refused', events: refused({ code: 'full', try_at: '2026-03-06T19:30:00Z' }) },
  { name: 'full-calamity', screen: 'refused', events: [heard({ ...idle, open: 'full', notice })] },
  { name: 'full-until-nobody-knows', screen: 'refused', events: [heard({ ...idle, open: 'full' })] },
  ...['prank', 'testing', 'sexual', 'abusive', 'other'].map((reason) => out(reason, true)),
  out('sexual', false),
  { name: 'time-out-over', screen: 'refused', events: refused({ code: 'timed_out', until: longAgo, reason: 'prank', way_back: true }) },
  { name: 'blocked', screen: 'refused', events: refused({ code: 'blocked', until: nextWeek, way_back: true }) },
  { name: 'blocked-without-way-back', screen: 'refused', events: refused({ code: 'blocked', until: nextWeek, way_back: false }) },
  { name: 'too-many', screen: 'refused', events: refused({ code: 'too_many', retry_seconds: 60 }) },
  { name: 'fault', screen: 'refused', events: refused({ code: 'fault' }) },
  { name: 'fault-that-passes', screen: 'refused', events: refused({ code: 'try_again', retry_seconds: 2 }) },
  { name: 'unreachable', screen: 'unreachable', events: [{ type: 'lost' }, { type: 'still_unreachable' }] },
  { name: 'unreachable-without-network', screen: 'unreachable', events: [{ type: 'network', here: false }, { type: 'lost' }, { type: 'still_unreachable' }] },
  { name: 'another-tab', screen: 'superseded', events: [heard(talking), { type: 'superseded', data: {} }] },
  { name: 'exit', screen: 'talking', events: [heard(talking)], touches: [{ press: '.exit' }] },
]
