import type { ChildNet } from '../net/child'
import { readableFor, type Memory } from './memory'
import type { Event } from './reducer'
import type { Ended } from './wire'

export interface PartingParts {
  net(): Pick<ChildNet, 'leave' | 'forget' | 'again'>
  memory: Memory
  token(): string | null
  dispatch(event: Event): void
  clearOutbox(): void
  now(): number
}

export interface Parting {
  /** The token of the conversation that is being wiped, until the server has heard of it. */
  readonly farewell: string | null
  /** Keep what the end asks to keep, and wipe the text when its ten minutes are over. */
  ended(how: Ended): void
  /** A conversation runs: nothing is wiped. */
  talksAgain(): void
  wipe(): void
  sayFarewell(): Promise<void>
  stop(): void
}

/** After the end: what stays readable for a while, and how it goes. */
export function createParting({ net, memory, token, dispatch, clearOutbox, now }: PartingParts): Parting {
  let farewell: string | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  function ended({ reason, keep_until }: Ended): void {
    clearOutbox()
    if (keep_until !== undefined) memory.keepLonger(keep_until)
    const sanction = reason === 'time_out' || reason === 'blocked'
    const left = memory.endedAt(now(), sanction) + readableFor - now()
    clearTimeout(timer)
    timer = setTimeout(() => (sanction ? dispatch({ type: 'text_gone' }) : wipe()), Math.max(left, 0))
  }

  function wipe(): void {
    farewell ??= token()
    clearTimeout(timer)
    clearOutbox()
    memory.forget()
    dispatch({ type: 'wiped' })
    if (farewell !== null) void sayFarewell()
  }

  async function sayFarewell(): Promise<void> {
    // What is wiped while it still ran, is left first.
    const heard = await net().leave().then(() => net().forget()).then(() => true, () => false)
    if (!heard) return // the next snapshot tries again
    farewell = null
    net().again() // as nobody: this connection is still that of the old token
  }

  return {
    get farewell() {
      return farewell
    },
    ended,
    talksAgain() {
      clearTimeout(timer)
      memory.talksAgain()
    },
    wipe,
    sayFarewell,
    stop: () => clearTimeout(timer),
  }
}
