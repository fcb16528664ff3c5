import type { Table } from '../table.svelte.ts'
import type { Conversation, Me } from '../wire.ts'
import { call } from './deeds.ts'
import type { Other } from './wire.ts'

/** What a coordinator does in the call of somebody else. */
export const ways = ['listen', 'whisper', 'join'] as const
export type Way = (typeof ways)[number]

/** How this coordinator is in a call; null where they only watch it. */
export const own = (me: Pick<Me, 'alias'> | null, it: Pick<Conversation, 'call'>): Other | null =>
  it.call?.others.find(({ part, who }) => who === me?.alias && (ways as readonly string[]).includes(part)) ?? null

/** Listen in, whisper or talk along. What came of it is said by the event `conversation`. */
export const come = (table: Table, it: Conversation, way: Way): Promise<boolean> => call(table, it, way)
