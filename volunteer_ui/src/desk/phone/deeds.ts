import { fill, well } from '../deeds.ts'
import type { Table } from '../table.svelte.ts'
import type { Conversation } from '../wire.ts'
import { talksAlong } from './others.ts'
import type { CallDeed, Other } from './wire.ts'

/** What a call is done with. What came of it is said by the event `conversation`; `to`: the slug of a referral, or a leg. */
export async function call(table: Table, it: Conversation, deed: CallDeed, to?: string): Promise<boolean> {
  const answer = await table.ask('call', { conversation: it.id, do: deed, ...(to === undefined ? {} : { to }) })
  if (answer.error?.code === 'no_consent') {
    table.open('consent', it.id)
    return false
  }
  return well(table, answer)
}

/** Ring somebody outside; the child is on hold meanwhile. `no_number`: it can only be told. */
export async function consult(table: Table, it: Conversation, to: string): Promise<'rings' | 'no_number' | 'failed'> {
  const answer = await table.ask('call', { conversation: it.id, do: 'consult', to })
  if (answer.error?.code === 'invalid') return 'no_number'
  return well(table, answer) ? 'rings' : 'failed'
}

/** The same once the child agrees; that it does is kept with it. */
export async function consultAgreed(table: Table, it: Conversation, to: string): Promise<'rings' | 'no_number' | 'failed'> {
  const rings = await consult(table, it, to)
  if (rings === 'rings') await consent(table, it, to, 'yes')
  return rings
}

/** Ask a colleague, who may have the call; the child is on hold meanwhile. */
export async function ask(table: Table, it: Conversation, to: string): Promise<'rings' | 'not_free' | 'failed'> {
  const answer = await table.ask('call', { conversation: it.id, do: 'ask', to })
  if (answer.error?.code === 'not_free') return 'not_free'
  return well(table, answer) ? 'rings' : 'failed'
}

/** All three talk: a colleague by their leg, somebody else by their slug. */
export const add = (table: Table, it: Conversation, one: Other | null): Promise<boolean> =>
  one === null ? Promise.resolve(false) : call(table, it, 'add', one.colleague ? one.leg : (one.who ?? ''))

export const holdOrResume = (table: Table, it: Conversation): Promise<boolean> => call(table, it, it.hold ? 'resume' : 'hold')

/** The child hears nothing of this side until it is pressed again. */
export const muteOrNot = (table: Table): void => table.telephone?.mute(!table.telephone.standing.muted)

/** One key: the volunteer leaves, and the wrap-up begins. Only in danger it is asked first, unless a colleague stays. */
export function hangUp(table: Table, it: Conversation): void {
  if (it.alarm && !talksAlong(it)) table.open('end_danger', it.id)
  else void call(table, it, 'hang_up')
}

/** *Eindigen met bandje*, without a reason; only in danger it is asked first. */
export function endWithRecording(table: Table, it: Conversation): void {
  if (it.alarm) table.open('recording_danger', it.id)
  else void call(table, it, 'recording')
}

/** What kind of call it was. A kind that was refused may have become true since. */
export const fillKind = (table: Table, it: Conversation, kind: string): void => fill(table, it.id, 'type', kind)

/** Keep of whom the child was asked, by slug, and what it said. */
export async function consent(table: Table, it: Conversation, asked: string, answer: 'yes' | 'no' | 'withdrawn'): Promise<boolean> {
  return well(table, await table.ask('consent', { conversation: it.id, asked, answer }))
}

export type Channels = 'chat' | 'phone' | 'both'

export const channelsOf = (channels: readonly string[]): Channels => (!channels.includes('phone') ? 'chat' : channels.includes('chat') ? 'both' : 'phone')

/** Choose for what one is there. Who takes calls for the first time on this device tries it first. */
export async function takeChannels(table: Table, chosen: Channels): Promise<void> {
  const me = table.desk.me
  if (!me) return
  const channels = chosen === 'both' ? ['chat', 'phone'] : [chosen]
  const { telephone } = table
  if (!well(table, await table.ask('be', { status: me.status, channels })) || chosen === 'chat' || telephone === null || telephone.chosen.tried) return
  await telephone.try()
  if (telephone.standing.line === 'practice') telephone.tried()
  else table.open('phone_check')
}
