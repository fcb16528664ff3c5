/** Time-outs and blocks, in the words of docs/protocol.md. Times are ISO 8601 in UTC. */

export const reasons = ['prank', 'testing', 'sexual', 'abusive', 'other'] as const
export type Reason = (typeof reasons)[number]

/** A line of the list: `until` as it stands now, `asked_until` as it was given. Nothing in it says who it keeps out. */
export interface Sanction {
  readonly sanction: string
  readonly kind: 'time_out' | 'block'
  readonly scope: string
  readonly by: string | null
  readonly mine: boolean
  readonly reason: string
  readonly note: string | null
  readonly since: string
  readonly until: string
  readonly asked_until: string
  /** How often it turned somebody away. */
  readonly refused: number
  readonly pending: boolean
  readonly holds: boolean
  readonly way_back: 'open' | 'used'
  /** What the system suggested to who gave it. */
  readonly advised: string | null
  /** There were three from the same device. */
  readonly suggests_block?: boolean
  /** In which it was given; null when that was forgotten. */
  readonly conversation?: string | null
}

/** What came of giving one in a conversation. */
export interface Given {
  readonly sanction: string
  readonly until: string
  readonly pending: boolean
}

/** What came before from the same device, as far as it says how long a time-out would be. */
export interface History {
  readonly suggested_minutes?: number
}

/** A block as a coordinator asks for it. */
export interface Asked {
  readonly conversation: string
  readonly scope: string
  readonly hours: number
  readonly reason: Reason
  readonly note?: string
  /** Also end what runs now. */
  readonly end: boolean
}

/** What came of it; `pending`: a second coordinator must agree before it holds as asked. */
export interface Blocked {
  readonly until: string
  readonly pending: boolean
}
