import type { Answer, Done } from '../wire.ts'
import { empty, reduce, type Event, type Ledger } from './reducer.ts'
import type { Reach } from './reach.ts'
import type { Asked, Blocked, Given, History, Reason, Sanction } from './wire.ts'

type Ask = (event: string, data: unknown) => Promise<Answer>

/** The time-outs and blocks that this window may see, and what is done with them. Each deed answers the code of what went wrong, or null. */
export class Sanctions {
  ledger: Ledger = $state.raw(empty)
  /** What is being done with one of the list, and the words for it: they stay when it moves to another part of the list. */
  opened: { readonly sanction: string; readonly what: 'lift' | 'renew' } | null = $state.raw(null)
  why = $state('')
  readonly #ask: Ask

  constructor(ask: Ask) {
    this.#ask = ask
  }

  tell(it: Event): void {
    this.ledger = reduce(this.ledger, it)
  }

  /** Read the list again: a desk is told only what waits for a yes, and not that somebody else gave or lifted one. */
  async look(): Promise<void> {
    const answer = await this.#ask('sanctions', {})
    if (answer.error) this.tell({ is: 'unread', code: answer.error.code })
    else this.tell({ is: 'heard', all: answer.sanctions as readonly Sanction[] })
  }

  /** What came before, as far as it says how long a time-out would be; nothing where the server does not say. */
  async before(conversation: string): Promise<History> {
    const answer = await this.#ask('history', { conversation })
    return answer.error ? {} : (answer as History)
  }

  async timeOut(conversation: string, minutes: number, reason: Reason, note: string): Promise<string | null> {
    const answer = await this.#ask('time_out', { conversation, minutes, reason, ...(note === '' ? {} : { note }) })
    if (answer.error) return answer.error.code
    this.tell({ is: 'gave', conversation, given: givenBy(answer) })
    void this.look()
    return null
  }

  async lift(sanction: string, reason: string): Promise<string | null> {
    const answer = await this.#ask('lift', { sanction, reason })
    if (answer.error) return answer.error.code
    this.tell({ is: 'lifted', sanction, at: new Date().toISOString() })
    void this.look()
    return null
  }

  /** What a block would hit, or the code of why nobody can say. */
  async preview(conversation: string): Promise<Reach | string> {
    const answer = await this.#ask('block_preview', { conversation })
    return answer.error ? answer.error.code : (answer as unknown as Reach)
  }

  /** Block what this conversation came from. */
  async block(asked: Asked): Promise<Blocked | string> {
    return this.#until(await this.#ask('block', asked))
  }

  async renew(sanction: string, hours: number, reason: Reason): Promise<Blocked | string> {
    return this.#until(await this.#ask('renew', { sanction, hours, reason }))
  }

  async #until(answer: Answer): Promise<Blocked | string> {
    if (answer.error) return answer.error.code
    void this.look()
    return { until: answer.until as string, pending: answer.pending !== undefined }
  }

  async agree(sanction: string): Promise<string | null> {
    const answer = await this.#ask('agree', { sanction })
    if (answer.error) return answer.error.code
    this.tell({ is: 'agreed', sanction, until: answer.until as string })
    void this.look()
    return null
  }
}

const givenBy = ({ sanction, until, pending }: Done): Given => ({ sanction: sanction as string, until: until as string, pending: pending === true })
