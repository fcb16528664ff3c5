import type { Desk } from './reducer.ts'

export const screens = [
  'log_in', 'locked', 'starting', 'no_server', 'refused', 'available', 'break', 'away', 'last', 'queue', 'shelf', 'audit', 'recordings', 'sanctions', 'along', 'talking', 'wrap_up',
] as const

export type Screen = (typeof screens)[number]

/** What fills the middle of the desk, or the page before there is one. */
export function screenOf(desk: Desk): Screen {
  if (desk.locked) return 'locked'
  if (desk.link === 'signed_out') return 'log_in'
  if (desk.me === null) return desk.link === 'refused' ? 'refused' : desk.link === 'gone' ? 'no_server' : 'starting'
  const it = desk.conversations.find((one) => one.id === desk.chosen)
  if (it?.watching) return 'along'
  if (it) return it.state === 'active' ? 'talking' : 'wrap_up'
  if ((desk.chosen === 'shelf' || desk.chosen === 'audit' || desk.chosen === 'recordings') && desk.me.role === 'coordinator') return desk.chosen
  if (desk.chosen === 'sanctions') return 'sanctions'
  return desk.chosen === 'queue' && desk.queue !== null ? 'queue' : desk.me.status
}
