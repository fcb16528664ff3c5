import type { ChildNet, Ear } from '../net/child'
import { createOutbox, type Outbox } from '../shared/outbox'
import { sendable } from '../shared/text'
import { readableFor, type Memory } from './memory'
import { hasGap } from './mirror'
import type { Event, State } from './reducer'
import type { Choice, Ended, FromServer, Snapshot, Wish } from './wire'

export interface SessionParts {
  open(ear: Ear): ChildNet
  memory: Memory
  state(): State
  dispatch(event: Event): void
  now(): number
}

/** What the child can do on its page; every view gets these and the state, and nothing else. */
export interface Deeds {
  begin(): void
  back(): void
  enter(wish: Wish): void
  /** False when the text cannot be sent: only space, or too long. */
  say(text: string): boolean
  writes(): void
  leave(): void
  wipe(): void
  prefer(choice: Choice): void
  goOn(): void
  hereAgain(): void
}

export interface Session {
  readonly deeds: Deeds
  token(): string | null
  hidden(): void
  shown(): void
  network(here: boolean): void
  close(): void
}

const typingShownFor = 6000
const typingToldEvery = 3000
const gapMayClose = 1000
const unreachableAfter = 15_000
const enterAgainAfter = 500

/** Ties the socket, the outbox and the browser's memory to the one state of the page. */
export function startSession({ open, memory, state, dispatch, now }: SessionParts): Session {
  let farewell: string | null = null // the token of a conversation that is being wiped, until the server has heard it
  let asking = false
  let toldTypingAt = 0
  let typingTimer: Timer
  let gapTimer: Timer
  let wipeTimer: Timer
  let unreachableTimer: Timer = setTimeout(() => dispatch({ type: 'still_unreachable' }), unreachableAfter)

  memory.tidy(now())
  if (memory.wasAway(now())) dispatch({ type: 'veil' })

  const token = (): string | null => farewell ?? memory.token(now())
  const net = open({ token, heard, lost, refused: (refusal) => dispatch({ type: 'connect_refused', refusal }) })
  const outbox: Outbox = createOutbox({
    send: (client_id, text) => net.say(client_id, text),
    accepted: ({ client_id, text }, { seq, at }) => {
      dispatch({ type: 'said', message: { seq, client_id, sender: 'child', text, at } })
      watchForGap()
    },
    refused: (item) => dispatch({ type: 'not_taken', item }),
    changed: (unsent) => dispatch({ type: 'outbox', unsent }),
    kept: memory.tab,
    key: 'unsent',
  })

  function heard<Name extends keyof FromServer>(type: Name, data: FromServer[Name]): void {
    if (farewell !== null) {
      if (type === 'snapshot') void sayFarewell()
      return
    }
    dispatch({ type, data } as Event)
    after[type]?.(data)
  }

  const after: { [Name in keyof FromServer]?: (data: FromServer[Name]) => void } = {
    snapshot: afterSnapshot,
    joined: () => outbox.open(),
    message: ({ sender, client_id }) => {
      if (sender === 'child' && client_id !== null) outbox.settle(client_id)
      watchForGap()
    },
    typing: () => {
      clearTimeout(typingTimer)
      typingTimer = setTimeout(() => dispatch({ type: 'typing_over' }), typingShownFor)
    },
    ended: afterEnd,
    keep: ({ until }) => memory.keepLonger(until),
    superseded: () => outbox.pause(),
  }

  function afterSnapshot(snapshot: Snapshot): void {
    clearTimeout(unreachableTimer)
    if (snapshot.resume) memory.keepToken(snapshot.resume)
    if (snapshot.state === 'ended') return afterEnd(snapshot.ended ?? { reason: 'lost' })
    clearTimeout(wipeTimer)
    memory.talksAgain()
    if (snapshot.state === 'idle') {
      outbox.clear()
      void sendWish()
    } else if (state().leaving) {
      net.leave().catch(() => undefined)
    } else if (snapshot.state === 'talking') {
      goOnTalking(snapshot)
    }
  }

  function goOnTalking({ messages, interrupted }: Snapshot): void {
    outbox.restore()
    for (const { sender, client_id } of messages) if (sender === 'child' && client_id !== null) outbox.settle(client_id)
    outbox.open()
    const { chosen } = state()
    if (interrupted && chosen !== null) net.prefer(chosen).catch(() => undefined)
    watchForGap()
  }

  function afterEnd({ reason, keep_until }: Ended): void {
    outbox.clear()
    if (keep_until !== undefined) memory.keepLonger(keep_until)
    const sanction = reason === 'time_out' || reason === 'blocked'
    const left = memory.endedAt(now(), sanction) + readableFor - now()
    clearTimeout(wipeTimer)
    wipeTimer = setTimeout(() => (sanction ? dispatch({ type: 'text_gone' }) : wipe()), Math.max(left, 0))
    void sendWish()
  }

  function lost(): void {
    outbox.pause()
    if (state().link === 'online') {
      clearTimeout(unreachableTimer)
      unreachableTimer = setTimeout(() => dispatch({ type: 'still_unreachable' }), unreachableAfter)
    }
    dispatch({ type: 'lost' })
  }

  function watchForGap(): void {
    clearTimeout(gapTimer)
    if (hasGap(state().server)) gapTimer = setTimeout(() => void sync(), gapMayClose)
  }

  async function sync(): Promise<void> {
    const { stage, known } = state().server
    if (stage !== 'talking' && stage !== 'waiting') return
    const answer = await net.sync(known).catch(() => null)
    if (answer === null) return state().link === 'online' ? net.again() : undefined
    if ('error' in answer) return
    dispatch({ type: 'synced', messages: answer.messages })
    // We missed how it went on; a new connection begins with a whole snapshot.
    if (answer.state !== state().server.stage) net.again()
  }

  function enter(wish: Wish): void {
    dispatch({ type: 'entering', wish })
    void sendWish()
  }

  async function sendWish(): Promise<void> {
    const { wish, link } = state()
    if (wish === null || asking || farewell !== null || link !== 'online') return
    asking = true
    const answer = await net.enter(wish).catch(() => null)
    asking = false
    if (answer === null) {
      setTimeout(() => void sendWish(), enterAgainAfter) // without a connection, the next snapshot does it
    } else if ('error' in answer) {
      if (state().wish === wish) refuse(wish, answer.error)
    } else {
      memory.keepToken(answer.resume)
      memory.talksAgain()
      clearTimeout(wipeTimer)
      dispatch({ type: 'entered', answer })
      if (state().server.stage === 'talking') outbox.open()
    }
  }

  function refuse(wish: Wish, refusal: State['refusal'] & object): void {
    dispatch({ type: 'enter_refused', refusal })
    if (refusal.code !== 'try_again') return
    setTimeout(() => state().refusal === refusal && enter(wish), (refusal.retry_seconds ?? 2) * 1000)
  }

  function wipe(): void {
    farewell = token()
    clearTimeout(wipeTimer)
    outbox.clear()
    memory.forget()
    dispatch({ type: 'wiped' })
    if (farewell !== null) void sayFarewell()
  }

  async function sayFarewell(): Promise<void> {
    const heardIt = await net.forget().then(() => true, () => false)
    if (!heardIt) return // the next snapshot tries again
    farewell = null
    net.again()
  }

  return {
    token,
    deeds: {
      begin: () => dispatch({ type: 'begin' }),
      back: () => dispatch({ type: 'back' }),
      enter,
      say(text) {
        const clean = sendable(text)
        if (clean !== null) outbox.put(clean)
        return clean !== null
      },
      writes() {
        if (now() - toldTypingAt < typingToldEvery) return
        toldTypingAt = now()
        net.typing()
      },
      leave() {
        dispatch({ type: 'leaving' })
        outbox.clear()
        net.leave().catch(() => undefined) // the next snapshot tries again
      },
      wipe,
      prefer(choice) {
        dispatch({ type: 'preferred', choice })
        net.prefer(choice).catch(() => undefined)
      },
      goOn: () => dispatch({ type: 'unveil' }),
      hereAgain() {
        dispatch({ type: 'here_again' })
        net.connect()
      },
    },
    hidden: () => memory.seen(now()),
    shown() {
      if (memory.wasAway(now())) dispatch({ type: 'veil' })
      void sync() // a phone that slept does not know yet that its connection is gone
    },
    network: (here) => dispatch({ type: 'network', here }),
    close() {
      for (const timer of [typingTimer, gapTimer, wipeTimer, unreachableTimer]) clearTimeout(timer)
      net.close()
    },
  }
}

type Timer = ReturnType<typeof setTimeout> | undefined
