import { m } from '../../paraglide/messages.js'
import { hoursText, minutesText } from '../sanctions/texts.ts'
import type { Broken, Entry } from './wire.ts'

/** `giver`: who gave what somebody changed. `said`: what belongs to it, as the server says it. */
type Parts = { readonly by: string; readonly whom: string; readonly giver: string; readonly reason: string; readonly about: string; readonly said: string }

/** Every deed that is written down, as a sentence. A deed without one is said by its code. */
const sentences: Readonly<Record<string, (parts: Parts) => string>> = {
  watch_began: ({ by, whom, reason }) => m.desk_audit_watch_began({ by, whom, reason }),
  watch_ended: ({ by, whom, about }) => m.desk_audit_watch_ended({ by, whom, about }),
  call_along: ({ by, whom, said }) => m.desk_audit_call_along({ by, whom, how: howAlong(said) }),
  taken_over: ({ by, whom, reason }) => m.desk_audit_taken_over({ by, whom, reason }),
  alarm_taken: ({ by, whom }) => m.desk_audit_alarm_taken({ by, whom }),
  notice_put: ({ by }) => m.desk_audit_notice_put({ by }),
  notice_lifted: ({ by }) => m.desk_audit_notice_lifted({ by }),
  recording_put: ({ by, about }) => m.desk_audit_recording_put({ by, about }),
  recording_taken_away: ({ by, about }) => m.desk_audit_recording_taken_away({ by, about }),
  factor_added: ({ by }) => m.desk_audit_factor_added({ by }),
  factor_removed: ({ by }) => m.desk_audit_factor_removed({ by }),
  factor_reset: ({ by, whom }) => (by === m.desk_audit_by_itself() ? m.desk_audit_factor_reset_technician({ whom }) : m.desk_audit_factor_reset({ by, whom })),
  time_out: ({ by, said, reason }) => m.desk_audit_time_out({ by, length: lengthIn(said), reason }),
  block: ({ by, said, reason }) => m.desk_audit_block({ by, length: lengthIn(said), scope: scopeIn(said) || '–', reason }),
  renew: ({ by, giver: whom, said, reason }) => {
    const all = { by, whom, sanction: sanctionIn(said), reason }
    return hasLength(said) ? m.desk_audit_renew_length({ ...all, length: lengthIn(said) }) : m.desk_audit_renew(all)
  },
  lift: ({ by, giver: whom, said, reason }) => m.desk_audit_lift({ by, whom, sanction: sanctionIn(said), reason }),
  agree: ({ by, giver: whom, said, reason }) => m.desk_audit_agree({ by, whom, sanction: sanctionIn(said), reason }),
}

/** The same in a word or two, to choose from. */
const names: Readonly<Record<string, () => string>> = {
  watch_began: m.desk_audit_name_watch_began,
  watch_ended: m.desk_audit_name_watch_ended,
  call_along: m.desk_audit_name_call_along,
  taken_over: m.desk_audit_name_taken_over,
  alarm_taken: m.desk_audit_name_alarm_taken,
  notice_put: m.desk_audit_name_notice_put,
  notice_lifted: m.desk_audit_name_notice_lifted,
  recording_put: m.desk_audit_name_recording_put,
  recording_taken_away: m.desk_audit_name_recording_taken_away,
  factor_added: m.desk_audit_name_factor_added,
  factor_removed: m.desk_audit_name_factor_removed,
  factor_reset: m.desk_audit_name_factor_reset,
  time_out: m.desk_audit_name_time_out,
  block: m.desk_audit_name_block,
  renew: m.desk_audit_name_renew,
  lift: m.desk_audit_name_lift,
  agree: m.desk_audit_name_agree,
}

export const deeds: readonly string[] = Object.keys(names)
export const deedName = (what: string): string => names[what]?.() ?? what

const codes: Readonly<Record<string, () => string>> = {
  asked: m.desk_audit_why_asked,
  coaching: m.desk_audit_why_coaching,
  safety: m.desk_audit_why_safety,
  complaint: m.desk_audit_why_complaint,
  prank: m.desk_audit_why_prank,
  testing: m.desk_audit_why_testing,
  sexual: m.desk_audit_why_sexual,
  abusive: m.desk_audit_why_abusive,
  other: m.desk_audit_why_other,
}

const scopes: Readonly<Record<string, () => string>> = {
  device: m.desk_audit_scope_device,
  network: m.desk_audit_scope_network,
  number: m.desk_audit_scope_number,
}

const length = /(\d+) (minutes|hours)/
const hasLength = (said: string): boolean => length.test(said)

/** How long, of `15 minutes` or `device 48 hours`. */
function lengthIn(said: string): string {
  const [, count, unit] = length.exec(said) ?? []
  return count === undefined ? '–' : unit === 'hours' ? hoursText(Number(count)) : minutesText(Number(count))
}

const scopeIn = (said: string): string => said.split(' ').flatMap((word) => scopes[word]?.() ?? [])[0] ?? ''

/** Which one it was, of `time_out device` or `block network`; it may say less. */
const sanctionIn = (said: string): string => {
  const kind = said.split(' ')[0] ?? ''
  const name = kind === 'time_out' || kind === 'block' ? deedName(kind) : m.desk_audit_sanction()
  return kind === 'block' ? [name, scopeIn(said)].filter(Boolean).join(' ') : name
}

const along: Readonly<Record<string, () => string>> = {
  listen: m.desk_audit_along_listen,
  whisper: m.desk_audit_along_whisper,
  join: m.desk_audit_along_join,
}
const howAlong = (said: string): string => along[said]?.() ?? said

const ends: Readonly<Record<string, () => string>> = {
  unwatched: m.desk_audit_end_unwatched,
  ended: m.desk_audit_end_ended,
  taken_over: m.desk_audit_end_taken_over,
  logged_out: m.desk_audit_end_logged_out,
  gone: m.desk_audit_end_gone,
}

export function sentenceOf(it: Entry): string {
  const parts: Parts = {
    by: it.by === null ? m.desk_audit_by_itself() : (it.by.alias ?? m.desk_audit_somebody()),
    whom: it.whom ?? m.desk_audit_nobody(),
    giver: it.whom ?? m.desk_sanction_somebody(),
    said: it.about ?? '',
    reason: codes[it.reason ?? '']?.() ?? it.reason ?? '–',
    about: ends[it.about ?? '']?.() ?? it.about ?? '–',
  }
  const said = sentences[it.what]?.(parts) ?? m.desk_audit_other({ by: parts.by, what: it.what, reason: parts.reason })
  return said.charAt(0).toUpperCase() + said.slice(1)
}

const breaks: Readonly<Record<string, () => string>> = {
  missing: m.desk_audit_broken_missing,
  changed: m.desk_audit_broken_changed,
  cut_off: m.desk_audit_broken_cut_off,
}

export const brokenText = ({ month, number, what }: Broken): string => `${month}${number === null ? '' : ` ${number}`}: ${breaks[what]?.() ?? what}`
