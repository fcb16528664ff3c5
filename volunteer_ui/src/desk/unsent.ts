import type { Change, Conversation, Message, Value } from './wire.ts'

/** Words that the server has not acknowledged. `refused`: it will never take them, and why. */
export interface Unsent {
  readonly conversation: string
  readonly client_id: string
  readonly text: string
  readonly refused?: string
}

/** An answer on the form that the server has not acknowledged. `wrong`: it was refused, and why. */
export interface Unsaved {
  readonly conversation: string
  readonly name: string
  readonly value: Value | null
  readonly wrong?: string
}

/** What is left of the outbox after these messages were seen. */
export function without(outbox: readonly Unsent[], conversation: string, seen: readonly Message[]): readonly Unsent[] {
  const ids = new Set(seen.filter((message) => message.sender === 'volunteer').map((message) => message.client_id))
  const left = outbox.filter((words) => words.conversation !== conversation || !ids.has(words.client_id))
  return left.length === outbox.length ? outbox : left
}

/** The newest answer of each field, the older ones forgotten. */
export const fill = (all: readonly Unsaved[], answer: Unsaved): readonly Unsaved[] => [
  ...all.filter((other) => other.conversation !== answer.conversation || other.name !== answer.name),
  answer,
]

/** What is still to be saved after the server took these fields. A field changed since then stays. */
export function saved(all: readonly Unsaved[], conversation: string, fields: Readonly<Record<string, Value | null>>): readonly Unsaved[] {
  return all.filter((one) => one.conversation !== conversation || !(one.name in fields) || !same(one.value, fields[one.name] ?? null))
}

/** Mark the fields that the server refused, unless they have another value by now. */
export function wrong(
  all: readonly Unsaved[],
  conversation: string,
  sent: Readonly<Record<string, Value | null>>,
  codes: Readonly<Record<string, string>>,
): readonly Unsaved[] {
  return all.map((one) => {
    const code = codes[one.name]
    const meant = one.conversation === conversation && one.name in sent && same(one.value, sent[one.name] ?? null)
    return code !== undefined && meant ? { ...one, wrong: code } : one
  })
}

/** The change that these fields make to a registration; null clears. */
export function registered(it: Conversation, fields: Readonly<Record<string, Value | null>>, missing: readonly string[]): Change {
  const registration: Record<string, Value> = { ...it.registration }
  for (const [name, value] of Object.entries(fields)) {
    if (value === null) delete registration[name]
    else registration[name] = value
  }
  return { id: it.id, registration, missing }
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)
