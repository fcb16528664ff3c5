import type { Conversation, Message } from './wire.ts'

/** Both lists in one, each number once, in order. What is known already stays the same object. */
export function merge(known: readonly Message[], more: readonly Message[]): readonly Message[] {
  const fresh = more.filter((message) => !known.some((other) => other.seq === message.seq))
  if (fresh.length === 0) return known
  return [...known, ...fresh].sort((one, other) => one.seq - other.seq)
}

/** The newest number up to which nothing is missing, when something after it is; else null. */
export function gapAfter(conversation: Conversation): number | null {
  let whole = 0
  for (const message of conversation.messages) if (message.seq === whole + 1) whole = message.seq
  return whole < conversation.last_seq ? whole : null
}

/** The moment of the first words, from which the length of the conversation is shown. */
export const beganAt = (conversation: Conversation): string | null => conversation.messages[0]?.at ?? null
