/** Moments and lengths in the words of a reader; `language` is a locale of the texts, times are the reader's own. */

/** `17:40` */
export function clockTime(at: string, language: string): string {
  return format('clock', language, { hour: '2-digit', minute: '2-digit', hour12: false }).format(new Date(at))
}

export type Day = 'today' | 'tomorrow' | 'later'

/** Which day a moment falls on, seen from `now`. */
export function dayOf(at: string, now: Date): Day {
  const moment = new Date(at)
  const days = Math.round((midnight(moment).getTime() - midnight(now).getTime()) / 86_400_000)
  return days <= 0 ? 'today' : days === 1 ? 'tomorrow' : 'later'
}

/** `vrijdag 3 mei` */
export function dayName(at: string, language: string): string {
  return format('day', language, { weekday: 'long', day: 'numeric', month: 'long' }).format(new Date(at))
}

/** `6 maart 2026` of a day (`2026-03-06`), which is the same day everywhere. */
export function dayAndYear(day: string, language: string): string {
  return format('year', language, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(day))
}

const formats = new Map<string, Intl.DateTimeFormat>()

// Making one costs a slow computer a millisecond or two: too much for each of five hundred messages.
function format(kind: string, language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${kind} ${language}`
  const known = formats.get(key) ?? new Intl.DateTimeFormat(language, options)
  formats.set(key, known)
  return known
}

const midnight = (moment: Date): Date => new Date(moment.getFullYear(), moment.getMonth(), moment.getDate())

/** A range of seconds as whole minutes, at least one: the low end rounded down, the high end up. */
export function minutes([low, high]: readonly [number, number]): readonly [number, number] {
  const least = Math.max(1, Math.floor(low / 60))
  return [least, Math.max(least, Math.ceil(high / 60))]
}
