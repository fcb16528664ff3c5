import { after, isPassing, pauseMs, type Later } from './tries.ts'
import type { Unsaved } from './unsent.ts'
import type { Answer, Trouble, Value } from './wire.ts'

export type Fields = Readonly<Record<string, Value | null>>

/** What became of a call: saved whole, or nothing of it, with the fields that were wrong. */
export interface SaveOutcome {
  registered(conversation: string, fields: Fields, missing: readonly string[]): void
  notRegistered(conversation: string, fields: Fields, wrong: Readonly<Record<string, string>>): void
}

/** Saves the answers on the form: all that wait of one conversation in one call, one call at a time. */
export class Saver {
  readonly #busy = new Set<string>()
  readonly #left: () => readonly Unsaved[]
  readonly #send: (conversation: string, fields: Fields) => Promise<Answer>
  readonly #outcome: SaveOutcome
  readonly #later: Later

  constructor(
    left: () => readonly Unsaved[],
    send: (conversation: string, fields: Fields) => Promise<Answer>,
    outcome: SaveOutcome,
    later: Later = after,
  ) {
    this.#left = left
    this.#send = send
    this.#outcome = outcome
    this.#later = later
  }

  /** Save what waits, unless a call is under way. Call it whenever something may have changed. */
  push(): void {
    for (const { conversation, wrong } of this.#left()) {
      if (wrong !== undefined || this.#busy.has(conversation)) continue
      this.#busy.add(conversation)
      void this.#save(conversation)
    }
  }

  async #save(conversation: string): Promise<void> {
    const waiting = this.#left().filter((one) => one.conversation === conversation && one.wrong === undefined)
    const fields = Object.fromEntries(waiting.map((one) => [one.name, one.value]))
    const answer = await this.#send(conversation, fields)
    if (answer.error && isPassing(answer.error)) return this.#again(conversation, answer.error)
    this.#busy.delete(conversation)
    if (answer.error) this.#outcome.notRegistered(conversation, fields, wrongOf(answer.error, fields))
    else this.#outcome.registered(conversation, fields, answer.missing as readonly string[])
    this.push()
  }

  #again(conversation: string, trouble: Trouble): void {
    const pause = pauseMs(trouble)
    if (pause === null) return void this.#busy.delete(conversation)
    this.#later(() => {
      this.#busy.delete(conversation)
      this.push()
    }, pause)
  }
}

/** The wrong ones of these fields. Nothing of the call was saved, so the others are tried again without them. */
function wrongOf(trouble: Trouble, fields: Fields): Readonly<Record<string, string>> {
  const named = Object.entries(trouble.fields ?? {}).filter(([name]) => name in fields)
  return Object.fromEntries(named.length > 0 ? named : Object.keys(fields).map((name) => [name, trouble.code]))
}
