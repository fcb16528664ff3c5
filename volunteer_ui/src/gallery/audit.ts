import type { Audit } from '../net/audit.ts'
import type { Reply } from '../net/http.ts'
import { everything, type AuditDesk } from '../desk/audit/audit.svelte.ts'
import type { Shown } from './recording.ts'

const people = [
  { id: 'lou', alias: 'Lou' },
  { id: 'kim', alias: 'Kim' },
  { id: 'nora', alias: 'Nora' },
]

const yes = (body: unknown): Promise<Reply> => Promise.resolve({ ok: true, body, date: null })
const no: Promise<Reply> = Promise.resolve({ ok: false, code: 'no_link' })

/** What the server says of who did what. */
export const audit = ({ found = [], more, chain, fails }: Shown): Audit => ({
  find: () => (fails ? no : yes({ entries: found, more: more ?? null, people: found.length > 0 ? people : [] })),
  chain: () => (chain ? yes(chain) : no),
})

/** Do what a coordinator does on that page. */
export async function readAudit(desk: AuditDesk, { filter, chain }: Shown): Promise<void> {
  await import('../desk/audit/Audit.svelte')
  await desk.look({ ...everything, ...filter })
  if (chain) await desk.check()
}
