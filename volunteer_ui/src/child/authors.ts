import type { Holder, Message } from './wire'

/** The volunteer who said this, where more than one was there; null is the child, or whoever is the only one. */
export function authorOf({ at, sender }: Message, holders: readonly Holder[]): string | null {
  if (sender !== 'volunteer') return null
  const said = Date.parse(at)
  return ([...holders].reverse().find(({ since }) => Date.parse(since) <= said) ?? holders[0])?.alias ?? null
}

/** The first words of each volunteer after those of another, by their number: there the name is for everybody to see. */
export function firstWords(messages: readonly Message[], holders: readonly Holder[]): ReadonlySet<number> {
  let last: string | null = null
  const found = new Set<number>()
  for (const one of messages) {
    const author = authorOf(one, holders)
    if (author !== null && author !== last) found.add(one.seq)
    last = author ?? last
  }
  return found
}
