/** How long a notice stays, as it is chosen; `own` is a moment that somebody filled in. */
export const ends = ['hour', 'day', 'own'] as const

export type End = (typeof ends)[number]

/** The longest that the server takes. */
const week = 7 * 24 * 3_600_000

/** The moment that was chosen, or null where it is none that can be: not ahead, or further than a week. */
export function untilOf(end: End, own: string, now: Date): Date | null {
  const until = end === 'hour' ? new Date(now.getTime() + 3_600_000) : end === 'day' ? midnight(now) : new Date(own)
  const ahead = until.getTime() - now.getTime()
  return ahead > 0 && ahead <= week ? until : null
}

/** A moment as a field for date and time takes it, in the reader's own time. */
export function asField(moment: Date): string {
  const local = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000)
  return local.toISOString().slice(0, 16)
}

const midnight = (now: Date): Date => new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1)
