import type { State } from './reducer'
import { moments, type Moment } from './wire'

export type Question = 'feeling' | 'size'

/** How far a child is with the two questions of one moment. `told`: the server knows. */
export interface Asked {
  readonly at: Question | 'done'
  readonly feeling: number | null
  readonly size: number | null
  readonly told: boolean
}

export type Survey = Readonly<Record<Moment, Asked>>

const unasked: Asked = { at: 'feeling', feeling: null, size: null, told: false }

export const unanswered: Survey = { before: unasked, after: unasked }

/** The next question; after the second one there is none. */
export function answered(survey: Survey, moment: Moment, face: number): Survey {
  const asked = survey[moment]
  if (asked.at === 'done') return survey
  const next: Asked = asked.at === 'feeling' ? { ...asked, feeling: face, at: 'size' } : { ...asked, size: face, at: 'done' }
  return { ...survey, [moment]: next }
}

/** No more questions at this moment; what was answered stays. */
export const closed = (survey: Survey, moment: Moment): Survey => ({ ...survey, [moment]: { ...survey[moment], at: 'done' } })

export const told = (survey: Survey, moment: Moment): Survey => ({ ...survey, [moment]: { ...survey[moment], told: true } })

/** What the server is still to hear: answers of a moment whose questions are over. */
export const untold = (survey: Survey): readonly Moment[] =>
  moments.filter((moment) => survey[moment].at === 'done' && !survey[moment].told && hasAnswer(survey[moment]))

export const hasAnswer = ({ feeling, size }: Asked): boolean => feeling !== null || size !== null

/** Which questions stand on the page now: never twice, and never in the way of what matters more. */
export function momentOf({ server, survey, leaving }: State): Moment | null {
  if (server.stage === 'waiting') return !server.unreachable ? 'before' : null
  const asks = server.stage === 'ended' && !leaving && (server.ended?.asks === true || survey.after.at === 'done')
  return asks ? 'after' : null
}

/** A question of afterwards stands on the page. */
export const asksAfter = (state: State): boolean => momentOf(state) === 'after' && state.survey.after.at !== 'done'
