import type { ChildNet, Ear } from '../net/child'
import { createOutbox } from '../shared/outbox'
import { sendable } from '../shared/text'
import { createAsking } from './asking'
import { createEntering } from './entering'
import type { Memory } from './memory'
import { hasGap } from './mirror'
import { createParting } from './parting'
import { isOut, type Event, type State } from './reducer'
import type { Choice, Entered, FromServer, Moment, Snapshot, Wish } from './wire'

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
  again(): void
  /** False when the text cannot be sent: only space, or too long. */
  say(text: string): boolean
  /** The child is writing this. */
  writes(text: string): void
  leave(): void
  wipe(): void
  prefer(choice: Choice): void
  /** A face for the question that stands there now. */
  answer(moment: Moment, face: number): void
  /** No more questions at this moment. */
  skip(moment: Moment): void
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

/** Ties the socket, the outbox and the browser's memory to the one state of the page. */
export function startSession({ open, memory, state, dispatch, now }: SessionParts): Session {
  let toldTypingAt = 0
  let typingTimer: Timer
  let gapTimer: Timer
  let unreachableTimer: Timer

  memory.tidy(now())
  if (memory.wasAway(now())) dispatch({ type: 'veil' })
  if (memory.cameBack()) dispatch({ type: 'came_back' })
  waitForServer()

  const token = (): string | null => parting.farewell ?? memory.token(now())
  const parting = createParting({ net: () => net, memory, token, dispatch, clearOutbox: () => outbox.clear(), now })
  const asking = createAsking({ net: () => net, state, dispatch, tab: memory.tab })
  const entering = createEntering({ net: () => net, state, dispatch, entered, mayEnter: () => parting.farewell === null })
  const net = open({ token, isOut: () => isOut(state()), heard, lost, refused: (refusal) => dispatch({ type: 'connect_refused', refusal }) })
  const outbox = createOutbox({
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
    if (parting.farewell !== null) {
      if (type === 'snapshot') void parting.sayFarewell()
      return // of a conversation that the child has wiped
    }
    dispatch({ type, data } as Event)
    after[type]?.(data)
  }

  const after: { [Name in keyof FromServer]?: (data: FromServer[Name]) => void } = {
    snapshot: afterSnapshot,
    joined() {
      outbox.open()
      asking.joined()
    },
    message: ({ sender, client_id }) => {
      if (sender === 'child' && client_id !== null) outbox.settle(client_id)
      watchForGap()
    },
    typing: () => {
      clearTimeout(typingTimer)
      typingTimer = setTimeout(() => dispatch({ type: 'typing_over' }), typingShownFor)
    },
    ended: (how) => parting.ended(how),
    keep: ({ until }) => memory.keepLonger(until),
    superseded: () => outbox.pause(),
  }

  function afterSnapshot(snapshot: Snapshot): void {
    clearTimeout(unreachableTimer)
    if (snapshot.resume) memory.keepToken(snapshot.resume)
    if (snapshot.state === 'ended') parting.ended(snapshot.ended ?? { reason: 'lost' })
    else parting.talksAgain()
    if (snapshot.state === 'idle') outbox.clear()
    if (snapshot.state === 'idle' || snapshot.state === 'ended') entering.goOn()
    else if (state().leaving) net.leave().catch(() => undefined)
    else if (snapshot.state === 'talking') goOnTalking(snapshot)
    asking.about(snapshot.conversation)
  }

  function goOnTalking({ messages, interrupted }: Snapshot): void {
    outbox.restore()
    for (const { sender, client_id } of messages) if (sender === 'child' && client_id !== null) outbox.settle(client_id)
    outbox.open()
    const { chosen } = state()
    if (interrupted && chosen !== null) net.prefer(chosen).catch(() => undefined)
    watchForGap()
  }

  function entered(answer: Entered): void {
    memory.keepToken(answer.resume)
    parting.talksAgain()
    const { wish, server } = state()
    if (wish !== null) {
      memory.keepName(wish.nickname ?? '')
      memory.keepCameBack(wish.way_back ?? false)
    }
    const unwanted = wish === null && (server.stage === 'idle' || server.stage === 'ended') // taken back on its way
    dispatch({ type: 'entered', answer })
    asking.about(answer.conversation)
    if (unwanted) leave()
    else if (state().server.stage === 'talking') outbox.open()
  }

  /** Whoever comes back goes by the name of before. */
  function called(wish: Wish): Wish {
    const name = memory.name()
    return wish.way_back && name !== '' ? { nickname: name, ...wish } : wish
  }

  function lost(): void {
    outbox.pause()
    if (state().link === 'online') waitForServer()
    dispatch({ type: 'lost' })
  }

  function waitForServer(): void {
    clearTimeout(unreachableTimer)
    unreachableTimer = setTimeout(() => dispatch({ type: 'still_unreachable' }), unreachableAfter)
  }

  function watchForGap(): void {
    clearTimeout(gapTimer)
    if (hasGap(state().server)) gapTimer = setTimeout(() => void sync(), gapMayClose)
  }

  async function sync(): Promise<void> {
    const { stage, known } = state().server
    if (state().link !== 'online' || (stage !== 'talking' && stage !== 'waiting')) return
    const answer = await net.sync(known).catch(() => null)
    if (answer === null) return state().link === 'online' ? net.again() : undefined
    if ('error' in answer) return
    dispatch({ type: 'synced', messages: answer.messages })
    // We missed how it went on; a new connection begins with a whole snapshot.
    if (answer.state !== state().server.stage) net.again()
  }

  function leave(): void {
    dispatch({ type: 'leaving' })
    memory.keepDraft('')
    outbox.clear()
    net.leave().catch(() => undefined) // the next snapshot tries again
  }

  return {
    token,
    deeds: {
      begin: () => dispatch({ type: 'begin' }),
      back: () => dispatch({ type: 'back' }),
      enter: (wish) => entering.enter(called(wish)),
      again: entering.again,
      say(text) {
        const clean = sendable(text)
        if (clean === null) return false
        outbox.put(clean)
        memory.keepDraft('')
        return true
      },
      writes(text) {
        memory.keepDraft(text)
        if (now() - toldTypingAt < typingToldEvery) return
        toldTypingAt = now()
        net.typing()
      },
      leave,
      wipe: parting.wipe,
      prefer(choice) {
        dispatch({ type: 'preferred', choice })
        net.prefer(choice).catch(() => undefined)
      },
      answer: asking.answer,
      skip: asking.skip,
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
      outbox.clear()
      net.close()
      parting.stop()
      for (const timer of [typingTimer, gapTimer, unreachableTimer]) clearTimeout(timer)
    },
  }
}

type Timer = ReturnType<typeof setTimeout> | undefined
