import type { Happening } from '../desk/reducer.ts'
import type { Found } from '../desk/phone/check.svelte.ts'
import type { Standing } from '../desk/phone/machine.ts'
import type { Call, Other } from '../desk/phone/wire.ts'
import type { AskedIn, Conversation, Me, Message, Offer, Queue, Snapshot } from '../desk/wire.ts'
import type { Cast } from './of_danger.ts'
import { now, type DeskRecording } from './recording.ts'

const heard = (snapshot: Snapshot): Happening => ({ is: 'snapshot', snapshot })
const changed = (change: Partial<Conversation>): Happening => ({ is: 'conversation', change: { id: 'k1', ...change } })

const devices = {
  microphones: [{ id: 'm1', label: 'Jabra Evolve 20 (mono)' }, { id: 'm2', label: 'Ingebouwde microfoon' }],
  headsets: [{ id: 'h1', label: 'Jabra Evolve 20' }, { id: 'h2', label: 'Ingebouwde luidsprekers' }],
}
const good: Found = { microphone: 'good', devices, level: 0.15, net: 'good' }

const up: Call = { is_up: true, others: [] }
const other = (part: Other['part'], who: string, is_ringing = false): Other => ({ leg: 'leg1', part, who, is_ringing })
const sam = (part: Other['part'], is_ringing = false): Call => ({ ...up, others: [{ ...other(part, 'Sam', is_ringing), colleague: true }] })
const withOther = (...all: Parameters<typeof other>): Call => ({ ...up, others: [other(...all)] })
const sounds: Partial<Standing> = { line: 'ready', talk: 'up', heard: 0.12, said: 0.05 }

/** Every state of the telephone at the desk. */
export function ofPhone({ nora, lou, blue, queue }: Cast): readonly DeskRecording[] {
  const ann: Me = { ...nora, channels: ['chat', 'phone'], phone: { online: true } }
  const offer: Offer = { offer: 'o1', conversation: 'k1', channel: 'phone', language: 'nl', waiting_seconds: 130, expires_at: '2026-03-06T19:12:24Z', returned: null }
  const talk: Conversation = { ...blue, channel: 'phone', nickname: null, messages: [], last_seq: 0, topic_chosen: null, hold: false, call: up }
  const desk = (change: Partial<Conversation> = {}, me: Me = ann): Snapshot => ({ me, offers: [], conversations: [{ ...talk, ...change }] })
  const rest = (change: Partial<Snapshot> = {}): Snapshot => ({ me: ann, offers: [], conversations: [], ...change })

  const checking = (name: string, found: Found): DeskRecording => ({ name: `phone-check${name}`, screen: 'available', ask: 'phone_check', phone: { found }, happened: [heard(rest())] })
  const during = (name: string, change: Partial<Conversation>, standing: Partial<Standing> = {}): DeskRecording => ({
    name: `phone-${name}`,
    screen: 'talking',
    phone: { standing: { ...sounds, ...standing } },
    happened: [heard(desk()), changed(change)],
    fresh: desk(change),
  })
  const here = (name: string, standing: Partial<Standing>): DeskRecording => ({ name: `phone-${name}`, screen: 'talking', phone: { standing: { ...sounds, ...standing } }, happened: [heard(desk())] })
  const asking: AskedIn = { conversation: 'k9', volunteer: 'Sam', language: 'nl', part: 'consult', is_asked: true, is_up: false, expires_at: '2026-03-06T19:12:24Z' }
  const beside = (name: string, change: Partial<AskedIn>): DeskRecording => ({
    name: `phone-beside-${name}`,
    screen: 'available',
    phone: { standing: change.is_up ? sounds : { line: 'ready' } },
    happened: [heard(rest()), { is: 'beside', beside: { ...asking, ...change } }],
    fresh: rest({ beside: { ...asking, ...change } }),
  })
  const pressed = (key: string): Happening => ({ is: 'key', pressed: { conversation: 'k1', key, until: 1e15 }, now: 0 })

  const ended: Partial<Conversation> = { state: 'wrap_up', ended_by: 'volunteer', call: null, registration: {}, missing: ['type'] }
  const over = (name: string, change: Partial<Conversation>): DeskRecording => ({
    name: `phone-${name}`,
    screen: 'wrap_up',
    phone: { standing: { line: 'ready' } },
    happened: [heard(desk()), changed({ ...ended, ...change })],
    fresh: desk({ ...ended, ...change }),
  })
  const holder = { alias: 'Nora', since: '2026-03-06T19:04:00Z', mine: true }
  const typed: readonly Message[] = [
    { seq: 1, client_id: 'n1', sender: 'volunteer', text: 'Hoi, fijn dat je belt.', at: '2026-03-06T19:04:10Z' },
    { seq: 2, client_id: 'c1', sender: 'child', text: 'ik durf niet naar huis', at: '2026-03-06T19:11:55Z' },
  ]
  const practised: Partial<Conversation> = { practice: true, messages: typed, last_seq: 2, holders: [holder] }
  const kim: Me = { ...lou, phone: { online: true } }
  const calls: Queue = { ...queue, running: queue.running.map((one) => (one.conversation === 'k1' ? { ...one, channel: 'phone' } : one)) }
  const along = (name: string, call: Call | null, standing: Partial<Standing> = {}, me: Me = kim): DeskRecording => {
    const watched: Conversation = { ...talk, messages: standing.line === 'practice' ? typed : [], watched_by: ['Lou'], watching: true, volunteer: 'Nora', call, holders: [{ ...holder, mine: false }] }
    return { name: `phone-along-${name}`, screen: 'along', phone: { standing: { ...sounds, ...standing } }, happened: [heard(rest({ me, queue: calls, conversations: [watched] }))] }
  }

  return [
    { name: 'phone-channels', screen: 'away', phone: { standing: { line: 'ready' } }, happened: [heard(rest({ me: { ...ann, status: 'away' } }))] },
    { name: 'phone-channels-chat', screen: 'available', phone: {}, happened: [heard(rest({ me: { ...ann, channels: ['chat'] } }))] },
    { name: 'phone-channels-joining', screen: 'available', phone: { standing: { line: 'joining' } }, happened: [heard(rest({ me: { ...ann, channels: ['phone'] } }))] },
    { name: 'phone-channels-lost', screen: 'available', phone: { standing: { line: 'lost' } }, happened: [heard(rest())] },
    { name: 'phone-before-shift', screen: 'away', check: { notify: 'yes', link: 'good' }, phone: { standing: { line: 'ready' } }, happened: [heard(rest({ me: { ...ann, status: 'away' } }))] },
    checking('', good),
    checking('-asking', { net: 'trying' }),
    checking('-refused', { microphone: 'refused', devices: { microphones: [], headsets: [] }, net: 'good' }),
    checking('-no-microphone', { microphone: 'none', devices: { microphones: [], headsets: devices.headsets }, net: 'good' }),
    checking('-busy', { microphone: 'busy', devices, net: 'good' }),
    checking('-no-headset', { ...good, devices: { ...devices, headsets: [] } }),
    checking('-recording', { ...good, echo: 'recording' }),
    checking('-playing', { ...good, echo: 'playing' }),
    checking('-asked', { ...good, echo: 'asked' }),
    checking('-heard', { ...good, echo: 'heard' }),
    checking('-not-heard', { ...good, echo: 'not_heard' }),
    checking('-network-slow', { ...good, net: 'slow' }),
    checking('-network-no-sound', { ...good, net: 'no_way' }),
    checking('-network-none', { ...good, net: 'none' }),
    { name: 'phone-ringing', screen: 'available', phone: { standing: { line: 'ready', talk: 'rung' } }, happened: [heard(rest()), { is: 'offer', offer }], fresh: rest({ offers: [offer] }) },
    {
      name: 'phone-accepting',
      screen: 'talking',
      phone: { standing: { line: 'ready', talk: 'answering' } },
      happened: [heard(rest({ offers: [offer] })), { is: 'accepted', offer: 'o1', conversation: { ...talk, call: { ...up, is_up: false } } }],
      fresh: desk({ call: { ...up, is_up: false } }),
    },
    here('talking', {}),
    here('muted', { muted: true }),
    here('poor-connection', { quality: 'poor' }),
    here('bad-connection', { quality: 'bad' }),
    here('child-unheard', { quality: 'unheard', heard: 0, silentSince: Date.parse(now) - 5_000 }),
    here('my-connection-lost', { line: 'lost', talk: 'none' }),
    here('microphone-refused', { trouble: 'refused' }),
    here('child-silent', { heard: 0, silentSince: Date.parse(now) - 20_000 }),
    { ...here('keys-pressed', { heard: 0 }), happened: [heard(desk()), pressed('1'), pressed('2'), pressed('#')] },
    during('on-hold', { hold: true }),
    during('ringing-somebody', { hold: true, call: withOther('consult', 'veilig_thuis', true) }),
    during('consulting', { hold: true, call: withOther('consult', 'veilig_thuis') }),
    during('asking-colleague', { hold: true, call: sam('consult', true) }),
    during('colleague-says-no', { hold: true, call: { ...up, missed: { who: 'Sam', why: 'no', colleague: true } } }),
    during('nobody-answers', { hold: true, call: { ...up, missed: { who: 'veilig_thuis', why: 'no_answer', colleague: false } } }),
    during('colleague-left', { call: { ...up, missed: { who: 'Sam', why: 'left', colleague: true } } }),
    during('consulting-colleague', { hold: true, call: sam('consult') }),
    during('three-with-colleague', { call: sam('conference') }),
    beside('asked', {}),
    beside('connecting', { is_asked: false }),
    beside('consulting', { is_asked: false, is_up: true }),
    beside('three', { is_asked: false, is_up: true, part: 'conference' }),
    during('three', { call: withOther('conference', 'veilig_thuis') }),
    during('listened-to', { watched_by: ['Lou'], call: withOther('listen', 'Lou') }),
    during('whispered-to', { watched_by: ['Lou'], call: withOther('whisper', 'Lou') }),
    during('joined', { watched_by: ['Lou'], call: withOther('join', 'Lou') }),
    {
      name: 'phone-child-hung-up',
      screen: 'wrap_up',
      phone: { standing: { line: 'ready' } },
      happened: [heard(desk()), changed({ state: 'wrap_up', ended_by: 'child', call: null })],
      fresh: desk({ state: 'wrap_up', ended_by: 'child', call: null }),
    },
    over('kind-asked', {}),
    over('kind-chosen', { registration: { type: 'silent' }, missing: [] }),
    {
      ...over('kind-refused', {}),
      happened: [
        heard(desk(ended)),
        { is: 'filled', answer: { conversation: 'k1', name: 'type', value: 'silent' } },
        { is: 'not_registered', conversation: 'k1', fields: { type: 'silent' }, wrong: { type: 'no_sound' } },
      ],
    },
    { name: 'phone-practice', screen: 'talking', phone: { standing: { line: 'practice' } }, happened: [heard(desk(practised))] },
    {
      name: 'phone-practice-child-waits',
      screen: 'talking',
      phone: { standing: { line: 'practice' } },
      happened: [heard(desk(practised)), changed({ children_waiting: 2 })],
      fresh: desk({ ...practised, children_waiting: 2 }),
    },
    { name: 'phone-practice-silent', screen: 'talking', phone: { standing: { line: 'practice' } }, happened: [heard(desk({ holders: [{ ...holder, since: '2026-03-06T19:11:30Z' }] }))] },
    { name: 'phone-link-gone', screen: 'talking', phone: { standing: sounds }, happened: [heard(desk()), { is: 'link', link: 'gone' }] },
    { name: 'phone-consult-asked', screen: 'talking', ask: 'consult', phone: { standing: sounds }, happened: [heard(desk())] },
    { name: 'phone-consult-nobody-chosen', screen: 'talking', ask: 'consult', phone: { standing: sounds }, touches: [{ press: '.dialog [type=submit]' }], happened: [heard(desk())] },
    { name: 'phone-consult-chosen', screen: 'talking', ask: 'consult', phone: { standing: sounds }, touches: [{ press: '.dialog [value=veilig_thuis]' }], happened: [heard(desk())] },
    { name: 'phone-consent-asked', screen: 'talking', ask: 'consent', phone: { standing: sounds }, happened: [heard(desk({ hold: true, call: withOther('consult', 'veilig_thuis') }))] },
    { name: 'phone-hang-up-in-danger', screen: 'talking', ask: 'end_danger', phone: { standing: sounds }, happened: [heard(desk({ alarm: { taken_by: 'Lou' } }))] },
    { name: 'phone-recording-in-danger', screen: 'talking', ask: 'recording_danger', phone: { standing: sounds }, happened: [heard(desk({ alarm: { taken_by: 'Lou' } }))] },
    { name: 'phone-keys', screen: 'talking', ask: 'keys', phone: { standing: sounds }, happened: [heard(desk())] },
    { name: 'phone-coordinator', screen: 'queue', phone: { standing: { line: 'ready' } }, happened: [heard(rest({ me: kim, queue: calls }))] },
    { name: 'phone-listen-asked', screen: 'queue', ask: 'watch', of: 'k1', phone: { standing: { line: 'ready' } }, happened: [heard(rest({ me: kim, queue: calls }))] },
    along('not-yet', up, { talk: 'none' }),
    along('no-phone', up, { line: 'off', talk: 'none' }, { ...kim, phone: { online: false } }),
    along('rings', withOther('listen', 'Lou', true), { talk: 'answering' }),
    along('listens', withOther('listen', 'Lou')),
    along('whispers', withOther('whisper', 'Lou')),
    along('joins', { ...up, others: [other('join', 'Lou'), { ...other('conference', 'veilig_thuis'), leg: 'leg2' }] }),
    along('practice', withOther('listen', 'Lou'), { line: 'practice', talk: 'none' }),
    along('child-gone', null, { talk: 'none' }),
  ]
}
