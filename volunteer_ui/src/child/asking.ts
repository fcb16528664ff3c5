import type { ChildNet } from '../net/child'
import type { Keeper } from '../shared/storage'
import type { Event, State } from './reducer'
import { answered, closed, told, unanswered, untold, type Survey } from './survey'
import type { Moment } from './wire'

export interface AskingParts {
  net(): Pick<ChildNet, 'survey'>
  state(): State
  dispatch(event: Event): void
  tab: Keeper
}

export interface Asking {
  /** The page shows this conversation: each has its own answers. */
  about(conversation: string | null | undefined): void
  answer(moment: Moment, face: number): void
  skip(moment: Moment): void
  /** Somebody is there: what was asked while waiting is asked no more. */
  joined(): void
}

/** The two questions: what was answered or skipped is remembered by this tab, and told as soon as it can be. */
export function createAsking({ net, state, dispatch, tab }: AskingParts): Asking {
  let of: string | null = null

  function put(survey: Survey): void {
    tab.set('survey', JSON.stringify({ of, survey }))
    dispatch({ type: 'survey', survey })
  }

  function tell(): void {
    for (const moment of untold(state().survey)) {
      const { feeling, size } = state().survey[moment]
      net()
        .survey(moment, feeling, size)
        .then((answer) => 'error' in answer && answer.error.code === 'try_again' ? undefined : put(told(state().survey, moment)))
        .catch(() => undefined) // the next snapshot tries again
    }
  }

  function close(moment: Moment): void {
    put(closed(state().survey, moment))
    tell()
  }

  return {
    about(conversation) {
      if (conversation === null || conversation === undefined) return
      if (conversation !== of) {
        of = conversation
        put(kept(tab, conversation) ?? unanswered)
      }
      tell()
    },
    answer(moment, face) {
      put(answered(state().survey, moment, face))
      tell()
    },
    skip: close,
    joined() {
      if (state().survey.before.at === 'size') close('before')
    },
  }
}

function kept(tab: Keeper, conversation: string): Survey | null {
  try {
    const { of, survey } = JSON.parse(tab.get('survey') ?? '{}') as { of?: string; survey?: Survey }
    return of === conversation && survey?.before !== undefined && survey.after !== undefined ? survey : null
  } catch {
    return null
  }
}
