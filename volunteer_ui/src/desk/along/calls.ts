import type { Desk } from '../reducer.ts'
import type { AskedAlong } from '../wire.ts'
import { held } from './held.ts'

/** A volunteer asks, or goes by another name while they ask. */
export function asked(desk: Desk, it: AskedAlong): Desk {
  const is = (one: AskedAlong): boolean => one.conversation === it.conversation
  const askedAlong = desk.askedAlong.some(is) ? desk.askedAlong.map((one) => (is(one) ? it : one)) : [...desk.askedAlong, it]
  return { ...desk, askedAlong }
}

/** Somebody reads along, or it is over. */
export const askedOver = (desk: Desk, conversation: string): Desk => ({ ...desk, askedAlong: desk.askedAlong.filter((one) => one.conversation !== conversation) })

/** Those that this person may answer: everybody's but their own. Oldest first. */
export const calls = (desk: Pick<Desk, 'askedAlong' | 'conversations'>): readonly AskedAlong[] =>
  desk.askedAlong.filter((one) => !held(desk).some((own) => own.id === one.conversation))
