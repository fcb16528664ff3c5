import type { Unsent } from '../shared/outbox'
import * as mirror from './mirror'
import type { Mirror } from './mirror'
import { unanswered, type Survey } from './survey'
import type { Choice, Ended, Entered, FromServer, Message, Out, Refusal, Topic, Wish } from './wire'

export interface State {
  readonly server: Mirror
  /** A snapshot has arrived since the page was loaded. */
  readonly heard: boolean
  readonly link: 'connecting' | 'online' | 'lost' | 'unreachable'
  /** What the browser says of its own network. */
  readonly network: boolean
  readonly step: 'welcome' | 'choose'
  /** An `enter` that waits for its answer. */
  readonly wish: Wish | null
  /** What the child said that it is about; known to this page only. */
  readonly topic: Topic | null
  /** It came in in spite of a time-out or block: that may still hold when the conversation has ended. */
  readonly cameBack: boolean
  readonly refusal: Refusal | null
  /** Why the connection itself was refused. */
  readonly barred: Refusal | null
  readonly unsent: readonly Unsent[]
  /** Texts that the server will never take; the child may still read them. */
  readonly undelivered: readonly Unsent[]
  readonly typing: boolean
  readonly chosen: Choice | null
  readonly superseded: boolean
  /** Away for more than a minute: ask before any text is shown. */
  readonly veiled: boolean
  /** The child has said that it leaves; the server may not know yet. */
  readonly leaving: boolean
  readonly wiped: boolean
  readonly survey: Survey
}

export const initial: State = {
  server: mirror.blank,
  heard: false,
  link: 'connecting',
  network: true,
  step: 'welcome',
  wish: null,
  topic: null,
  cameBack: false,
  refusal: null,
  barred: null,
  unsent: [],
  undelivered: [],
  typing: false,
  chosen: null,
  superseded: false,
  veiled: false,
  leaving: false,
  wiped: false,
  survey: unanswered,
}

type Heard = { [Name in keyof FromServer]: { readonly type: Name; readonly data: FromServer[Name] } }[keyof FromServer]

export type Event =
  | Heard
  | { readonly type: 'lost' }
  | { readonly type: 'still_unreachable' }
  | { readonly type: 'network'; readonly here: boolean }
  | { readonly type: 'connect_refused'; readonly refusal: Refusal }
  | { readonly type: 'begin' }
  | { readonly type: 'back' }
  | { readonly type: 'came_back' }
  | { readonly type: 'entering'; readonly wish: Wish }
  | { readonly type: 'entered'; readonly answer: Entered }
  | { readonly type: 'enter_refused'; readonly refusal: Refusal }
  | { readonly type: 'outbox'; readonly unsent: readonly Unsent[] }
  | { readonly type: 'said'; readonly message: Message }
  | { readonly type: 'not_taken'; readonly item: Unsent }
  | { readonly type: 'synced'; readonly messages: readonly Message[] }
  | { readonly type: 'typing_over' }
  | { readonly type: 'preferred'; readonly choice: Choice }
  | { readonly type: 'veil' }
  | { readonly type: 'unveil' }
  | { readonly type: 'leaving' }
  | { readonly type: 'here_again' }
  | { readonly type: 'text_gone' }
  | { readonly type: 'wiped' }
  | { readonly type: 'survey'; readonly survey: Survey }

export function reduce(state: State, event: Event): State {
  switch (event.type) {
    case 'snapshot':
      return heardSnapshot(state, mirror.fromSnapshot(event.data), event.data.out)
    case 'opening':
      return { ...state, server: mirror.opening(state.server, event.data), refusal: stillRefused(state.refusal, event.data.open) }
    case 'queue':
      return { ...state, server: mirror.queued(state.server, event.data) }
    case 'joined':
      return { ...talked(state), server: mirror.joined(state.server, event.data), step: 'welcome' }
    case 'interrupted':
      return { ...talked(state), server: mirror.interrupted(state.server, event.data.volunteer, event.data.handed_over ?? false) }
    case 'message':
      return heardMessage(state, event.data)
    case 'typing':
      return { ...state, typing: true }
    case 'ended':
      return heardEnd(state, event.data)
    case 'keep':
      return state // kept outside the page's state: memory.ts
    case 'out':
      return { ...state, refusal: outNow(state.refusal, event.data) }
    case 'superseded':
      return { ...talked(state), superseded: true, link: 'lost' }
    case 'lost':
      return { ...state, link: state.link === 'unreachable' ? 'unreachable' : 'lost', typing: false }
    case 'still_unreachable':
      return state.link === 'online' ? state : { ...state, link: 'unreachable' }
    case 'network':
      return { ...state, network: event.here }
    case 'connect_refused':
      return { ...state, link: 'lost', barred: event.refusal }
    case 'begin':
      return { ...state, step: 'choose', refusal: null, wiped: false }
    case 'back':
      return { ...state, step: 'welcome', refusal: null, wish: null }
    case 'came_back':
      return { ...state, cameBack: true }
    case 'entering':
      return { ...state, wish: event.wish, topic: event.wish.topic ?? state.topic, cameBack: event.wish.way_back ?? false, refusal: null, wiped: false, undelivered: [], leaving: false }
    case 'entered':
      return { ...state, server: mirror.entered(state.server, event.answer), wish: null, refusal: null, step: 'welcome' }
    case 'enter_refused':
      return { ...state, wish: null, refusal: event.refusal, step: 'welcome' }
    case 'outbox':
      return { ...state, unsent: event.unsent }
    case 'said':
      return { ...state, server: mirror.withMessages(state.server, [event.message]) }
    case 'not_taken':
      return { ...state, undelivered: [...state.undelivered, event.item] }
    case 'synced':
      return { ...state, server: mirror.withMessages(state.server, event.messages) }
    case 'typing_over':
      return { ...state, typing: false }
    case 'preferred':
      return { ...state, chosen: event.choice }
    case 'veil':
      return { ...state, veiled: true }
    case 'unveil':
      return { ...state, veiled: false }
    case 'leaving':
      return { ...state, leaving: true, veiled: false, typing: false, undelivered: [...state.undelivered, ...state.unsent] }
    case 'here_again':
      return { ...state, superseded: false, link: 'connecting' }
    case 'text_gone':
      return { ...state, server: { ...state.server, messages: [] }, undelivered: [] }
    case 'survey':
      return { ...state, survey: event.survey }
    case 'wiped':
      return { ...initial, server: forgotten(state.server), heard: state.heard, link: state.link, network: state.network, wiped: true }
  }
}

const talked = (state: State): State => ({ ...state, typing: false, chosen: null })

function heardSnapshot(state: State, server: Mirror, out?: Out | null): State {
  const same = server.conversation !== null && server.conversation === state.server.conversation
  const running = server.stage === 'waiting' || server.stage === 'talking'
  return {
    ...state,
    server,
    heard: true,
    link: 'online',
    superseded: false,
    typing: false,
    refusal: running ? null : stillRefused(out ? outNow(state.refusal, out) : state.refusal, server.open),
    barred: null,
    wish: running ? null : state.wish,
    chosen: server.interrupted ? state.chosen : null,
    leaving: state.leaving && running,
    veiled: state.veiled && (server.stage === 'talking' || server.stage === 'ended'),
    // A conversation that ended stays readable for ten minutes, and so does what never reached it.
    undelivered: same && server.stage !== 'idle' ? state.undelivered : [],
  }
}

function heardMessage(state: State, message: Message): State {
  const typing = message.sender === 'volunteer' ? false : state.typing
  return { ...state, server: mirror.withMessages(state.server, [message]), typing }
}

function heardEnd(state: State, how: Ended): State {
  const undelivered = state.leaving ? state.undelivered : [...state.undelivered, ...state.unsent]
  return { ...talked(state), server: mirror.ended(state.server, how), step: 'welcome', leaving: false, undelivered }
}

// "Closed" and "full" were answers of an earlier moment: the page follows the line when it opens.
const stillRefused = (refusal: Refusal | null, open: Mirror['open']): Refusal | null =>
  open === true && (refusal?.code === 'closed' || refusal?.code === 'full') ? null : refusal

/** Was the child told at the door that it is kept out, and does the page still say so? */
export const isOut = ({ refusal }: Pick<State, 'refusal'>): boolean => refusal?.code === 'timed_out' || refusal?.code === 'blocked'

// What keeps a child out may be undone or go on while its page tells of it.
function outNow(refusal: Refusal | null, now: Out): Refusal | null {
  if (refusal === null || !isOut({ refusal })) return refusal
  return now.code === null ? { ...refusal, until: longAgo } : now
}

const longAgo = new Date(0).toISOString()

const forgotten = (server: Mirror): Mirror => ({
  ...mirror.blank,
  open: server.open,
  opensAt: server.opensAt,
  closesAt: server.closesAt,
  tryAt: server.tryAt,
  notice: server.notice,
})
