import { merge } from './messages.ts'
import { fill, registered, saved, without, wrong, type Unsaved, type Unsent } from './unsent.ts'
import { numbered, numberOf, type Ordinals } from './ordinals.ts'
import { alarmOver, alarmRaised, alarmTaken } from './alarms.ts'
import { asked, askedOver } from './along/calls.ts'
import { held } from './along/held.ts'
import type { Pressed } from './phone/wire.ts'
import type { Alarm, AskedAlong, AskedIn, Change, ChildNotice, Conversation, History, Me, Message, Offer, Queue, Snapshot, Value, Whisper } from './wire.ts'

/** `starting`: not known yet · `here` · `gone`: trying again · `signed_out` · `refused`: trying again is of no use. */
export type LinkState = 'starting' | 'here' | 'gone' | 'signed_out' | 'refused'

/** Something to tell once, in a line that the reader puts away. At most one of each kind. */
export interface Notice {
  readonly kind: string
  /** The conversation that it is about; it goes when that is here again. */
  readonly of?: string
  readonly nickname?: string | null
  readonly number?: number | null
  readonly unsent?: boolean
  readonly by?: string
}

/** Everything the desk shows. The first half is the server's, replaced by each snapshot; the second is this window's. */
export interface Desk {
  readonly me: Me | null
  readonly offers: readonly Offer[]
  readonly conversations: readonly Conversation[]
  readonly queue: Queue | null
  /** What stands on the child's page. */
  readonly notice: ChildNotice | null
  readonly alarms: readonly Alarm[]
  /** Volunteers who ask a coordinator to look along. */
  readonly askedAlong: readonly AskedAlong[]
  /** Time-outs and blocks that wait for this coordinator's yes. */
  readonly agreements: readonly string[]
  /** A colleague's call for which one is asked, or in which one is. */
  readonly beside: AskedIn | null
  /** What coordinators who read along said in this window's time; in no snapshot. */
  readonly whispers: readonly Whisper[]

  /** What came before, by conversation, once it was asked for. */
  readonly histories: Readonly<Record<string, History | 'missing'>>
  readonly link: LinkState
  /** Too many come at once: after so many seconds this window tries again by itself. */
  readonly crowded: number | null
  readonly locked: boolean
  /** A conversation, `queue`, `shelf` for the articles, `audit`, `recordings`, `sanctions`, or nothing. */
  readonly chosen: string | null
  /** Until when (ms) the child's typing is shown, by conversation. */
  readonly typing: Readonly<Record<string, number>>
  /** Keys that children pressed, for as long as they are shown. */
  readonly pressed: readonly Pressed[]
  /** The newest number that was in view, by conversation. */
  readonly seen: Readonly<Record<string, number>>
  readonly outbox: readonly Unsent[]
  readonly unsaved: readonly Unsaved[]
  readonly notices: readonly Notice[]
  readonly ordinals: Ordinals
  /** The server has a newer page than this one. */
  readonly outdated: boolean
}

type Fields = Readonly<Record<string, Value | null>>

/** What can happen: the server's events by their own names, and what is done in this window. */
export type Happening =
  | { readonly is: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly is: 'me'; readonly me: Partial<Me> & { readonly why?: string } }
  | { readonly is: 'offer'; readonly offer: Offer }
  | { readonly is: 'offer_gone'; readonly offer: string; readonly reason: string }
  | { readonly is: 'conversation'; readonly change: Change }
  | { readonly is: 'message'; readonly conversation: string; readonly message: Message }
  | { readonly is: 'typing'; readonly conversation: string; readonly until: number }
  | { readonly is: 'key'; readonly pressed: Pressed; readonly now: number }
  | { readonly is: 'queue'; readonly queue: Queue }
  | { readonly is: 'notice'; readonly notice: ChildNotice | null }
  | { readonly is: 'alarm'; readonly alarm: Omit<Alarm, 'taken_by'> }
  | { readonly is: 'alarm_taken'; readonly conversation: string; readonly by: string }
  | { readonly is: 'beside'; readonly beside: AskedIn | null }
  | { readonly is: 'whisper'; readonly whisper: Whisper }
  | { readonly is: 'looked_back'; readonly conversation: string; readonly history: History | 'missing' }
  | { readonly is: 'alarm_over'; readonly conversation: string }
  | { readonly is: 'asked_along'; readonly call: AskedAlong }
  | { readonly is: 'asked_along_over'; readonly conversation: string }
  | { readonly is: 'agreements'; readonly sanctions: readonly string[] }
  | { readonly is: 'opened'; readonly conversation: Conversation }
  | { readonly is: 'accepted'; readonly offer: string; readonly conversation: Conversation }
  | { readonly is: 'synced'; readonly conversation: string; readonly messages: readonly Message[] }
  | { readonly is: 'wrote'; readonly words: Unsent }
  | { readonly is: 'said'; readonly words: Unsent; readonly seq: number; readonly at: string }
  | { readonly is: 'words_refused'; readonly client_id: string; readonly code: string }
  | { readonly is: 'words_dropped'; readonly client_id: string }
  | { readonly is: 'filled'; readonly answer: Unsaved }
  | { readonly is: 'registered'; readonly conversation: string; readonly fields: Fields; readonly missing: readonly string[] }
  | { readonly is: 'not_registered'; readonly conversation: string; readonly fields: Fields; readonly wrong: Readonly<Record<string, string>> }
  | { readonly is: 'chose'; readonly chosen: string | null }
  | { readonly is: 'link'; readonly link: LinkState; readonly crowded?: number | null }
  | { readonly is: 'locked'; readonly locked: boolean }
  | { readonly is: 'noticed'; readonly notice: Notice }
  | { readonly is: 'notice_read'; readonly kind: string }
  | { readonly is: 'restored'; readonly outbox: readonly Unsent[]; readonly unsaved: readonly Unsaved[]; readonly ordinals?: Ordinals }
  | { readonly is: 'outdated'; readonly outdated: boolean }
  | { readonly is: 'logged_out' }

export const empty: Desk = {
  me: null,
  offers: [],
  conversations: [],
  queue: null,
  notice: null,
  alarms: [],
  askedAlong: [],
  agreements: [],
  beside: null,
  whispers: [],
  histories: {},
  link: 'starting',
  crowded: null,
  locked: false,
  chosen: null,
  typing: {},
  pressed: [],
  seen: {},
  outbox: [],
  unsaved: [],
  notices: [],
  ordinals: {},
  outdated: false,
}

/** The desk after something happened. Pure: the same desk and the same happening give the same desk. */
export function reduce(desk: Desk, it: Happening): Desk {
  const next = happened(desk, it)
  return next.conversations === desk.conversations ? next : withWhoIsHere(next)
}

/** Who has no name gets a number, and nothing is told any more of a conversation that is back. */
function withWhoIsHere(desk: Desk): Desk {
  const here = new Set(desk.conversations.map((one) => one.id))
  const notices = desk.notices.filter(({ of }) => of === undefined || !here.has(of))
  return { ...desk, notices, ordinals: numbered(desk.ordinals, desk.conversations) }
}

function happened(desk: Desk, it: Happening): Desk {
  switch (it.is) {
    case 'snapshot':
      return afterSnapshot(desk, it.snapshot)
    case 'me':
      return afterMe(desk, it.me)
    case 'offer':
      return { ...desk, offers: [...desk.offers.filter((one) => one.offer !== it.offer.offer), it.offer] }
    case 'offer_gone':
      return afterOfferGone(desk, it.offer, it.reason)
    case 'conversation':
      return afterChange(desk, it.change)
    case 'message':
      return afterMessages(desk, it.conversation, [it.message])
    case 'typing':
      return { ...desk, typing: { ...desk.typing, [it.conversation]: it.until } }
    case 'key':
      return { ...desk, pressed: [...desk.pressed.filter(({ until }) => until > it.now), it.pressed] }
    case 'queue':
      return { ...desk, queue: it.queue }
    case 'notice':
      return { ...desk, notice: it.notice }
    case 'alarm':
      return alarmRaised(desk, it.alarm)
    case 'alarm_taken':
      return alarmTaken(desk, it.conversation, it.by)
    case 'whisper':
      return { ...desk, whispers: [...desk.whispers.filter((one) => one.at !== it.whisper.at), it.whisper] }
    case 'looked_back':
      return { ...desk, histories: { ...desk.histories, [it.conversation]: it.history } }
    case 'alarm_over':
      return alarmOver(desk, it.conversation)
    case 'asked_along':
      return asked(desk, it.call)
    case 'beside':
      return { ...desk, beside: it.beside }
    case 'agreements':
      return { ...desk, agreements: it.sanctions }
    case 'asked_along_over':
      return askedOver(desk, it.conversation)
    case 'opened':
      return afterOpened(desk, it.conversation)
    case 'accepted':
      return choose(afterChange(afterOfferGone(withoutBygone(desk), it.offer, 'accepted'), it.conversation), it.conversation.id)
    case 'synced':
      return afterMessages(desk, it.conversation, it.messages)
    case 'wrote':
      return { ...desk, outbox: [...desk.outbox, it.words] }
    case 'said': {
      const { conversation, client_id, text } = it.words
      return afterMessages(desk, conversation, [{ seq: it.seq, client_id, sender: 'volunteer', text, at: it.at }])
    }
    case 'words_refused':
      return { ...desk, outbox: desk.outbox.map((words) => (words.client_id === it.client_id ? { ...words, refused: it.code } : words)) }
    case 'words_dropped':
      return { ...desk, outbox: desk.outbox.filter((words) => words.client_id !== it.client_id) }
    case 'filled':
      return { ...desk, unsaved: fill(desk.unsaved, it.answer) }
    case 'registered':
      return afterRegistered(desk, it.conversation, it.fields, it.missing)
    case 'not_registered':
      return { ...desk, unsaved: wrong(desk.unsaved, it.conversation, it.fields, it.wrong) }
    case 'chose':
      return choose(desk, it.chosen)
    case 'link':
      return { ...desk, link: it.link, crowded: it.crowded ?? null }
    case 'locked':
      return { ...desk, locked: it.locked }
    case 'noticed':
      return notice(desk, it.notice)
    case 'notice_read':
      return read(desk, it.kind)
    case 'restored':
      return { ...desk, outbox: it.outbox, unsaved: it.unsaved, ordinals: it.ordinals ?? desk.ordinals }
    case 'outdated':
      return { ...desk, outdated: it.outdated }
    case 'logged_out':
      return { ...empty, link: 'signed_out', outdated: desk.outdated }
  }
}

function afterSnapshot(desk: Desk, { me, offers, conversations, queue, notice: onPage, alarms, asked_along, agreements, beside }: Snapshot): Desk {
  const here = new Map(conversations.map((one) => [one.id, one]))
  const kept = <T extends { readonly conversation: string }>(all: readonly T[]): readonly T[] => all.filter((one) => here.has(one.conversation))
  const outbox = kept(desk.outbox).filter(
    (words) => without([words], words.conversation, here.get(words.conversation)?.messages ?? []).length > 0,
  )
  const still = desk.chosen === 'queue' || desk.chosen === 'shelf' || desk.chosen === 'audit' || desk.chosen === 'recordings' || desk.chosen === 'sanctions' || (desk.chosen !== null && here.has(desk.chosen))
  const seen = Object.fromEntries(conversations.map((one) => [one.id, desk.seen[one.id] ?? one.last_seq]))
  const histories = Object.fromEntries(Object.entries(desk.histories).filter(([id]) => here.has(id)))
  const next = { ...desk, me, offers, conversations, queue: queue ?? null, notice: onPage ?? null, alarms: alarms ?? [], askedAlong: asked_along ?? [], agreements: agreements ?? [], beside: beside ?? null, whispers: kept(desk.whispers), outbox, unsaved: kept(desk.unsaved), seen, histories, typing: {}, pressed: [], link: 'here' as const }
  return withNoticesOfLost(desk, choose(next, still ? desk.chosen : first(next)))
}

/** Say so where a conversation of before the interruption is not ours any more. */
function withNoticesOfLost(before: Desk, now: Desk): Desk {
  return held(before)
    .filter((one) => one.state === 'active' && !now.conversations.some((other) => other.id === one.id))
    .reduce((desk, one) => notice(desk, { kind: 'lost', of: one.id, nickname: one.nickname, number: numberOf(before, one.id), unsent: hasUnsent(before, one.id) }), now)
}

function afterMe(desk: Desk, { why, ...changed }: Partial<Me> & { readonly why?: string }): Desk {
  if (!desk.me) return desk
  const { why: before, ...known } = desk.me
  const next = { ...desk, me: { ...known, ...changed, ...(why === 'recover' ? { why } : {}) } }
  // Catching one's breath has a page of its own, which is not in view yet while the conversation is.
  const isSaid = why === 'recover' && (before === why || desk.conversations.length === 0)
  if (why === undefined) return notTrueAnyMore(next)
  return isSaid ? next : notice(next, { kind: why })
}

/** What was said of how one stands goes when one stands otherwise. */
function notTrueAnyMore(desk: Desk): Desk {
  const rested = read(desk, 'recover')
  return desk.me?.status === 'available' ? read(rested, 'lapsed') : rested
}

/** What was told of an offer that went, or of a conversation that somebody else has, would only cover the next one. */
const withoutBygone = (desk: Desk): Desk => ({ ...desk, notices: desk.notices.filter(({ kind, unsent }) => unsent || !['left', 'withdrawn', 'lapsed', 'handed_over'].includes(kind)) })

function afterOfferGone(desk: Desk, offer: string, reason: string): Desk {
  if (!desk.offers.some((one) => one.offer === offer)) return desk
  const next = { ...desk, offers: desk.offers.filter((one) => one.offer !== offer) }
  return reason === 'accepted' || reason === 'declined' ? next : notice(next, { kind: reason })
}

function afterChange(desk: Desk, { why, by, ...change }: Change): Desk {
  const known = desk.conversations.find((one) => one.id === change.id)
  if (change.state === 'closed') return known ? afterClosed(desk, known, why ?? (known.watching ? 'along_over' : undefined), by) : desk
  if (!known) return isWhole(change) ? afterAdded(desk, change) : desk
  const { messages, last_seq, ...rest } = change
  const next: Conversation = { ...known, ...rest, last_seq: Math.max(known.last_seq, last_seq ?? 0) }
  return afterMessages(put(desk, next), next.id, messages ?? [])
}

/** Read along with, or taken over: shown whole, also where it was here in another way. */
function afterOpened(desk: Desk, it: Conversation): Desk {
  const others = { ...desk, conversations: desk.conversations.filter((one) => one.id !== it.id) }
  return choose(afterAdded(others, it), it.id)
}

function afterAdded(desk: Desk, it: Conversation): Desk {
  const next = { ...desk, conversations: [...desk.conversations, it], seen: { ...desk.seen, [it.id]: it.last_seq } }
  return next.chosen === null ? choose(next, it.id) : next
}

function afterClosed(desk: Desk, it: Conversation, why?: string, by?: string): Desk {
  const conversations = desk.conversations.filter((one) => one.id !== it.id)
  const next: Desk = {
    ...desk,
    conversations,
    whispers: desk.whispers.filter((one) => one.conversation !== it.id),
    pressed: desk.pressed.filter((one) => one.conversation !== it.id),
    outbox: desk.outbox.filter((words) => words.conversation !== it.id),
    unsaved: desk.unsaved.filter((one) => one.conversation !== it.id),
    seen: omit(desk.seen, it.id),
    typing: omit(desk.typing, it.id),
    histories: omit(desk.histories, it.id),
  }
  const quiet = conversations.length === 0 ? read(next, 'recover') : next
  const about = { of: it.id, nickname: it.nickname, number: numberOf(desk, it.id), unsent: hasUnsent(desk, it.id) }
  const told = why === undefined ? quiet : notice(quiet, { kind: why, ...about, ...(by === undefined ? {} : { by }) })
  return desk.chosen === it.id ? choose(told, first(told)) : told
}

function afterMessages(desk: Desk, id: string, more: readonly Message[]): Desk {
  const known = desk.conversations.find((one) => one.id === id)
  if (!known || more.length === 0) return desk
  const messages = merge(known.messages, more)
  const last_seq = Math.max(known.last_seq, messages[messages.length - 1]?.seq ?? 0)
  const spoke = more.some((message) => message.sender === 'child')
  const next = {
    ...put(desk, messages === known.messages && last_seq === known.last_seq ? known : { ...known, messages, last_seq }),
    outbox: without(desk.outbox, id, more),
    typing: spoke ? omit(desk.typing, id) : desk.typing,
  }
  return desk.chosen === id ? { ...next, seen: { ...next.seen, [id]: last_seq } } : next
}

function afterRegistered(desk: Desk, id: string, fields: Fields, missing: readonly string[]): Desk {
  const known = desk.conversations.find((one) => one.id === id)
  const next = { ...desk, unsaved: saved(desk.unsaved, id, fields) }
  return known ? afterChange(next, registered(known, fields, missing)) : next
}

function choose(desk: Desk, chosen: string | null): Desk {
  const it = desk.conversations.find((one) => one.id === chosen)
  return { ...desk, chosen, seen: it ? { ...desk.seen, [it.id]: it.last_seq } : desk.seen }
}

/** What is in view when nothing was chosen. */
const first = (desk: Desk): string | null => desk.conversations[0]?.id ?? (desk.queue ? 'queue' : null)

const read = (desk: Desk, kind: string): Desk =>
  desk.notices.some((one) => one.kind === kind) ? { ...desk, notices: desk.notices.filter((one) => one.kind !== kind) } : desk

const notice = (desk: Desk, it: Notice): Desk => ({ ...desk, notices: [...desk.notices.filter((one) => one.kind !== it.kind), it] })

const put = (desk: Desk, it: Conversation): Desk => ({ ...desk, conversations: desk.conversations.map((one) => (one.id === it.id ? it : one)) })

const hasUnsent = (desk: Desk, id: string): boolean => desk.outbox.some((words) => words.conversation === id)

/** `messages` and `registration` come only with the whole of a conversation. */
const isWhole = (change: Change): change is Conversation => change.messages !== undefined && change.state !== undefined

function omit<T>(all: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  const { [key]: _, ...rest } = all
  return rest
}
