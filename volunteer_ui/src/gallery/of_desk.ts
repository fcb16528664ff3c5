import type { Happening, LinkState } from '../desk/reducer.ts'
import type { ChildNotice, Conversation, Holder, Me, Message, Offer, Queue, Snapshot } from '../desk/wire.ts'
import { card, checked, found, hits, unreviewed } from './knowledge.ts'
import { ofAlong } from './of_along.ts'
import { ofAudit } from './of_audit.ts'
import { ofRecordings } from './of_recordings.ts'
import { ofDanger } from './of_danger.ts'
import { ofPhone } from './of_phone.ts'
import { ofSanctions } from './of_sanctions.ts'
import { ofEarlier } from './of_earlier.ts'
import { ofFactors } from './of_factors.ts'
import type { DeskRecording } from './recording.ts'
import { changed } from './shelf.ts'

const nora: Me = { name: 'ann', alias: 'Nora', role: 'volunteer', level: 'independent', youth: false, status: 'available', channels: ['chat'], chats: 2 }
const lou: Me = { ...nora, name: 'cora', alias: 'Lou', role: 'coordinator', status: 'away', chats: 1 }

const said = (seq: number, sender: 'child' | 'volunteer', text: string): Message => ({
  seq,
  client_id: `${sender}-${seq}`,
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
  said(6, 'child', 'ja bijna elke week'),
]
const latest = said(7, 'child', 'en mijn moeder doet dan alsof ze het niet hoort')

const blue: Conversation = {
  id: 'k1',
  channel: 'chat',
  state: 'active',
  nickname: 'blauw',
  language: 'nl',
  topic_chosen: 'home',
  messages: words,
  last_seq: 6,
  phase: 3,
  registration: { type: 'counselling', topics: ['conflict-with-parents'], gender: 'unknown' },
  missing: ['age', 'about'],
  note: null,
  watched_by: [],
  child: 'here',
  ended_by: null,
}
const fresh: Conversation = { ...blue, id: 'k2', nickname: null, language: 'en', topic_chosen: null, messages: [], last_seq: 0, phase: 1, registration: {}, missing: ['type'] }
const green: Conversation = {
  ...fresh,
  id: 'k3',
  nickname: 'groen',
  language: 'nl',
  messages: [said(1, 'child', 'hoi mag ik iets vragen over school')],
  last_seq: 1,
}
const whole: Conversation = {
  ...blue,
  state: 'wrap_up',
  ended_by: 'volunteer',
  phase: 5,
  missing: [],
  registration: {
    type: 'counselling',
    topics: ['conflict-with-parents', 'being-bullied'],
    gender: 'girl',
    age: 12,
    about: 'self',
    age_source: 'said',
    danger: 'possible',
    referrals: [{ slug: 'veilig_thuis', kind: 'number_given' }],
  },
}
/** Two colleagues had it before. */
const holders: readonly Holder[] = [
  { alias: 'Sam', since: '2026-03-06T19:00:00Z', mine: false },
  { alias: 'Lou', since: '2026-03-06T19:04:30Z', mine: false },
  { alias: 'Nora', since: '2026-03-06T19:10:00Z', mine: true },
]
const many: readonly Message[] = Array.from({ length: 150 }, (_, place) =>
  said(place + 1, place % 2 === 0 ? 'volunteer' : 'child', place % 2 === 0 ? 'Vertel maar, ik lees rustig mee.' : 'en toen ging het weer mis op school'),
)

const offer: Offer = { offer: 'o1', conversation: 'k3', channel: 'chat', language: 'nl', waiting_seconds: 130, expires_at: '2026-03-06T19:12:24Z', returned: null }
const queue: Queue = {
  waiting: { chat: 7, phone: 2 },
  longest_seconds: 480,
  passed_on: 1,
  volunteers: { available: 2, talking: 5, wrap_up: 1, break: 1, away: 3 },
  running: [
    { conversation: 'k1', channel: 'chat', volunteer: 'Nora', phase: 3, since: '2026-03-06T19:00:00Z' },
    { conversation: 'k4', channel: 'chat', volunteer: 'Sam', phase: 1, since: '2026-03-06T19:09:00Z' },
    { conversation: 'k5', channel: 'phone', volunteer: 'Kim', phase: null, since: '2026-03-06T18:41:00Z' },
  ],
}
const quiet: Queue = { waiting: { chat: 0, phone: 0 }, longest_seconds: 0, volunteers: { available: 3, talking: 0, wrap_up: 0, break: 0, away: 1 }, running: [] }
const practised: Queue = {
  ...quiet,
  practising: 1,
  running: [{ conversation: 'k6', channel: 'phone', volunteer: 'Kim', phase: 2, since: '2026-03-06T19:02:00Z', practice: true }],
}
const busy: Queue = { ...queue, running: Array.from({ length: 24 }, (_, place) => ({ ...queue.running[place % 3]!, conversation: `k${place}` })) }

const notice: ChildNotice = {
  texts: { nl: 'Vanavond werkt bellen niet. Chatten kan wel.', en: 'Ringing us does not work tonight. Chatting does.' },
  until: '2026-03-06T20:00:00Z',
  by: 'Lou',
}

const desk = (change: Partial<Snapshot> = {}): Snapshot => ({ me: nora, offers: [], conversations: [], ...change })
const heard = (snapshot: Snapshot): Happening => ({ is: 'snapshot', snapshot })
const link = (to: LinkState): Happening => ({ is: 'link', link: to })
const talking = desk({ conversations: [blue] })
const both = desk({ conversations: [blue, green] })
const standing = (status: Me['status']): DeskRecording => ({ name: status, screen: status, happened: [heard(desk({ me: { ...nora, status } }))] })
const text = 'Ben je nu op een plek waar je veilig bent?'
const unsent: Happening = { is: 'wrote', words: { conversation: 'k1', client_id: 'w1', text } }

const knowledge = (name: string, looks: DeskRecording['looks'] = []): readonly DeskRecording[] => [
  { name: `knowledge${name}`, screen: 'talking', looks, happened: [heard(talking)] },
]

const shelf = (name: string, edits: DeskRecording['edits'] = []): readonly DeskRecording[] => [
  { name: `shelf${name}`, screen: 'shelf', edits, happened: [heard(desk({ me: lou, queue: quiet })), { is: 'chose', chosen: 'shelf' }] },
]

/** Every state of the desk. */
export const ofDesk: readonly DeskRecording[] = [
  { name: 'log-in', screen: 'log_in', happened: [link('signed_out')] },
  {
    name: 'wrong-password',
    screen: 'log_in',
    happened: [link('signed_out')],
    touches: [{ write: '[name=name]', text: 'ann' }, { write: '[name=password]', text: 'x' }, { press: '[type=submit]' }],
  },
  ...ofFactors(nora, lou, (me) => heard(desk({ me, ...(me.role === 'coordinator' ? { queue: quiet } : {}) }))),
  { name: 'session-ended', screen: 'log_in', happened: [heard(talking), link('signed_out')] },
  { name: 'locked', screen: 'locked', happened: [heard(desk({ offers: [offer] })), { is: 'locked', locked: true }] },
  { name: 'starting', screen: 'starting', happened: [] },
  { name: 'no-server', screen: 'no_server', happened: [link('gone')] },
  { name: 'crowded', screen: 'no_server', happened: [{ is: 'link', link: 'gone', crowded: 30 }] },
  { name: 'not-let-in', screen: 'refused', happened: [link('refused')] },
  standing('away'),
  { name: 'before-shift', screen: 'away', check: { notify: 'asked' }, happened: [heard(desk({ me: { ...nora, status: 'away' } }))] },
  {
    name: 'before-shift-good',
    screen: 'away',
    check: { sound: 'heard', notify: 'yes', link: 'good' },
    happened: [heard(desk({ me: { ...nora, status: 'away' } }))],
  },
  {
    name: 'before-shift-not-good',
    screen: 'away',
    check: { sound: 'not_heard', notify: 'no', link: 'slow' },
    happened: [heard(desk({ me: { ...nora, status: 'away' } }))],
  },
  {
    name: 'before-shift-no-answer',
    screen: 'away',
    check: { notify: 'yes', link: 'none' },
    happened: [heard(desk({ me: { ...nora, status: 'away' } }))],
    touches: [{ press: '.check dd button' }],
  },
  { name: 'about-me', screen: 'available', ask: 'about', happened: [heard(desk({ me: { ...nora, languages: ['nl', 'en'] } }))] },
  {
    name: 'about-me-opened',
    screen: 'available',
    ask: 'about',
    opened: [
      { entry: '2026-03/7', at: '2026-03-06T18:40:00Z', what: 'watch_ended', by: { id: 'lou', alias: 'Lou' }, reason: null },
      { entry: '2026-03/6', at: '2026-03-06T18:31:00Z', what: 'watch_began', by: { id: 'lou', alias: 'Lou' }, reason: 'asked' },
      { entry: '2026-03/2', at: '2026-03-02T19:05:00Z', what: 'taken_over', by: { id: 'kim', alias: 'Kim' }, reason: 'safety' },
    ],
    happened: [heard(desk())],
  },
  {
    name: 'whispered',
    screen: 'talking',
    happened: [
      heard(desk({ conversations: [{ ...blue, watched_by: ['Lou'] }] })),
      { is: 'whisper', whisper: { conversation: blue.id, from: 'Lou', text: 'Goede vraag. Vraag ook of er iemand in huis is.', at: '2026-03-06T19:11:30Z' } },
    ],
  },
  { name: 'about-me-talking', screen: 'talking', ask: 'about', happened: [heard(desk({ me: { ...nora, level: 'coached', youth: true }, conversations: [blue] }))] },
  { name: 'about-me-coordinator', screen: 'queue', ask: 'about', happened: [heard(desk({ me: lou, queue: quiet }))] },
  { name: 'about-me-in-training', screen: 'away', ask: 'about', happened: [heard(desk({ me: { ...nora, status: 'away', level: 'training' } }))] },
  { name: 'about-me-check', screen: 'available', ask: 'about', happened: [heard(desk())], touches: [{ press: '.dialog .parts > div .button' }] },
  { name: 'new-version', screen: 'available', happened: [heard(desk()), { is: 'outdated', outdated: true }] },
  { name: 'new-version-talking', screen: 'talking', happened: [heard(talking), { is: 'outdated', outdated: true }] },
  standing('available'),
  standing('break'),
  standing('last'),
  { name: 'coached', screen: 'available', happened: [heard(desk({ me: { ...nora, level: 'coached', chats: 1 } }))] },
  { name: 'offer', screen: 'available', happened: [heard(desk()), { is: 'offer', offer }], fresh: desk({ offers: [offer] }) },
  { name: 'offer-phone', screen: 'available', happened: [heard(desk({ offers: [{ ...offer, channel: 'phone', language: 'en' }] }))] },
  { name: 'offer-returned', screen: 'available', happened: [heard(desk({ offers: [{ ...offer, returned: 'lost_volunteer' }] }))] },
  { name: 'offer-after-time-out', screen: 'available', happened: [heard(desk({ offers: [{ ...offer, returned: 'way_back' }] }))] },
  { name: 'offer-while-talking', screen: 'talking', happened: [heard(talking), { is: 'offer', offer }], fresh: { ...talking, offers: [offer] } },
  { name: 'offer-above-dialog', screen: 'talking', ask: 'hand_over', happened: [heard(talking), { is: 'offer', offer }], fresh: { ...talking, offers: [offer] } },
  { name: 'offer-above-about', screen: 'available', ask: 'about', happened: [heard(desk({ offers: [offer] }))] },
  {
    name: 'offer-lapsed',
    screen: 'away',
    happened: [heard(desk({ offers: [offer] })), { is: 'offer_gone', offer: 'o1', reason: 'lapsed' }, { is: 'me', me: { ...nora, status: 'away', why: 'lapsed' } }],
    fresh: desk({ me: { ...nora, status: 'away' } }),
  },
  { name: 'offer-withdrawn', screen: 'available', happened: [heard(desk({ offers: [offer] })), { is: 'offer_gone', offer: 'o1', reason: 'withdrawn' }], fresh: desk() },
  { name: 'offer-left', screen: 'available', happened: [heard(desk({ offers: [offer] })), { is: 'offer_gone', offer: 'o1', reason: 'left' }], fresh: desk() },
  {
    name: 'first-words',
    screen: 'talking',
    happened: [heard(desk({ offers: [offer] })), { is: 'accepted', offer: 'o1', conversation: fresh }],
    fresh: desk({ conversations: [fresh] }),
  },
  { name: 'talking', screen: 'talking', happened: [heard(talking), { is: 'message', conversation: 'k1', message: latest }], fresh: desk({ conversations: [{ ...blue, messages: [...words, latest], last_seq: 7 }] }) },
  { name: 'typing', screen: 'talking', happened: [heard(talking), { is: 'typing', conversation: 'k1', until: 1e15 }], fresh: talking },
  { name: 'writing', screen: 'talking', happened: [heard(talking)], drafts: { k1: `${text} `.repeat(8) } },
  { name: 'too-long', screen: 'talking', happened: [heard(talking)], drafts: { k1: 'woord '.repeat(700) } },
  { name: 'many-messages', screen: 'talking', happened: [heard(desk({ conversations: [{ ...blue, messages: many, last_seq: 150 }] }))] },
  {
    name: 'two-conversations',
    screen: 'talking',
    happened: [heard(both), { is: 'message', conversation: 'k3', message: said(2, 'child', 'ben je er nog') }, { is: 'typing', conversation: 'k1', until: 1e15 }],
    fresh: desk({ conversations: [blue, { ...green, messages: [...green.messages, said(2, 'child', 'ben je er nog')], last_seq: 2 }] }),
  },
  { name: 'child-lost', screen: 'talking', happened: [heard(talking), { is: 'conversation', change: { id: 'k1', child: 'away' } }], fresh: desk({ conversations: [{ ...blue, child: 'away' }] }) },
  { name: 'child-back', screen: 'talking', happened: [heard(desk({ conversations: [{ ...blue, child: 'away' }] })), { is: 'conversation', change: { id: 'k1', child: 'here' } }], fresh: talking },
  { name: 'connection-lost', screen: 'talking', happened: [heard(talking), unsent, link('gone')], drafts: { k1: 'en waar is dat dan' } },
  {
    name: 'connection-back',
    screen: 'talking',
    happened: [heard(talking), unsent, link('gone'), heard(talking), { is: 'said', words: { conversation: 'k1', client_id: 'w1', text }, seq: 7, at: '2026-03-06T19:11:00Z' }],
    fresh: desk({ conversations: [{ ...blue, messages: [...words, { ...said(7, 'volunteer', text), client_id: 'w1', at: '2026-03-06T19:11:00Z' }], last_seq: 7 }] }),
    drafts: { k1: 'en waar is dat dan' },
  },
  { name: 'words-refused', screen: 'talking', happened: [heard(talking), unsent, { is: 'words_refused', client_id: 'w1', code: 'invalid' }] },
  { name: 'taken-from-me-lost', screen: 'available', happened: [heard(talking), unsent, link('gone'), heard(desk())] },
  { name: 'taken-from-me-handed-over', screen: 'talking', happened: [heard(both), { is: 'conversation', change: { id: 'k1', state: 'closed', why: 'handed_over' } }], fresh: desk({ conversations: [green] }) },
  { name: 'handed-to-me', screen: 'talking', happened: [heard(desk({ conversations: [{ ...blue, holders, note: 'Blauw is bang voor zijn vader. We zochten samen naar iemand op school die kan helpen.' }] }))] },
  {
    name: 'two-without-a-name',
    screen: 'talking',
    happened: [heard(desk({ conversations: [{ ...blue, nickname: null }, { ...green, nickname: null }] })), { is: 'conversation', change: { id: 'k1', child: 'away' } }],
    fresh: desk({ conversations: [{ ...blue, nickname: null, child: 'away' }, { ...green, nickname: null }] }),
  },
  { name: 'deed-failed', screen: 'talking', happened: [heard(talking), { is: 'noticed', notice: { kind: 'not_no_answer' } }] },
  { name: 'form-coming', screen: 'talking', form: 'coming', happened: [heard(talking)] },
  { name: 'form-missing', screen: 'talking', form: 'missing', happened: [heard(talking)] },
  { name: 'form-sheet', screen: 'talking', sheet: true, happened: [heard(talking)] },
  { name: 'form-topics', screen: 'talking', sheet: true, happened: [heard(desk({ conversations: [fresh] }))], touches: [{ press: '#field-topics input' }] },
  {
    name: 'form-wrong',
    screen: 'talking',
    sheet: true,
    happened: [
      heard(talking),
      { is: 'filled', answer: { conversation: 'k1', name: 'age', value: 204 } },
      { is: 'not_registered', conversation: 'k1', fields: { age: 204 }, wrong: { age: 'out_of_range' } },
    ],
    fresh: talking,
  },
  { name: 'form-not-saved', screen: 'talking', sheet: true, happened: [heard(talking), link('gone'), { is: 'filled', answer: { conversation: 'k1', name: 'age', value: 12 } }] },
  ...knowledge('', []),
  ...knowledge('-typing', [{ is: 'typed', query: 'pestn' }]),
  ...knowledge('-hits', [{ is: 'typed', query: 'pestn' }, found('pestn', hits), { is: 'moved', by: 1 }]),
  ...knowledge('-typing-on', [{ is: 'typed', query: 'pestn' }, found('pestn', hits), { is: 'typed', query: 'pestn op' }]),
  ...knowledge('-did-you-mean', [{ is: 'typed', query: 'mishandling' }, found('mishandling', hits.slice(0, 1), 'mishandeling')]),
  ...knowledge('-nothing', [{ is: 'typed', query: 'voetbaluitslag' }, found('voetbaluitslag', [], 'voetbal')]),
  ...knowledge('-topic', [{ is: 'narrowed', topic: 'bullying' }]),
  ...knowledge('-waits', [{ is: 'typed', query: 'pesten' }, { is: 'waits' }]),
  ...knowledge('-trouble', [{ is: 'typed', query: 'pesten' }, { is: 'failed', code: 'no_link' }]),
  ...knowledge('-recent', [{ is: 'opened', article: checked }, { is: 'opened', article: card }, { is: 'left_article' }]),
  ...knowledge('-article', [{ is: 'opened', article: checked }]),
  ...knowledge('-article-unreviewed', [{ is: 'opened', article: unreviewed }]),
  ...knowledge('-article-card', [{ is: 'opened', article: card }]),
  { name: 'knowledge-alone', screen: 'available', looks: [], happened: [heard(desk())] },
  { name: 'knowledge-wrap-up', screen: 'wrap_up', looks: [{ is: 'opened', article: checked }], happened: [heard(desk({ conversations: [whole] }))] },
  { name: 'snippets', screen: 'talking', happened: [heard(talking)], touches: [{ key: 'ArrowDown', on: '[aria-haspopup=menu]' }] },
  { name: 'end-asked', screen: 'talking', ask: 'end', happened: [heard(talking)] },
  { name: 'hand-over', screen: 'talking', ask: 'hand_over', happened: [heard(talking)] },
  { name: 'keys', screen: 'talking', ask: 'keys', happened: [heard(talking)] },
  { name: 'log-out-asked', screen: 'talking', ask: 'log_out', happened: [heard(talking)] },
  {
    name: 'wrap-up-missing',
    screen: 'wrap_up',
    sheet: true,
    happened: [heard(talking), { is: 'conversation', change: { id: 'k1', state: 'wrap_up', ended_by: 'child' } }],
    fresh: desk({ conversations: [{ ...blue, state: 'wrap_up', ended_by: 'child' }] }),
  },
  { name: 'wrap-up-lost', screen: 'wrap_up', happened: [heard(desk({ conversations: [{ ...blue, state: 'wrap_up', ended_by: 'lost' }] }))] },
  { name: 'wrap-up-complete', screen: 'wrap_up', sheet: true, happened: [heard(desk({ conversations: [whole] }))] },
  ...ofDanger({ nora, lou, blue, queue }),
  ...ofAlong({ nora, lou, blue, queue }),
  ...ofPhone({ nora, lou, blue, queue }),
  ...ofAudit({ lou, queue: quiet }),
  ...ofRecordings({ lou, queue: quiet }),
  ...ofSanctions({ nora, lou, blue, queue }),
  ...ofEarlier({ nora, lou, blue, queue }),
  { name: 'last-conversation', screen: 'talking', happened: [heard({ ...talking, me: { ...nora, status: 'last' } })] },
  { name: 'queue', screen: 'queue', happened: [heard(desk({ me: lou, queue: quiet })), { is: 'queue', queue }], fresh: desk({ me: lou, queue }) },
  { name: 'queue-practice', screen: 'queue', happened: [heard(desk({ me: lou, queue: quiet })), { is: 'queue', queue: practised }], fresh: desk({ me: lou, queue: practised }) },
  { name: 'queue-quiet', screen: 'queue', happened: [heard(desk({ me: lou, queue: quiet }))] },
  { name: 'queue-busy', screen: 'queue', happened: [heard(desk({ me: lou, queue: busy }))] },
  {
    name: 'queue-notice',
    screen: 'queue',
    happened: [heard(desk({ me: lou, queue })), { is: 'notice', notice }],
    fresh: desk({ me: lou, queue, notice }),
  },
  { name: 'queue-notice-over', screen: 'queue', happened: [heard(desk({ me: lou, queue, notice })), { is: 'notice', notice: null }], fresh: desk({ me: lou, queue }) },
  { name: 'notice-asked', screen: 'queue', ask: 'notice', happened: [heard(desk({ me: lou, queue }))] },
  { name: 'notice-changing', screen: 'queue', ask: 'notice', happened: [heard(desk({ me: lou, queue, notice }))] },
  { name: 'notice-missing', screen: 'queue', ask: 'notice', happened: [heard(desk({ me: lou, queue }))], touches: [{ press: '[type=submit]' }] },
  { name: 'available-notice', screen: 'available', happened: [heard(desk()), { is: 'notice', notice }], fresh: desk({ notice }) },
  ...shelf('', []),
  ...shelf('-due', [{ part: 'due' }]),
  ...shelf('-missed', [{ part: 'missed' }]),
  ...shelf('-used', [{ part: 'used' }]),
  ...shelf('-synonyms', [{ part: 'synonyms' }]),
  ...shelf('-trouble', ['fails']),
  ...shelf('-edit', [{ open: 'conflict-with-parents' }]),
  ...shelf('-edit-changed', [{ open: 'conflict-with-parents' }, { write: changed, why: 'Duidelijker over bang zijn' }]),
  ...shelf('-edit-kept', [{ open: 'conflict-with-parents' }, { write: changed, why: 'Duidelijker over bang zijn' }, { keep: 'well' }]),
  ...shelf('-edit-meanwhile', [{ open: 'conflict-with-parents' }, { write: changed, why: 'Duidelijker over bang zijn' }, { keep: 'edited_meanwhile' }]),
  ...shelf('-edit-invalid', [{ open: 'conflict-with-parents' }, { write: changed, why: 'Kort' }, { keep: 'invalid' }]),
  ...shelf('-edit-text', [{ open: 'conflict-with-parents' }, { write: 'zonder kop' }]),
  { ...shelf('-leave-asked', [{ open: 'conflict-with-parents' }, { write: changed }])[0]!, touches: [{ press: 'header .plain' }] },
  { ...shelf('-approve', [{ open: 'conflict-with-parents' }])[0]!, touches: [{ press: 'li [aria-expanded]' }] },
  ...shelf('-compare', [{ open: 'conflict-with-parents' }, { compare: [1, 2] }]),
  ...shelf('-new', [{ begin: 'nl' }]),
  { name: 'coordinator-talking', screen: 'talking', happened: [heard({ ...talking, me: lou, queue })] },
]
