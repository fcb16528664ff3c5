import { m } from '../paraglide/messages.js'
import { dayName } from '../shared/times'
import type { Hours, Span } from '../shared/settings'

/** How far ahead a day with other hours is worth a word. Days. */
const ahead = 14
const monday = Date.UTC(2024, 0, 1)
const aDay = 86_400_000

/** When the helpline is there, a line for each group of weekdays and for each special day that is near. */
export function hoursInWords({ always, weekly, dates }: Hours, language: string, now: Date): string[] {
  if (always) return [m.child_hours_always()]
  const groups = groupsOf(weekly)
  const whole = groups.length === 1 && groups[0]?.spans.length ? [m.child_hours_daily({ times: times(groups[0].spans) })] : null
  const lines = whole ?? groups.map(({ days, spans }) => line(dayGroup(days, language), spans))
  return [...lines, ...special(dates, now).map(([day, spans]) => line(dayName(`${day}T12:00`, language), spans))]
}

interface Group {
  readonly days: readonly number[]
  readonly spans: readonly Span[]
}

/** Days with the same hours, in the order of the week; a group stands where its first day does. */
function groupsOf(weekly: Hours['weekly']): readonly Group[] {
  const groups = new Map<string, Group>()
  weekly.forEach((spans, day) => {
    const same = JSON.stringify(spans)
    groups.set(same, { days: [...(groups.get(same)?.days ?? []), day], spans })
  })
  return [...groups.values()]
}

const line = (days: string, spans: readonly Span[]): string => m.child_hours_line({ days, times: times(spans) })

function dayGroup(days: readonly number[], language: string): string {
  const [first = 0] = days
  const last = days.at(-1) ?? first
  const isRow = days.length > 2 && last - first === days.length - 1
  const name = (day: number): string => new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(monday + day * aDay)
  return isRow ? m.child_hours_days({ first: name(first), last: name(last) }) : days.map(name).join(', ')
}

function times(spans: readonly Span[]): string {
  return spans.length === 0 ? m.child_hours_none() : spans.map(inWords).join(', ')
}

function inWords([from, until]: Span): string {
  if (from === until) return m.child_hours_all_day()
  const end = until === '00:00' ? '24:00' : until
  const clock = [from, end].every((at) => at.endsWith(':00')) ? wholeHour : (at: string) => at
  return m.child_hours_times({ from: clock(from), until: clock(end) })
}

const wholeHour = (at: string): string => m.child_hours_whole({ hour: String(Number(at.slice(0, at.indexOf(':')))) })

function special(dates: Hours['dates'], now: Date): readonly (readonly [string, readonly Span[]])[] {
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime()
  return Object.entries(dates).filter(([day]) => {
    const at = new Date(`${day}T00:00`).getTime()
    return at >= today && at < today + ahead * aDay
  })
}
