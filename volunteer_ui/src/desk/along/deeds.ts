import { tick } from 'svelte'
import { goTo } from '../places.ts'
import type { Table } from '../table.svelte.ts'
import type { Conversation } from '../wire.ts'
import { calls } from './calls.ts'

/** Why a coordinator opens a conversation of somebody else. */
export const reasons = ['asked', 'coaching', 'safety', 'complaint'] as const
export type Reason = (typeof reasons)[number]

/** What a coordinator does with a conversation of somebody else; the answer is the code of what went wrong. */
export type Opening = 'watch' | 'take_over'

/** Read along, or go on with it oneself: either way it is shown whole. With a call one listens in at once, where one can. */
export async function openConversation(table: Table, how: Opening, conversation: string, reason: Reason): Promise<string | null> {
  const answer = await table.ask(how, { conversation, reason })
  if (answer.error) return answer.error.code
  table.tell({ is: 'notice_read', kind: 'along_gone' })
  const it = answer.conversation as Conversation
  table.tell({ is: 'opened', conversation: it })
  if (how === 'watch' && it.call && table.desk.me?.phone?.online) void table.ask('call', { conversation: it.id, do: 'listen' })
  return null
}

/** Not any more. */
export async function unwatch(table: Table, conversation: string): Promise<void> {
  const answer = await table.ask('unwatch', { conversation })
  if (answer.error && answer.error.code !== 'not_yours') return failed(table, answer.error.code)
  table.tell({ is: 'conversation', change: { id: conversation, state: 'closed' } })
  // One knows it oneself.
  table.tell({ is: 'notice_read', kind: 'along_over' })
}

/** Say something to the volunteer alone; the answer is the code of what went wrong. */
export async function whisper(table: Table, conversation: string, text: string): Promise<string | null> {
  const answer = await table.ask('whisper', { conversation, text })
  return answer.error ? answer.error.code : null
}

/** *Kijk je even mee?* That it is asked, and when it is over, the server says. */
export async function askAlong(table: Table, it: Conversation): Promise<void> {
  if (it.asked_along || (it.watched_by ?? []).length > 0) return
  const answer = await table.ask('ask_along', { conversation: it.id })
  if (answer.error) failed(table, answer.error.code)
}

/** Look along with who has asked longest; when nobody asks, go to where one chooses. */
export async function comeAlong(table: Table): Promise<void> {
  const oldest = calls(table.desk)[0]
  if (oldest) return answerCall(table, oldest.conversation)
  table.tell({ is: 'chose', chosen: 'queue' })
  await tick()
  goTo('#running .along') || goTo('#running')
}

/** One of the coordinators comes; when another one was first, or it is over, that is said. */
export async function answerCall(table: Table, conversation: string): Promise<void> {
  const code = await openConversation(table, 'watch', conversation, 'asked')
  if (code === 'not_yours') table.tell({ is: 'noticed', notice: { kind: 'along_gone' } })
  else if (code !== null) failed(table, code)
}

function failed(table: Table, code: string): void {
  if (code !== 'signed_out') table.tell({ is: 'noticed', notice: { kind: `not_${code}` } })
}
