import { m } from '../paraglide/messages.js'
import { clockTime, dayName, dayOf } from '../shared/times'

/** A moment to come in words: `om 16:30`, `morgen om 11:00`, `op vrijdag 3 mei om 11:00`. */
export function moment(at: string, language: string, now: Date = new Date()): string {
  const time = clockTime(at, language)
  const day = dayOf(at, now)
  if (day === 'today') return m.shared_at_today({ time })
  return day === 'tomorrow' ? m.shared_at_tomorrow({ time }) : m.shared_at_later({ time, day: dayName(at, language) })
}

/** The end of something in words: `17:40`, `morgen om 17:40`, `vrijdag 3 mei om 17:40`. */
export function until(at: string, language: string, now: Date = new Date()): string {
  const time = clockTime(at, language)
  const day = dayOf(at, now)
  if (day === 'today') return time
  return day === 'tomorrow' ? m.shared_until_tomorrow({ time }) : m.shared_until_later({ time, day: dayName(at, language) })
}
