import { m } from '../paraglide/messages.js'
import { dayName } from '../shared/times.ts'
import { named, type Form } from './form.ts'
import { channelName } from './texts.ts'
import type { Advice, Earlier, Given, History } from './wire.ts'

const veryShort = new Set(['under_10s', 'under_1m'])
const week = 7 * 86_400_000

const lengths: Readonly<Record<string, () => string>> = {
  under_10s: m.desk_earlier_under_10s,
  under_1m: m.desk_earlier_under_1m,
  under_5m: m.desk_earlier_under_5m,
  longer: m.desk_earlier_longer,
}
const kinds: Readonly<Record<string, () => string>> = { time_out: m.desk_earlier_time_out, block: m.desk_earlier_block }
const reasons: Readonly<Record<string, () => string>> = {
  prank: m.desk_earlier_reason_prank,
  testing: m.desk_earlier_reason_testing,
  sexual: m.desk_earlier_reason_sexual,
  abusive: m.desk_earlier_reason_abusive,
  other: m.desk_earlier_reason_other,
}

type Counted = (params: { count: number }) => string
const advice: Readonly<Record<string, Counted>> = {
  marked_today: m.desk_advice_marked_today,
  marked_before: m.desk_advice_marked_before,
  marked_otherwise: m.desk_advice_marked_otherwise,
  short_today: m.desk_advice_short_today,
  same_device: m.desk_advice_same_device,
  other_devices: m.desk_advice_other_devices,
  repeated: m.desk_advice_repeated,
  fast: m.desk_advice_fast,
  like_marked: m.desk_advice_like_marked,
  somebody_else: m.desk_advice_somebody_else,
  same_school: m.desk_advice_same_school,
  copied_words: m.desk_advice_copied_words,
  haste: m.desk_advice_haste,
  worries: m.desk_advice_worries,
  own_words: m.desk_advice_own_words,
  counselling_before: m.desk_advice_counselling_before,
  may_be_testing: m.desk_advice_may_be_testing,
}

/** How often there was contact before, in a line: `Deze week 3 keer eerder contact, 2 keer heel kort. 1 time-out.` */
export function earlierText({ contacts, sanctions }: History, now: number): string {
  const lately = contacts.filter((one) => now - Date.parse(one.day) < week)
  const before = contacts.length - lately.length
  const short = lately.filter((one) => veryShort.has(one.length)).length
  const said = [
    ...(lately.length > 0 ? [m.desk_earlier_week({ count: lately.length })] : []),
    ...(short > 0 ? [m.desk_earlier_short({ count: short })] : []),
    ...(before > 0 ? [m.desk_earlier_before({ count: before })] : []),
  ].join(', ')
  const given = (kind: string) => sanctions.filter((one) => one.kind === kind).length
  const times = [
    ...(given('time_out') > 0 ? [m.desk_earlier_time_outs({ count: given('time_out') })] : []),
    ...(given('block') > 0 ? [m.desk_earlier_blocks({ count: given('block') })] : []),
  ].join(', ')
  return [said, times].filter(Boolean).map(sentence).join(' ')
}

const sentence = (text: string): string => `${text.charAt(0).toLocaleUpperCase()}${text.slice(1)}.`

/** `vrijdag 6 maart: chat, korter dan een minuut, grap` */
export function contactText(it: Earlier, form: Form | null, language: string): string {
  const type = form?.fields.find((field) => field.name === 'type')?.options?.find((option) => option.slug === it.type)
  const parts = [channelName(it.channel), lengths[it.length]?.() ?? it.length, ...(type ? [named(type.label, language)] : [])]
  return `${dayName(it.day, language)}: ${parts.join(', ')}`
}

export const givenText = (it: Given, language: string): string => `${dayName(it.day, language)}: ${kinds[it.kind]?.() ?? it.kind}, ${reasons[it.reason]?.() ?? it.reason}`

export const adviceHeading = (it: Advice): string => (it.suggest === 'looks_like_prank' ? m.desk_advice_looks_like_prank() : m.desk_advice_look())

/** A sentence for each reason; one that this page does not know yet is left out. */
export const adviceTexts = (all: Advice['reasons']): readonly string[] => all.flatMap((one) => advice[one.code]?.({ count: one.count ?? 0 }) ?? [])
