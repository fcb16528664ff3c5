import { held } from './along/held.ts'
import type { Desk } from './reducer.ts'

/** Where one is counted in the coordinators' list of the evening, by the server's own rule; null: nowhere. */
export function standingOf(desk: Desk): string | null {
  const { me } = desk
  const conversations = held(desk)
  if (conversations.some((one) => one.state === 'active')) return 'talking'
  if (conversations.length > 0) return 'wrap_up'
  if (me === null || me.status === 'available') return me && me.status
  if (me.role === 'coordinator') return null
  return me.status === 'break' ? 'break' : 'away'
}
