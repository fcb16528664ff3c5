import type { Me } from '../wire.ts'
import type { History } from './wire.ts'

/** How long a time-out may be, in minutes: the ladder, and a step below it. */
export const lengths = [5, 15, 60, 24 * 60] as const

const ladder = [15, 60, 24 * 60] as const
/** So long somebody may who is still coached. */
const coached = 15
/** Longer than this needs a coordinator. */
const alone = 60

type Giver = Pick<Me, 'role' | 'level'>

/** The lengths that this person may give. */
export const open = ({ role, level }: Giver): readonly number[] =>
  role === 'coordinator' || level === 'independent' ? lengths : lengths.filter((minutes) => minutes <= coached)

/** What the ladder suggests after what came before. Shorter, or none, is as good. */
export function suggested({ sanctions = [] }: History, giver: Giver): number {
  const before = sanctions.filter(({ kind }) => kind === 'time_out').length
  const step = ladder[Math.min(before, ladder.length - 1)] ?? coached
  return Math.min(step, Math.max(...open(giver)))
}

/** It holds for an hour, and longer only once a coordinator agrees. */
export const needsAgreement = (minutes: number, { role }: Giver): boolean => role !== 'coordinator' && minutes > alone
