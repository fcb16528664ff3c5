import { m } from '../../paraglide/messages.js'
import { named, type Form, type Option } from '../form.ts'
import type { MicTrouble } from './machine.ts'
import type { Net } from './check.svelte.ts'
import type { Missed, Other } from './wire.ts'

/** What somebody in a call is called: a referral by its title, one of ours by their alias. */
export function whoText(form: Form | null, who: string | null, language: string): string {
  const option = referralsOf(form).find((one) => one.slug === who)
  return option ? named(option.label, language) : (who ?? m.desk_call_somebody())
}

/** Whom we refer to. */
export const referralsOf = (form: Form | null): readonly Option[] => form?.fields.find((one) => one.kind === 'referrals')?.options ?? []

/** Who else is there, in a sentence. */
export const otherText = ({ part, is_ringing }: Other, who: string): string =>
  is_ringing
    ? m.desk_call_rings_at({ who })
    : { consult: m.desk_call_with_consult, conference: m.desk_call_with_conference, listen: m.desk_call_with_listen, whisper: m.desk_call_with_whisper, join: m.desk_call_with_join }[part]({ who })

/** Why somebody who was asked is not there. */
export const missedText = ({ why }: Missed, who: string): string =>
  ({ no: m.desk_call_missed_no, busy: m.desk_call_missed_busy, no_answer: m.desk_call_missed_no_answer, left: m.desk_call_missed_left })[why]({ who })

export const troubleText = (trouble: MicTrouble): string => ({ refused: m.desk_mic_refused, none: m.desk_mic_none, busy: m.desk_mic_busy })[trouble]()

export const netText = (net: Net): string =>
  ({ trying: m.desk_check_link_busy, good: m.desk_net_good, slow: m.desk_net_slow, no_way: m.desk_net_no_way, none: m.desk_net_none })[net]()
