import { tick } from 'svelte'
import type { Proof, Refused } from '../net/http.ts'
import { goToField } from './places.ts'
import type { Table } from './table.svelte.ts'
import type { Answer, Colleague, Conversation, Done, History, Status, Value } from './wire.ts'

/** What went wrong, as the page says it; null when all is well. */
export interface Wrong {
  readonly code: string
  readonly seconds?: number
  /** What may be shown beside the password. */
  readonly ways?: readonly string[]
  /** What to ask a device. */
  readonly passkey?: Readonly<Record<string, unknown>>
}

/** What the server refused, as the page says it. */
export const wrongOf = ({ code, retrySeconds, ways, passkey }: Refused): Wrong => ({
  code,
  ...(retrySeconds === undefined ? {} : { seconds: retrySeconds }),
  ...(ways === undefined ? {} : { ways }),
  ...(passkey === undefined ? {} : { passkey }),
})

export async function logIn(table: Table, name: string, password: string, proof?: Proof): Promise<Wrong | null> {
  const reply = await table.web.logIn(name, password, proof)
  if (!reply.ok) return wrongOf(reply)
  comeIn(table, name)
  return null
}

/** The server has let this person in. */
export function comeIn(table: Table, name: string): void {
  // Somebody else sits here now: nothing of the one before is shown, not even until the snapshot comes.
  if (table.desk.me !== null && table.desk.me.name !== name) clear(table)
  table.kept.locked = false
  table.tell({ is: 'locked', locked: false })
  table.tell({ is: 'link', link: 'starting' })
  table.link.renew()
}

export async function logOut(table: Table): Promise<void> {
  const reply = await table.web.logOut()
  if (!reply.ok && reply.code !== 'signed_out') return refused(table, reply.code)
  table.link.close()
  clear(table)
}

/** Choose how one stands, and for how many conversations at a time. What came of it is said by the event `me`. */
export async function be(table: Table, status: Status, chats?: number): Promise<void> {
  well(table, await table.ask('be', chats === undefined ? { status } : { status, chats }))
}

/** Lock by hand. Nobody is offered meanwhile to who is not there: it would wait for an answer that does not come. */
export async function leaveTheTable(table: Table): Promise<void> {
  const status = table.desk.me?.status
  table.lock()
  if (status === 'available' || status === 'last') await be(table, 'away')
}

/** Go by another alias until log-out; null is the account's. What came of it is said by the event `me`. */
export async function goBy(table: Table, alias: string | null): Promise<Wrong | null> {
  const answer = await table.ask('alias', { alias })
  return answer.error ? { code: answer.error.code } : null
}

/** Take the offer that has been there longest. */
export async function accept(table: Table): Promise<void> {
  const offer = table.desk.offers[0]?.offer
  if (offer === undefined) return
  const answer = await table.ask('accept', { offer })
  if (gone(answer)) table.tell({ is: 'offer_gone', offer, reason: 'withdrawn' })
  else if (well(table, answer)) table.tell({ is: 'accepted', offer, conversation: answer.conversation as Conversation })
}

/** Not now: one stays available. */
export async function decline(table: Table): Promise<void> {
  const offer = table.desk.offers[0]?.offer
  if (offer === undefined) return
  const answer = await table.ask('decline', { offer })
  if (gone(answer) || well(table, answer)) table.tell({ is: 'offer_gone', offer, reason: 'declined' })
}

/** Put words in the outbox; they leave it when the server has them. */
export function say(table: Table, conversation: string, text: string): void {
  table.tell({ is: 'wrote', words: { conversation, client_id: freshId(), text } })
}

const typedAt = new Map<string, number>()

/** Let the child see that one is writing, at most every three seconds. */
export function showTyping(table: Table, conversation: string): void {
  const now = performance.now()
  if (table.desk.link !== 'here' || now - (typedAt.get(conversation) ?? -3000) < 3000) return
  typedAt.set(conversation, now)
  void table.ask('typing', { conversation })
}

export async function goToPhase(table: Table, conversation: string, phase: number): Promise<void> {
  well(table, await table.ask('phase', { conversation, phase }))
}

/** Fill in a field of the form; null clears it. */
export function fill(table: Table, conversation: string, name: string, value: Value | null): void {
  table.tell({ is: 'filled', answer: { conversation, name, value } })
}

/** A chat is rounded off, a call hung up; `recording`: the child hears a last word of ours. */
export async function end(table: Table, conversation: string, how: 'hang_up' | 'recording' = 'hang_up'): Promise<void> {
  const isCall = table.desk.conversations.some(({ id, channel }) => id === conversation && channel === 'phone')
  well(table, await (isCall ? table.ask('call', { conversation, do: how }) : table.ask('end', { conversation })))
}

/** Close the registration; the answer is what is still missing. */
export async function finish(table: Table, conversation: string): Promise<readonly string[]> {
  const answer = await table.ask('finish', { conversation })
  if (answer.error?.code === 'incomplete') return answer.error.missing ?? []
  well(table, answer)
  return []
}

/** The same, and go to what is missing first. */
export async function close(table: Table, conversation: string): Promise<void> {
  const [first] = await finish(table, conversation)
  if (first !== undefined) await showField(table, first)
}

/** Go to a field of the form, from whatever stands beside the conversation. */
export async function showField(table: Table, name: string): Promise<void> {
  table.pane = 'form'
  await tick()
  goToField(name)
}

/** Ask what came before this conversation from the same device. */
export async function lookBack(table: Table, conversation: string): Promise<void> {
  const answer = await table.ask('history', { conversation })
  const history = answer.error ? 'missing' : (answer as unknown as History)
  if (answer.error?.code !== 'signed_out') table.tell({ is: 'looked_back', conversation, history })
}

/** The advice is read; it comes back only when more is suggested. */
export async function putAdviceAway(table: Table, conversation: string): Promise<void> {
  well(table, await table.ask('put_advice_away', { conversation }))
}

/** A colleague asks one for their call: yes. What comes of it is said by the event `beside`. */
export const come = (table: Table): Promise<boolean> => beside(table, 'come')

/** Not now, or not any more: the colleague and the child stay. */
export const go = (table: Table): Promise<boolean> => beside(table, 'go')

async function beside(table: Table, deed: 'come' | 'go'): Promise<boolean> {
  const conversation = table.desk.beside?.conversation
  return conversation !== undefined && well(table, await table.ask('call', { conversation, do: deed }))
}

/** Who else is at the desk, and of a conversation who may have it; null when the server does not say. */
export async function colleagues(table: Table, conversation?: string): Promise<readonly Colleague[] | null> {
  const answer = await table.ask('colleagues', conversation === undefined ? {} : { conversation })
  return answer.error ? null : (answer.colleagues as readonly Colleague[])
}

/** Give the conversation to the front of the queue, or to one person; the answer says what went wrong. */
export async function handOver(table: Table, conversation: string, note: string, to: string | null): Promise<Wrong | null> {
  const answer = await table.ask('hand_over', to === null ? { conversation, note } : { conversation, note, to })
  if (answer.error) return { code: answer.error.code }
  table.kept.keepDraft('note', conversation, '')
  return null
}

/** Put a notice on the child's page; the event `notice` shows it here too. The answer says what went wrong. */
export async function putNotice(table: Table, texts: Readonly<Record<string, string>>, until: Date): Promise<Wrong | null> {
  const answer = await table.ask('put_notice', { texts, until: until.toISOString() })
  return answer.error ? { code: answer.error.code } : null
}

export async function liftNotice(table: Table): Promise<void> {
  well(table, await table.ask('lift_notice', {}))
}

function clear(table: Table): void {
  table.kept.forget()
  table.tell({ is: 'logged_out' })
}

const gone = (answer: Answer): boolean => answer.error?.code === 'offer_gone'

/** Whether it was done. What was said of an earlier deed that failed is put away when one succeeds. */
export function well(table: Table, answer: Answer): answer is Done {
  if (answer.error) refused(table, answer.error.code)
  else for (const { kind } of table.desk.notices) if (kind.startsWith('not_')) table.tell({ is: 'notice_read', kind })
  return !answer.error
}

function refused(table: Table, code: string): void {
  if (code !== 'signed_out') table.tell({ is: 'noticed', notice: { kind: `not_${code}` } })
}

/** `crypto.randomUUID` exists only on https and localhost. */
function freshId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
