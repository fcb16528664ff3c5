import type { Happening } from '../desk/reducer.ts'
import type { Alarm, Conversation, Danger, Me, Queue, Snapshot } from '../desk/wire.ts'
import type { DeskRecording } from './recording.ts'

/** Who is there, from the states of an ordinary evening. */
export interface Cast {
  readonly nora: Me
  readonly lou: Me
  readonly blue: Conversation
  readonly queue: Queue
}

const noted: readonly Danger[] = [
  { at: '2026-03-06T19:10:00Z', asked: 'Ben je nu veilig?', answer: 'nee, hij staat op de gang', action: null },
  { at: '2026-03-06T19:11:00Z', asked: null, answer: null, action: 'verteld dat wij niet zien waar blauw is' },
]
const call: Omit<Alarm, 'taken_by'> = { conversation: 'k1', volunteer: 'Nora', raised_at: '2026-03-06T19:09:30Z' }
const second: Omit<Alarm, 'taken_by'> = { conversation: 'k4', volunteer: 'Sam', raised_at: '2026-03-06T19:11:40Z' }
const heard = (snapshot: Snapshot): Happening => ({ is: 'snapshot', snapshot })
const untaken = { alarm: { taken_by: null } }
const taken = { alarm: { taken_by: 'Lou' } }

/** Every state of acute danger, at the volunteer's desk and at the coordinators'. */
export function ofDanger({ nora, lou, blue, queue }: Cast): readonly DeskRecording[] {
  const desk = (change: Partial<Conversation> = {}, me: Me = nora): Snapshot => ({ me, offers: [], conversations: [{ ...blue, ...change }] })
  const watch = (alarms: readonly Alarm[], change: Partial<Snapshot> = {}): Snapshot => ({ me: lou, offers: [], conversations: [], queue, alarms, ...change })
  const open = (it: Omit<Alarm, 'taken_by'>): Alarm => ({ ...it, taken_by: null })
  const byKim = { ...call, taken_by: 'Kim' }
  const atRest: Me = { ...nora, status: 'break', why: 'recover' }
  const alarm: Happening = { is: 'alarm', alarm: call }
  return [
    { name: 'alarm-asked', screen: 'talking', ask: 'alarm', happened: [heard(desk())] },
    {
      name: 'alarm-untaken',
      screen: 'talking',
      sheet: true,
      happened: [heard(desk()), { is: 'conversation', change: { id: 'k1', ...untaken } }],
      fresh: desk(untaken),
    },
    {
      name: 'alarm-taken',
      screen: 'talking',
      sheet: true,
      happened: [heard(desk(untaken)), { is: 'alarm_taken', conversation: 'k1', by: 'Lou' }, { is: 'conversation', change: { id: 'k1', danger: noted } }],
      fresh: desk({ ...taken, danger: noted }),
    },
    {
      name: 'alarm-open-again',
      screen: 'talking',
      happened: [heard(desk(taken)), { is: 'conversation', change: { id: 'k1', ...untaken } }],
      fresh: desk(untaken),
    },
    { name: 'alarm-nobody-there', screen: 'talking', sheet: true, coordinators: [], happened: [heard(desk(untaken))] },
    { name: 'alarm-english-child', screen: 'talking', sheet: true, happened: [heard(desk({ ...untaken, language: 'en' }))] },
    { name: 'alarm-form', screen: 'talking', sheet: true, happened: [heard(desk(taken))], touches: [{ press: '#danger header .button' }] },
    { name: 'alarm-failed', screen: 'talking', happened: [heard(desk()), { is: 'noticed', notice: { kind: 'alarm_failed' } }] },
    { name: 'alarm-end-asked', screen: 'talking', ask: 'end', happened: [heard(desk(taken))] },
    { name: 'alarm-end-asked-again', screen: 'talking', ask: 'end_danger', happened: [heard(desk(taken))] },
    { name: 'alarm-hand-over-asked-again', screen: 'talking', ask: 'hand_over', happened: [heard(desk(taken))], touches: [{ press: '.dialog [type=submit]' }] },
    { name: 'alarm-log-out-asked-again', screen: 'talking', ask: 'log_out_danger', happened: [heard(desk(taken))] },
    { name: 'alarm-wrap-up', screen: 'wrap_up', sheet: true, happened: [heard(desk({ ...taken, state: 'wrap_up', ended_by: 'volunteer' }, atRest))] },
    { name: 'coordinator-alarm', screen: 'queue', happened: [heard(watch([])), alarm], fresh: watch([open(call)]) },
    { name: 'coordinator-alarms', screen: 'queue', happened: [heard(watch([open(call)])), { is: 'alarm', alarm: second }], fresh: watch([open(call), open(second)]) },
    {
      name: 'coordinator-alarm-while-talking',
      screen: 'talking',
      happened: [heard(watch([], { conversations: [{ ...blue, id: 'k9' }] })), alarm],
      fresh: watch([open(call)], { conversations: [{ ...blue, id: 'k9' }] }),
      drafts: { k9: 'Ben je daar nog' },
    },
    { name: 'coordinator-alarm-taken', screen: 'queue', happened: [heard(watch([open(call)])), { is: 'alarm_taken', conversation: 'k1', by: 'Kim' }], fresh: watch([byKim]) },
    { name: 'coordinator-alarm-mine', screen: 'queue', happened: [heard(watch([{ ...call, taken_by: 'Lou' }]))] },
    { name: 'coordinator-alarm-noted', screen: 'queue', ask: 'danger', happened: [heard(watch([{ ...call, taken_by: 'Lou' }]))] },
    { name: 'coordinator-alarm-again', screen: 'queue', happened: [heard(watch([byKim])), alarm], fresh: watch([open(call)]) },
    { name: 'coordinator-alarm-over', screen: 'queue', happened: [heard(watch([byKim])), { is: 'alarm_over', conversation: 'k1' }], fresh: watch([]) },
    { name: 'coordinator-log-out-asked', screen: 'queue', ask: 'log_out', happened: [heard(watch([{ ...call, taken_by: 'Lou' }]))] },
    { name: 'coordinator-locked', screen: 'locked', happened: [heard(watch([open(call)])), { is: 'locked', locked: true }] },
    {
      name: 'recover',
      screen: 'break',
      happened: [heard({ me: nora, offers: [], conversations: [] }), { is: 'me', me: atRest }],
      fresh: { me: atRest, offers: [], conversations: [] },
    },
    { name: 'recover-nobody-there', screen: 'break', coordinators: [], happened: [heard({ me: atRest, offers: [], conversations: [] })] },
    {
      name: 'recover-in-wrap-up',
      screen: 'wrap_up',
      happened: [heard(desk({ state: 'wrap_up', ended_by: 'volunteer' })), { is: 'me', me: atRest }],
      fresh: desk({ state: 'wrap_up', ended_by: 'volunteer' }, atRest),
    },
  ]
}
