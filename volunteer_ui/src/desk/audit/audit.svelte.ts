import type { Audit, Sought } from '../../net/audit.ts'
import type { Chain, Entry, Found, Person } from './wire.ts'

/** What somebody filled in: codes and ids, and days such as `2026-03-06`; empty is everything. */
export interface Filter {
  readonly what: string
  readonly by: string
  readonly conversation: string
  readonly from: string
  readonly to: string
}

export const everything: Filter = { what: '', by: '', conversation: '', from: '', to: '' }

/** From the first moment of one day up to the first after the other, in the reader's own time. */
export function soughtOf({ what, by, conversation, from, to }: Filter, before = ''): Sought {
  return { what, by, conversation, since: startOf(from, 0), until: startOf(to, 1), before }
}

function startOf(day: string, later: number): string {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? []
  return year === undefined ? '' : new Date(Number(year), Number(month) - 1, Number(date) + later).toISOString()
}

/** The page of who did what: what is sought, what was found so far, and whether it is whole. */
export class AuditDesk {
  filter: Filter = $state.raw(everything)
  entries: readonly Entry[] = $state.raw([])
  people: readonly Person[] = $state.raw([])
  more: string | null = $state(null)
  /** `null`: not here yet. */
  here: boolean | null = $state(null)
  chain: Chain | null = $state.raw(null)
  chainFailed = $state(false)
  checking = $state(false)

  readonly #net: Audit
  #asked = 0

  constructor(net: Audit) {
    this.#net = net
  }

  /** Look for it from the newest on. */
  async look(filter: Filter = this.filter): Promise<void> {
    this.filter = filter
    await this.#find('')
  }

  /** What came before. */
  async older(): Promise<void> {
    if (this.more !== null) await this.#find(this.more)
  }

  async check(): Promise<void> {
    this.checking = true
    const reply = await this.#net.chain()
    this.checking = false
    this.chainFailed = !reply.ok
    this.chain = reply.ok ? (reply.body as Chain) : null
  }

  /** An answer that a later question overtook is of no use. */
  async #find(before: string): Promise<void> {
    const asked = ++this.#asked
    const reply = await this.#net.find(soughtOf(this.filter, before))
    if (asked !== this.#asked) return
    this.here = reply.ok
    if (!reply.ok) return
    const { entries, more, people } = reply.body as Found
    this.entries = before === '' ? entries : [...this.entries, ...entries]
    this.people = people
    this.more = more
  }
}
