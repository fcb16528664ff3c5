import { gapAfter } from './messages.ts'
import { after, isPassing, pauseMs, type Later } from './tries.ts'
import type { Answer, Conversation, Message } from './wire.ts'

/** An acknowledgement may overtake a message by a moment; only what stays away longer is asked for. */
const patienceMs = 300

/** Asks for the messages between those that arrived, where one is missing. */
export class Mender {
  /** After which number was asked, by conversation, so that nothing is asked twice in vain. */
  readonly #asked = new Map<string, number>()
  readonly #here: () => readonly Conversation[]
  readonly #ask: (conversation: string, after: number) => Promise<Answer>
  readonly #synced: (conversation: string, messages: readonly Message[]) => void
  readonly #later: Later

  constructor(
    here: () => readonly Conversation[],
    ask: (conversation: string, after: number) => Promise<Answer>,
    synced: (conversation: string, messages: readonly Message[]) => void,
    later: Later = after,
  ) {
    this.#here = here
    this.#ask = ask
    this.#synced = synced
    this.#later = later
  }

  /** Look for gaps. Call it whenever messages may have come. */
  look(): void {
    for (const it of this.#here()) {
      const gap = gapAfter(it)
      if (gap === null) this.#asked.delete(it.id)
      else if (this.#asked.get(it.id) !== gap) {
        this.#asked.set(it.id, gap)
        this.#later(() => void this.#mend(it.id), patienceMs)
      }
    }
  }

  async #mend(id: string): Promise<void> {
    const it = this.#here().find((one) => one.id === id)
    const gap = it ? gapAfter(it) : null
    if (gap === null) return
    this.#asked.set(id, gap)
    const answer = await this.#ask(id, gap)
    if (!answer.error) return this.#synced(id, answer.messages as readonly Message[])
    const pause = isPassing(answer.error) ? pauseMs(answer.error) : null
    if (pause !== null) this.#later(() => void this.#mend(id), pause)
  }
}
