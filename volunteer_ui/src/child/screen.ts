import type { State } from './reducer'
import type { Refusal } from './wire'

export const screens = [
  'welcome', 'choose', 'entering', 'waiting', 'talking', 'ended', 'refused', 'unreachable', 'veil', 'superseded',
] as const

export type Screen = (typeof screens)[number]

/** Which one screen the child sees. */
export function screenOf(state: State): Screen {
  const { stage } = state.server
  if (state.superseded) return 'superseded'
  if (state.leaving) return 'ended'
  if (state.veiled && (stage === 'talking' || stage === 'ended')) return 'veil'
  if (stage === 'talking' || stage === 'waiting') return stage
  if (state.barred === null && state.link === 'unreachable') return 'unreachable'
  if (state.wish !== null) return 'entering'
  if (state.barred !== null || state.refusal !== null) return 'refused'
  if (state.step === 'choose') return 'choose'
  if (stage === 'ended') return 'ended'
  return state.heard && state.server.open !== true ? 'refused' : 'welcome'
}

/** Why the child cannot chat now: the answer it got, or what the line itself says. */
export function refusalOf({ barred, refusal, server }: State): Refusal {
  if (barred ?? refusal) return (barred ?? refusal) as Refusal
  return server.open === 'full' ? { code: 'full', try_at: server.tryAt } : { code: 'closed', opens_at: server.opensAt }
}
