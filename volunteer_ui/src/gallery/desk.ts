import '../desk/desk.css'
import { mount, tick, unmount } from 'svelte'
import { Bell } from '../desk/alert.ts'
import { Kept } from '../desk/kept.ts'
import Page from '../desk/Page.svelte'
import { still } from '../desk/phone/machine.ts'
import { Telephone } from '../desk/phone/telephone.svelte.ts'
import { Ringing } from '../desk/ringing.ts'
import { Table } from '../desk/table.svelte.ts'
import type { Web } from '../desk/web.ts'
import type { Answer, History } from '../desk/wire.ts'
import type { Link } from '../net/desk.ts'
import type { Reply } from '../net/http.ts'
import { keptByPage } from '../shared/storage.ts'
import { audit, readAudit } from './audit.ts'
import { form, topics } from './form.json'
import { fitting } from './knowledge.ts'
import { asksFor, factors } from './factors.ts'
import { edit, editing } from './shelf.ts'
import type { DeskRecording } from './recording.ts'
import { listen, recordings } from './recordings.ts'

const colleagues = (coordinators: readonly string[]): Answer => ({
  ok: true,
  colleagues: [
    { id: 'sam', alias: 'Sam', status: 'available', role: 'volunteer', free: 1 },
    { id: 'roos', alias: 'Roos', status: 'available', role: 'volunteer', free: 0 },
    { id: 'bo', alias: 'Bo', status: 'break', role: 'volunteer', free: 0 },
    ...coordinators.map((alias) => ({ id: alias, alias, status: 'away', role: 'coordinator', free: 0 })),
  ],
})
const nobody: History = { contacts: [], sanctions: [], suggested_minutes: 15 }
const never = new Promise<never>(() => undefined)
const nothing = (): void => undefined
const yes = (body: unknown): Promise<Reply> => Promise.resolve({ ok: true, body, date: null })
const no = (code: string): Promise<Reply> => Promise.resolve({ ok: false, code })

const past = (earlier: History | 'coming' | 'missing'): Promise<Answer> =>
  earlier === 'coming' ? never : Promise.resolve(earlier === 'missing' ? { error: { code: 'no_answer' } } : { ok: true, ...earlier })

/** A line on which nobody answers, but for who else is there. */
const linkOf = ({ coordinators = ['Kim', 'Lou'], earlier = nobody, answers = {} }: DeskRecording): Link => ({
  open: nothing,
  renew: nothing,
  close: nothing,
  ask: (event) => {
    const answer = event === 'colleagues' ? colleagues(coordinators) : answers[event]
    if (answer) return Promise.resolve(answer)
    return event === 'history' ? past(earlier) : never
  },
})

function webOf(recording: DeskRecording): Web {
  const answer = (body: unknown) => (): Promise<Reply> => (recording.form === 'coming' ? never : recording.form === 'missing' ? no('fault') : yes(body))
  return {
    logIn: (_name, _password, proof) => (recording.second?.ways && proof === undefined ? asksFor(recording.second.ways) : no('wrong_credentials')),
    logOut: () => no('fault'),
    fetchForm: answer(form),
    fetchTopics: answer(topics),
    fetchOpened: () => yes({ entries: recording.opened ?? [] }),
    knowledge: { search: () => never, article: () => never, missed: () => never, about: () => yes({ hits: recording.looks ? fitting : [] }) },
    editing: editing(recording.edits ?? []),
    audit: audit(recording.audit ?? {}),
    factors: factors(recording.second ?? {}),
    recordings: recordings(recording.spoken ?? {}),
  }
}

/** A telephone that nobody rings. */
const silentPhone = (): Telephone =>
  new Telephone({ ask: () => never, open: () => never, microphone: () => never, play: () => nothing, device: keptByPage(), now: () => 0 })

/** Draw a state of the desk; what comes back takes it away. */
export async function showDesk(target: HTMLElement, recording: DeskRecording): Promise<() => void> {
  const device = keptByPage()
  if (recording.check === undefined) device.set('checked', 'yes')
  const table = new Table(linkOf(recording), webOf(recording), new Kept(keptByPage()), new Ringing(new Bell(), () => ''), device)
  for (const [id, text] of Object.entries(recording.drafts ?? {})) table.kept.keepDraft('words', id, text)
  if (recording.phone) table.telephone = silentPhone()
  table.foundOnPhone = recording.phone?.found ?? null
  for (const happening of recording.happened) table.tell(happening)
  if (table.telephone) table.telephone.standing = { ...still, ...recording.phone?.standing }
  for (const [id, text] of Object.entries(recording.drafts ?? {})) table.kept.keepDraft('words', id, text)
  for (const event of recording.sanctions ?? []) table.sanctions.tell(event)
  const form = table.fetchForm()
  if (recording.form !== 'coming') await form
  table.check.found = recording.check ?? { notify: 'yes', link: 'good' }
  if (recording.looks) table.pane = 'knowledge'
  if (recording.earlier) table.pane = 'earlier'
  for (const event of recording.looks ?? []) table.library.tell(event)
  const drawn = mount(Page, { target, props: { table } })
  if (recording.ask) table.open(recording.ask, recording.of)
  // What comes later comes before the picture is taken.
  if (recording.looks) await import('../desk/knowledge/Body.svelte')
  if (table.desk.chosen === 'audit') await readAudit(table.audit, recording.audit ?? {})
  if (table.desk.chosen === 'recordings') await listen(table.recordings, recording.spoken ?? {})
  if (recording.phone) await Promise.all([import('../desk/phone/CallBar.svelte'), import('../desk/phone/CallRoom.svelte'), import('../desk/phone/PhoneDialog.svelte')])
  if (recording.ask === 'second_step') await import('../desk/factors/SecondStep.svelte')
  if (recording.ask === 'block') await import('../desk/sanctions/Block.svelte')
  if (table.desk.chosen === 'sanctions') await import('../desk/sanctions/List.svelte')
  if (table.desk.chosen === 'shelf') await edit(table.shelf, recording.edits ?? [])
  await new Promise((done) => setTimeout(done))
  // The line takes the focus when it is drawn, and a sheet above it goes then.
  table.sheet = recording.sheet ?? (recording.looks !== undefined || recording.earlier !== undefined)
  await tick()
  return () => void unmount(drawn)
}
