import { m } from '../../paraglide/messages.js'
import { clockTime, dayName } from '../../shared/times.ts'
import { noticeText } from '../texts.ts'
import type { Reach, Scope } from './reach.ts'

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

/** As people say it: `15 minuten`, `24 uur`, `7 dagen`. */
export const minutesText = (minutes: number): string => (minutes % 60 === 0 ? hoursText(minutes / 60) : m.desk_time_out_minutes({ minutes }))

export const hoursText = (hours: number): string =>
  hours === 1 ? m.desk_time_out_hour() : hours < 48 || hours % 24 > 0 ? m.desk_time_out_hours({ hours }) : m.desk_block_days({ days: hours / 24 })

/** How many, as the server says it: enough to decide by. */
const bucketText = of({ '0': m.desk_block_none, '1-4': m.desk_block_few, '5-19': m.desk_block_some, '20+': m.desk_block_many })

/** What a block of this would hit, as a sentence. */
export function reachText({ device, network, number }: Reach, scope: Scope): string {
  if (scope === 'network') {
    const { other_devices: others, live, waiting = '0' } = network
    return m.desk_block_reach_network({ others: bucketText(others), live: bucketText(live), waiting: bucketText(waiting) })
  }
  const { contacts, counselling = '0' } = scope === 'device' ? device : number
  const all = { contacts: bucketText(contacts), counselling: bucketText(counselling) }
  return scope === 'device' ? m.desk_block_reach_device(all) : m.desk_block_reach_number(all)
}

const wrongs = new Map<string, Text>([
  ['no_pseudonym', m.desk_time_out_no_pseudonym],
  ['forbidden', m.desk_time_out_forbidden],
  ['spared', m.desk_block_spared],
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
