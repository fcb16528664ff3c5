import { m } from '../paraglide/messages.js'
import { language } from '../shared/language.svelte.ts'
import { clockTime, dayName, dayOf } from '../shared/times.ts'
import { named, type Form } from './form.ts'

type Text = () => string

/** Sentences for codes of the server. A code that is not known here has the general one of its kind. */
function say(texts: Readonly<Record<string, Text>>, otherwise: (code: string) => string): (code: string) => string {
  const known = new Map(Object.entries(texts))
  return (code) => (known.get(code) ?? (() => otherwise(code)))()
}

export const statusName = say(
  { available: m.desk_status_available, away: m.desk_status_away, break: m.desk_status_break, last: m.desk_status_last, talking: m.desk_status_talking, wrap_up: m.desk_status_wrap_up },
  (code) => code,
)

export const channelName = say({ chat: m.desk_channel_chat, phone: m.desk_channel_phone }, (code) => code)

/** Under how many wait, so that figure and words read as one sentence. */
export const waitingText = say({ chat: m.desk_queue_waiting_chat, phone: m.desk_queue_waiting_phone }, (code) => m.desk_queue_waiting({ channel: code }))

export const returnedText = say({ lost_volunteer: m.desk_returned_lost_volunteer, way_back: m.desk_returned_way_back }, (code) => code)

/** What the child chose before it waited, in the child's own nine words. */
export const chosenTopic = say(
  {
    bullying: m.desk_chosen_bullying,
    home: m.desk_chosen_home,
    friends_love: m.desk_chosen_friends_love,
    sex_body: m.desk_chosen_sex_body,
    hurt: m.desk_chosen_hurt,
    sad_afraid: m.desk_chosen_sad_afraid,
    school: m.desk_chosen_school,
    online: m.desk_chosen_online,
    other: m.desk_chosen_other,
  },
  (code) => code,
)

export const wordsRefused = say({ ended: m.desk_words_ended, not_yours: m.desk_words_not_yours }, () => m.desk_words_invalid())

export const fieldWrong = say({ out_of_range: m.desk_field_out_of_range, too_many: m.desk_field_too_many, no_sound: m.desk_field_no_sound }, () => m.desk_field_wrong())

export const logInWrong = (code: string, seconds: number | undefined): string =>
  code === 'wrong_credentials'
    ? m.desk_login_wrong()
    : code === 'too_many'
      ? m.desk_login_too_many({ seconds: seconds ?? 60 })
      : code === 'no_link'
        ? m.desk_login_no_link()
        : m.desk_fault()

export const levelText = say({ training: m.desk_level_training, coached: m.desk_level_coached, independent: m.desk_level_independent }, (code) => code)

export const linkText = say({ good: m.desk_check_link_good, slow: m.desk_check_link_slow }, () => m.desk_check_link_none())

export const aliasWrong = say(
  { alias_taken: m.desk_alias_taken, invalid: m.desk_alias_wrong, no_link: m.desk_not_no_link, no_answer: m.desk_not_no_answer, too_many: m.desk_not_too_many },
  () => m.desk_fault(),
)

const notices: Readonly<Record<string, Text>> = {
  lapsed: m.desk_gone_lapsed,
  withdrawn: m.desk_gone_withdrawn,
  left: m.desk_gone_left,
  recover: m.desk_notice_recover,
  alarm_failed: m.desk_alarm_failed,
  along_gone: m.desk_along_gone,
  not_forbidden: m.desk_not_forbidden,
  not_no_phone: m.desk_not_no_phone,
  not_practice_elsewhere: m.desk_not_practice_elsewhere,
  not_too_many: m.desk_not_too_many,
  not_try_again: m.desk_not_try_again,
  not_no_answer: m.desk_not_no_answer,
  not_no_link: m.desk_not_no_link,
  not_not_yours: m.desk_words_not_yours,
  not_ended: m.desk_words_ended,
  not_not_free: m.desk_handover_not_free,
}

export function noticeText(kind: string, child: string, unsent: boolean, by?: string): string {
  const text =
    kind === 'handed_over' ? m.desk_notice_handed_over({ child }) : kind === 'lost' ? m.desk_notice_lost({ child }) : kind === 'taken_over' ? (by === undefined ? m.desk_notice_taken_over({ child }) : m.desk_notice_taken_over_by({ by, child })) : kind === 'along_over' ? m.desk_along_over({ child }) : say(notices, () => m.desk_fault())(kind)
  return unsent ? `${text} ${m.desk_notice_unsent()}` : text
}

/** The child's invented name, or what it is called without one: standing alone, in a sentence, and where one begins.
 * number: what tells it apart from others without a name. */
export const childName = (nickname: string | null | undefined, number: number | null = null): string =>
  nickname || (number === null ? m.desk_no_nickname() : m.desk_no_nickname_of({ number }))
export const theChild = (nickname: string | null | undefined, number: number | null = null): string =>
  nickname || (number === null ? m.desk_the_child() : m.desk_the_child_of({ number }))
export const theChildFirst = (nickname: string | null | undefined, number: number | null = null): string =>
  nickname || (number === null ? m.desk_the_child_first() : m.desk_the_child_first_of({ number }))

/** Who or what ended it, and for whom. */
export function endedText(by: string | null | undefined, nickname: string | null | undefined, number: number | null = null): string {
  const child = theChild(nickname, number)
  const first = theChildFirst(nickname, number)
  return say(
    {
      time_out: () => m.desk_ended_time_out({ child }),
      block: () => m.desk_ended_block({ child }),
      child: () => m.desk_ended_child({ child: first }),
      lost: () => m.desk_ended_lost({ child: first }),
    },
    () => m.desk_ended(),
  )(by ?? '')
}

export function fieldName(form: Form | null, name: string, language: string): string {
  const field = form?.fields.find((one) => one.name === name)
  return field ? named(field.label, language) : name
}

const languages: Readonly<Record<string, Text>> = { nl: m.desk_language_nl, en: m.desk_language_en }

/** A language in the words of the reader; one without words of ours as their browser calls it. */
export const languageName = say(languages, (code) => new Intl.DisplayNames([language()], { type: 'language' }).of(code) ?? code)

/** How long somebody has waited, as whole minutes; under one there is a word for it. */
export function waitText(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  return minutes < 1 ? m.desk_wait_short() : m.desk_wait_minutes({ minutes })
}

/** How long a notice stays, as it can be chosen. */
export const endText = say({ hour: m.desk_page_notice_hour, day: m.desk_page_notice_day, own: m.desk_page_notice_own }, (code) => code)

/** `21:00` today, `vrijdag 3 mei 21:00` on another day. */
export const momentText = (at: string, now: number, language: string): string =>
  dayOf(at, new Date(now)) === 'today' ? clockTime(at, language) : `${dayName(at, language)} ${clockTime(at, language)}`

export const referralKind = say(
  { told: m.desk_referral_told, number_given: m.desk_referral_number_given, added: m.desk_referral_added, declined: m.desk_referral_declined },
  (code) => code,
)
