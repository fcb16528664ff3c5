import { m } from '../../paraglide/messages.js'
import type { Reason } from './deeds.ts'

const whys: Readonly<Record<Reason, () => string>> = {
  asked: m.desk_along_why_asked,
  coaching: m.desk_along_why_coaching,
  safety: m.desk_along_why_safety,
  complaint: m.desk_along_why_complaint,
}

export const whyText = (reason: Reason): string => whys[reason]()
