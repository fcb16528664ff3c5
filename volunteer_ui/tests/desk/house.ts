import { empty, reduce, type Desk, type Happening } from '../../src/desk/reducer'
import type { Alarm, Conversation, Me, Message, Offer, Queue, Snapshot } from '../../src/desk/wire'

/** Builders for what the server says. Ann (Nora) volunteers, the children are colours. */
export const nora: Me = { name: 'ann', alias: 'Nora', role: 'volunteer', level: 'independent', youth: false, status: 'available', channels: ['chat'], chats: 2 }

export const message = (seq: number, sender: Message['sender'] = 'child', client_id: string | null = `c${seq}`): Message => ({
  seq,
  client_id,
  sender,
  text: `woord ${seq}`,
  at: '2026-03-01T20:00:00Z',
})

export const conversation = (id: string, change: Partial<Conversation> = {}): Conversation => ({
  id,
  channel: 'chat',
  state: 'active',
  nickname: id,
  language: 'nl',
  topic_chosen: 'home',
  messages: [],
  last_seq: 0,
  phase: 1,
  registration: {},
  missing: ['type'],
  note: null,
  watched_by: [],
  child: 'here',
  ended_by: null,
  ...change,
})

export const offer = (id: string, of = `k-${id}`): Offer => ({
  offer: id,
  conversation: of,
  channel: 'chat',
  language: 'nl',
  waiting_seconds: 130,
  expires_at: '2026-03-01T20:00:30Z',
  returned: null,
})

export const queue = (chat: number): Queue => ({
  waiting: { chat, phone: 0 },
  longest_seconds: 60,
  volunteers: { available: 1, talking: 2, wrap_up: 0, break: 0, away: 1 },
  running: [{ conversation: 'blauw', channel: 'chat', volunteer: 'Nora', phase: 2, since: '2026-03-01T20:00:00Z' }],
})

export const alarm = (of: string, taken_by: string | null = null): Alarm => ({ conversation: of, volunteer: 'Nora', raised_at: '2026-03-01T20:00:00Z', taken_by })

export const snapshot = (change: Partial<Snapshot> = {}): Snapshot => ({ me: nora, offers: [], conversations: [], ...change })

export const after = (desk: Desk, ...all: readonly Happening[]): Desk => all.reduce(reduce, desk)

export const deskWith = (change: Partial<Snapshot> = {}): Desk => after(empty, { is: 'snapshot', snapshot: snapshot(change) })

/** What the server knows of a desk; the rest is this window's own. */
export const serverHalf = ({ me, offers, conversations, queue: line, notice, alarms, askedAlong, agreements }: Desk) => ({ me, offers, conversations, queue: line, notice, alarms, askedAlong, agreements })
