import type { Entry } from '../desk/audit/wire.ts'
import type { Happening } from '../desk/reducer.ts'
import type { Me, Queue } from '../desk/wire.ts'
import type { DeskRecording, Shown } from './recording.ts'

const by = (alias: string) => ({ id: alias.toLowerCase(), alias })
const entry = (number: number, at: string, what: string, change: Partial<Entry> = {}): Entry => ({
  entry: `2026-03/${number}`,
  at,
  what,
  by: by('Lou'),
  whom: null,
  conversation: null,
  reason: null,
  about: null,
  ...change,
})

const evening: readonly Entry[] = [
  entry(10, '2026-03-06T19:10:00Z', 'taken_over', { whom: 'Nora', conversation: 'k1', reason: 'safety' }),
  entry(9, '2026-03-06T19:10:00Z', 'watch_ended', { whom: 'Nora', conversation: 'k1', about: 'taken_over' }),
  entry(8, '2026-03-06T19:02:00Z', 'watch_began', { whom: 'Nora', conversation: 'k1', reason: 'asked' }),
  entry(7, '2026-03-06T18:40:00Z', 'alarm_taken', { by: by('Kim'), whom: 'Sam', conversation: 'k4' }),
  entry(6, '2026-03-06T18:31:00Z', 'time_out', { by: by('Nora'), conversation: 'k6', reason: 'prank', about: '1440 minutes' }),
  entry(5, '2026-03-06T18:30:30Z', 'block', { by: by('Kim'), whom: 'Nora', conversation: 'k6', reason: 'sexual', about: 'device 48 hours' }),
  entry(4, '2026-03-06T18:30:00Z', 'watch_ended', { by: { id: 'x', alias: null }, whom: 'Sam', conversation: 'k7', about: 'gone' }),
  entry(12, '2026-03-06T18:29:00Z', 'lift', { by: by('Nora'), whom: 'Nora', conversation: 'k6', reason: 'Ik vergiste me', about: 'time_out device' }),
  entry(11, '2026-03-06T18:28:00Z', 'agree', { by: by('Lou'), whom: 'Kim', conversation: 'k6', reason: 'sexual', about: 'block network' }),
  entry(3, '2026-03-05T17:00:00Z', 'notice_lifted', { by: by('Kim'), about: 'n1' }),
  entry(2, '2026-03-05T16:00:00Z', 'notice_put', { by: by('Kim'), about: 'n1' }),
  entry(1, '2026-03-02T19:05:00Z', 'watch_began', { by: by('Kim'), whom: 'Nora', conversation: 'k8', reason: 'complaint' }),
]
const head = '2026-03 10 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'

/** Every state of the page of who did what. */
export function ofAudit({ lou, queue }: { readonly lou: Me; readonly queue: Queue }): readonly DeskRecording[] {
  const there: readonly Happening[] = [
    { is: 'snapshot', snapshot: { me: lou, offers: [], conversations: [], queue } },
    { is: 'chose', chosen: 'audit' },
  ]
  const page = (name: string, audit: Shown): DeskRecording => ({ name: `audit${name}`, screen: 'audit', audit, happened: there })
  return [
    page('', { found: evening, more: '2026-03/1' }),
    page('-empty', {}),
    page('-none-fits', { filter: { what: 'taken_over', from: '2026-03-01', to: '2026-03-02' } }),
    page('-of-one', { filter: { conversation: 'k1' }, found: evening.filter((one) => one.conversation === 'k1') }),
    page('-trouble', { fails: true }),
    page('-whole', { found: evening, chain: { head, broken: [] } }),
    page('-broken', {
      found: evening,
      chain: {
        head,
        broken: [
          { month: '2026-03', number: 4, what: 'changed' },
          { month: '2026-02', number: null, what: 'missing' },
        ],
      },
    }),
  ]
}
