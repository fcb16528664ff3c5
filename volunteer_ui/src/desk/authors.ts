import type { Holder, Message } from './wire.ts'

/** The colleague who said this, by the name that the child knows; null is the child, or whoever reads it here. */
export function authorOf({ at, sender }: Message, holders: readonly Holder[]): string | null {
  if (sender !== 'volunteer') return null
  const said = Date.parse(at)
  const by = [...holders].reverse().find(({ since }) => Date.parse(since) <= said) ?? holders[0]
  return by === undefined || by.mine ? null : by.alias
}

/** Who held it before whoever holds it now: the note of a hand-over is theirs. */
export const before = (holders: readonly Holder[]): Holder | null => holders.at(-2) ?? null
