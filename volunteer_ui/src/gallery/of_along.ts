import type { Happening } from '../desk/reducer.ts'
import type { AskedAlong, Conversation, Me, Snapshot } from '../desk/wire.ts'
import type { Cast } from './of_danger.ts'
import type { DeskRecording } from './recording.ts'

const heard = (snapshot: Snapshot): Happening => ({ is: 'snapshot', snapshot })
const changed = (change: Partial<Conversation>): Happening => ({ is: 'conversation', change: { id: 'k1', ...change } })
const call: AskedAlong = { conversation: 'k1', volunteer: 'Nora' }
const second: AskedAlong = { conversation: 'k4', volunteer: 'Sam' }

/** Every state of reading along, at the volunteer's desk and at the coordinators'. */
export function ofAlong({ nora, lou, blue, queue }: Cast): readonly DeskRecording[] {
  const desk = (change: Partial<Conversation> = {}, me: Me = nora): Snapshot => ({ me, offers: [], conversations: [{ ...blue, ...change }] })
  const rest = (change: Partial<Snapshot> = {}): Snapshot => ({ me: lou, offers: [], conversations: [], queue, ...change })
  const watched: Conversation = { ...blue, watched_by: ['Lou'], watching: true, volunteer: 'Nora', holders: [{ alias: 'Nora', since: '2026-03-06T19:00:00Z', mine: false }] }
  const along = (change: Partial<Conversation> = {}): Snapshot => rest({ conversations: [{ ...watched, ...change }] })
  return [
    { name: 'asked-along', screen: 'talking', happened: [heard(desk()), changed({ asked_along: true })], fresh: desk({ asked_along: true }) },
    { name: 'asked-along-nobody-there', screen: 'talking', coordinators: [], happened: [heard(desk({ asked_along: true }))] },
    {
      name: 'asked-along-somebody-came',
      screen: 'talking',
      happened: [heard(desk({ asked_along: true })), changed({ asked_along: null, watched_by: ['Lou'] })],
      fresh: desk({ asked_along: null, watched_by: ['Lou'] }),
    },
    { name: 'watched-no-more', screen: 'talking', happened: [heard(desk({ watched_by: ['Lou'] })), changed({ watched_by: [] })], fresh: desk({ watched_by: [] }) },
    {
      name: 'taken-over-from-me',
      screen: 'available',
      happened: [heard(desk({ watched_by: ['Lou'] })), { is: 'conversation', change: { id: 'k1', state: 'closed', why: 'taken_over', by: 'Lou' } }],
      fresh: { me: nora, offers: [], conversations: [] },
    },
    { name: 'coordinator-asked-along', screen: 'queue', happened: [heard(rest()), { is: 'asked_along', call }], fresh: rest({ asked_along: [call] }) },
    {
      name: 'coordinator-asked-along-twice',
      screen: 'queue',
      happened: [heard(rest({ asked_along: [call] })), { is: 'asked_along', call: second }],
      fresh: rest({ asked_along: [call, second] }),
    },
    {
      name: 'coordinator-asked-along-while-talking',
      screen: 'talking',
      happened: [heard(rest({ conversations: [{ ...blue, id: 'k9' }] })), { is: 'asked_along', call }],
      fresh: rest({ conversations: [{ ...blue, id: 'k9' }], asked_along: [call] }),
    },
    { name: 'coordinator-asked-along-over', screen: 'queue', happened: [heard(rest({ asked_along: [call] })), { is: 'asked_along_over', conversation: 'k1' }], fresh: rest() },
    { name: 'coordinator-too-late', screen: 'queue', happened: [heard(rest()), { is: 'noticed', notice: { kind: 'along_gone' } }] },
    { name: 'watch-asked', screen: 'queue', ask: 'watch', of: 'k1', happened: [heard(rest())] },
    { name: 'watch-asked-without-reason', screen: 'queue', ask: 'watch', of: 'k1', touches: [{ press: '.dialog [type=submit]' }], happened: [heard(rest())] },
    { name: 'take-over-asked', screen: 'along', ask: 'take_over', of: 'k1', happened: [heard(along())] },
    { name: 'along', screen: 'along', happened: [heard(rest()), { is: 'opened', conversation: watched }], fresh: along() },
    { name: 'along-typing', screen: 'along', happened: [heard(along({ language: 'en', note: 'Blauw is bang voor zijn vader.' })), { is: 'typing', conversation: 'k1', until: 1e15 }], fresh: along({ language: 'en', note: 'Blauw is bang voor zijn vader.' }) },
    { name: 'along-with-others', screen: 'along', happened: [heard(along()), changed({ watched_by: ['Lou', 'Kim'], alarm: { taken_by: null } })], fresh: along({ watched_by: ['Lou', 'Kim'], alarm: { taken_by: null } }) },
    { name: 'along-whispering', screen: 'along', touches: [{ write: '#whisper', text: 'Vraag ook of er iemand in huis is.' }], happened: [heard(along())] },
    { name: 'along-whisper-too-long', screen: 'along', touches: [{ write: '#whisper', text: 'woord '.repeat(100) }], happened: [heard(along())] },
    { name: 'along-volunteer-gone', screen: 'along', happened: [heard(along()), changed({ state: 'waiting' })], fresh: along({ state: 'waiting' }) },
    { name: 'along-told', screen: 'along', happened: [heard(along()), { is: 'noticed', notice: { kind: 'along_gone' } }] },
    { name: 'along-over', screen: 'queue', happened: [heard(along()), changed({ state: 'closed' })], fresh: rest() },
    { name: 'along-queue', screen: 'queue', happened: [heard(along()), { is: 'chose', chosen: 'queue' }] },
    {
      name: 'taken-over-by-me',
      screen: 'talking',
      happened: [heard(along()), { is: 'opened', conversation: { ...blue, watched_by: [] } }],
      fresh: rest({ conversations: [{ ...blue, watched_by: [] }] }),
    },
    { name: 'along-keys', screen: 'along', ask: 'keys', happened: [heard(along())] },
  ]
}
