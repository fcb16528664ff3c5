import type { Conversation } from '../wire.ts'
import type { Other } from './wire.ts'

const others = (it: Conversation): readonly Other[] => it.call?.others ?? []

/** Who was asked while the child is on hold, and answered. */
export const asked = (it: Conversation): Other | null => others(it).find((one) => one.part === 'consult' && !one.is_ringing) ?? null

/** The colleague who is in the call and may have it. */
export const colleagueIn = (it: Conversation): Other | null => others(it).find((one) => one.colleague === true && !one.is_ringing) ?? null

/** Whether a colleague talks with the child as well: whoever hangs up leaves it with them. */
export const talksAlong = (it: Conversation): boolean => colleagueIn(it)?.part === 'conference'
