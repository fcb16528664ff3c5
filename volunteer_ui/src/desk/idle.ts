import type { Desk } from './reducer.ts'

/** After this long without a key or a pointer the desk hides behind its lock. */
export const lockAfterMs = 15 * 60_000

/** Whether the desk hides now: never from somebody with a conversation, in wrap-up too, or beside a colleague in theirs. */
export function isDeserted(desk: Desk, lastInput: number, now: number, after: number = lockAfterMs): boolean {
  return mayLock(desk) && now - lastInput >= after
}

/** Whether it can be locked, by hand too: a lock would hide what a child says. */
export const mayLock = (desk: Desk): boolean => desk.me !== null && !desk.locked && desk.conversations.length === 0 && desk.beside === null
