import { m } from '../../paraglide/messages.js'
import { clockTime, dayName } from '../../shared/times.ts'
import { noticeText } from '../texts.ts'

type Text = () => string

const of = (texts: Readonly<Record<string, Text>>) => (code: string): string => texts[code]?.() ?? code

export const reasonText = of({
  prank: m.desk_sanction_prank,
  testing: m.desk_sanction_testing,
  sexual: m.desk_sanction_sexual,
  abusive: m.desk_sanction_abusive,
  other: m.desk_sanction_other,
})

export const kindText = of({ time_out: m.desk_sanction_time_out, block: m.desk_sanction_block })

export const scopeText = of({ device: m.desk_sanction_device, network: m.desk_sanction_network, number: m.desk_sanction_number })

/** What the system suggested to whoever gave it. */
export const advisedText = of({ nothing: m.desk_sanction_advised_nothing, look: m.desk_sanction_advised_look, looks_like_prank: m.desk_sanction_advised_prank })

export const minutesText = (minutes: number): string =>
  minutes < 60 ? m.desk_time_out_minutes({ minutes }) : minutes === 60 ? m.desk_time_out_hour() : m.desk_time_out_hours({ hours: minutes / 60 })

const wrongs = new Map<string, Text>([
  ['no_pseudonym', m.desk_time_out_no_pseudonym],
  ['forbidden', m.desk_time_out_forbidden],
  ['ended', m.desk_time_out_ended],
  ['invalid', m.desk_sanction_invalid],
])

/** Why it was not done, as a sentence. */
export const wrongText = (code: string): string => (wrongs.get(code) ?? (() => noticeText(`not_${code}`, '', false)))()

/** `21:00` of today, `vrijdag 3 mei 21:00` of another day, before or after. */
export function momentText(at: string, now: number, language: string): string {
  const time = clockTime(at, language)
  return new Date(at).toDateString() === new Date(now).toDateString() ? time : `${dayName(at, language)} ${time}`
}
