import type { Desk } from '../reducer.ts'
import type { Conversation } from '../wire.ts'

/** What one talks in or has to round off: all but what one only reads along with. */
export const held = ({ conversations }: Pick<Desk, 'conversations'>): readonly Conversation[] => conversations.filter((one) => !one.watching)
