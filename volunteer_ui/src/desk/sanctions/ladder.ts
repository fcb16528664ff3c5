import type { Me } from '../wire.ts'
import type { History } from './wire.ts'

/** How long a time-out may be, in minutes: the ladder, and a step below it. */
export const lengths = [5, 15, 60, 24 * 60] as const

/** So long somebody may who is still coached, and so long is the first step. */
const coached = 15
/** Longer than this needs a coordinator. */
const alone = 60

type Giver = Pick<Me, 'role' | 'level'>

/** The lengths that this person may give. */
export const open = ({ role, level }: Giver): readonly number[] =>
  role === 'coordinator' || level === 'independent' ? lengths : lengths.filter((minutes) => minutes <= coached)

/** What the ladder suggests after what came before, as far as this person may. Shorter, or none, is as good. */
export const suggested = ({ suggested_minutes = coached }: History, giver: Giver): number =>
  Math.min(suggested_minutes, Math.max(...open(giver)))

/** It holds for an hour, and longer only once a coordinator agrees. */
export const needsAgreement = (minutes: number, { role }: Giver): boolean => role !== 'coordinator' && minutes > alone
