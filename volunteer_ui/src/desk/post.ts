import { after, isPassing, pauseMs, type Later } from './tries.ts'
import type { Unsent } from './unsent.ts'
import type { Answer, Trouble } from './wire.ts'

/** What became of words: an acknowledgement, or a refusal for good. Anything else is tried again. */
export interface Outcome {
  said(words: Unsent, seq: number, at: string): void
  refused(words: Unsent, code: string): void
}

/** Sends what is in the outbox, in order and one at a time for each conversation, until the server has it. */
export class Post {
  readonly #busy = new Set<string>()
  readonly #left: () => readonly Unsent[]
  readonly #send: (words: Unsent) => Promise<Answer>
  readonly #outcome: Outcome
  readonly #later: Later

  constructor(left: () => readonly Unsent[], send: (words: Unsent) => Promise<Answer>, outcome: Outcome, later: Later = after) {
    this.#left = left
    this.#send = send
    this.#outcome = outcome
    this.#later = later
  }

  /** Send the first words of each conversation that is not busy. Call it whenever something may have changed. */
  push(): void {
    for (const words of this.#left()) {
      if (words.refused !== undefined || this.#busy.has(words.conversation)) continue
      this.#busy.add(words.conversation)
      void this.#deliver(words)
    }
  }

  async #deliver(words: Unsent): Promise<void> {
    const answer = await this.#send(words)
    if (answer.error && isPassing(answer.error)) return this.#again(words, answer.error)
    this.#busy.delete(words.conversation)
    if (answer.error) this.#outcome.refused(words, answer.error.code)
    else this.#outcome.said(words, answer.seq as number, answer.at as string)
    this.push()
  }

  #again(words: Unsent, trouble: Trouble): void {
    const pause = pauseMs(trouble)
    if (pause === null) return void this.#busy.delete(words.conversation)
    this.#later(() => {
      this.#busy.delete(words.conversation)
      this.push()
    }, pause)
  }
}
