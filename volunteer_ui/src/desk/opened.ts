import { m } from '../paraglide/messages.js'

/** What a coordinator did with a conversation of whoever reads this. */
export interface Opened {
  readonly entry: string
  readonly at: string
  readonly what: string
  readonly by: { readonly id: string; readonly alias: string | null } | null
  readonly reason: string | null
}

const reasons: Readonly<Record<string, () => string>> = {
  asked: m.desk_reason_asked,
  coaching: m.desk_reason_coaching,
  safety: m.desk_reason_safety,
  complaint: m.desk_reason_complaint,
}

export const reasonText = (reason: string | null): string => reasons[reason ?? '']?.() ?? reason ?? ''

export function openedText(it: Opened): string {
  const by = it.by?.alias ?? '–'
  const reason = reasonText(it.reason)
  if (it.what === 'taken_over') return m.desk_opened_taken_over({ by, reason })
  return it.what === 'watch_ended' ? m.desk_opened_watch_over({ by }) : m.desk_opened_watch({ by, reason })
}

export const openedAt = (it: Opened, language: string): string =>
  new Date(it.at).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' })
