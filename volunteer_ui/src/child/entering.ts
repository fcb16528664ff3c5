import type { ChildNet } from '../net/child'
import type { Event, State } from './reducer'
import type { Entered, Refusal, Wish } from './wire'

export interface EnteringParts {
  net(): Pick<ChildNet, 'enter' | 'leave' | 'again'>
  state(): State
  dispatch(event: Event): void
  /** The token is to be kept before the page shows the place. */
  entered(answer: Entered): void
  /** False while an earlier conversation is being wiped: this one must not begin under its token. */
  mayEnter(): boolean
}

export interface Entering {
  enter(wish: Wish): void
  /** Send the wish that waits, if one does and there is a connection. */
  goOn(): void
  /** Once more what was refused. */
  again(): void
}

const afterSilence = 500

/** The way into the queue: the child asks once, and the page goes on asking until it has an answer. */
export function createEntering({ net, state, dispatch, entered, mayEnter }: EnteringParts): Entering {
  let last: Wish | null = null
  let asking = false

  function enter(wish: Wish): void {
    last = wish
    dispatch({ type: 'entering', wish })
    void send()
  }

  async function send(): Promise<void> {
    const { wish, link } = state()
    if (wish === null || asking || link !== 'online' || !mayEnter()) return
    asking = true
    const answer = await net().enter(wish).catch(() => null)
    asking = false
    // Without a connection the next snapshot sends it again.
    if (answer === null) setTimeout(unanswered, afterSilence)
    else if (!('error' in answer)) entered(answer)
    else if (state().wish === wish) refused(wish, answer.error)
  }

  function unanswered(): void {
    // Taken back meanwhile; the server may have heard the wish all the same.
    if (state().wish === null) net().leave().catch(() => undefined)
    else void send()
  }

  function refused(wish: Wish, refusal: Refusal): void {
    const bare: Wish = wish.way_back ? { way_back: true } : {}
    // A name that the server cannot read must not keep a child out.
    if (refusal.code === 'invalid' && Object.keys(bare).length < Object.keys(wish).length) return enter(bare)
    dispatch({ type: 'enter_refused', refusal })
    if (refusal.code !== 'try_again') return
    setTimeout(() => state().refusal === refusal && enter(wish), (refusal.retry_seconds ?? 2) * 1000)
  }

  return {
    enter,
    goOn: () => void send(),
    again() {
      if (state().barred !== null) net().again()
      else if (last !== null) enter(last)
      else dispatch({ type: 'begin' })
    },
  }
}
