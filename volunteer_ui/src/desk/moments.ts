/** Whole minutes between two moments, never negative. */
export function minutesSince(since: string, now: number): number {
  return Math.max(0, Math.floor((now - Date.parse(since)) / 60_000))
}

/** Seconds until a moment, 0 when it has passed. */
export function secondsUntil(moment: string, now: number): number {
  return Math.max(0, Math.floor((Date.parse(moment) - now) / 1000))
}
