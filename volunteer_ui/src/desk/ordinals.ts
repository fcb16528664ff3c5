import type { Conversation } from './wire.ts'

/** The number of each child here that invented no name, by conversation. */
export type Ordinals = Readonly<Record<string, number>>

/** After the conversations changed: who came keeps its number as long as it is here, whoever goes. */
export function numbered(before: Ordinals, conversations: readonly Conversation[]): Ordinals {
  const nameless = conversations.filter((one) => !one.nickname).map((one) => one.id)
  const kept = Object.entries(before).filter(([id]) => nameless.includes(id))
  const fresh = nameless.filter((id) => !(id in before))
  if (fresh.length === 0 && kept.length === Object.keys(before).length) return before
  const last = Math.max(0, ...kept.map(([, number]) => number))
  return Object.fromEntries([...kept, ...fresh.map((id, place): [string, number] => [id, last + 1 + place])])
}

/** What tells it apart; null where nobody could be meant but this one. */
export function numberOf({ ordinals }: { readonly ordinals: Ordinals }, id: string): number | null {
  const number = ordinals[id]
  return number === undefined || (number === 1 && Object.keys(ordinals).length === 1) ? null : number
}
