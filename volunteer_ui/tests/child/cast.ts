/** What a server would send, in the shapes of docs/protocol.md; the child is called blue. */
import type { Ended, FromServer, Holder, Message, Snapshot } from '../../src/child/wire'

export const said = (seq: number, text: string, sender: Message['sender'] = 'volunteer', client_id: string | null = sender === 'child' ? `c${seq}` : null): Message => ({
  seq,
  client_id,
  sender,
  text,
  at: `2026-03-01T20:00:0${seq}Z`,
})

export const idle: Snapshot = { state: 'idle', messages: [], last_seq: 0, open: true }

export const waiting: Snapshot = {
  state: 'waiting',
  messages: [],
  last_seq: 0,
  open: true,
  conversation: 'k1',
  resume: 'token-of-blue',
  position: 3,
  estimate_seconds: [300, 600],
}

export const talking: Snapshot = {
  state: 'talking',
  messages: [said(1, 'Hoi'), said(2, 'hallo', 'child')],
  last_seq: 2,
  open: true,
  conversation: 'k1',
  resume: 'token-of-blue',
  volunteer: 'Nora',
  reads_back: false,
}

/** Sam goes on where Nora was. */
export const holders: readonly Holder[] = [
  { alias: 'Nora', since: '2026-03-01T20:00:00Z' },
  { alias: 'Sam', since: '2026-03-01T20:00:03Z' },
]

export const over = (ended: Ended): Snapshot => ({ ...talking, state: 'ended', ended })

export type Heard = { [Name in keyof FromServer]: { type: Name; data: FromServer[Name] } }[keyof FromServer]
