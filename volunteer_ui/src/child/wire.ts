/** What goes over the wire of `/child`: the names of docs/protocol.md. Times are ISO 8601 UTC. */
import type { Accepted, Refused } from '../shared/outbox'

export type Stage = 'idle' | 'waiting' | 'talking' | 'ended'
export type Open = boolean | 'full'
export type Estimate = readonly [low: number, high: number]
export type Choice = 'wait' | 'other'

export const moments = ['before', 'after'] as const
export type Moment = (typeof moments)[number]

export const topics = ['bullying', 'home', 'friends_love', 'sex_body', 'hurt', 'sad_afraid', 'school', 'online', 'other'] as const
export type Topic = (typeof topics)[number]

export interface Message {
  readonly seq: number
  readonly client_id: string | null
  readonly sender: 'child' | 'volunteer' | 'system'
  readonly text: string
  readonly at: string
}

export interface Ended {
  readonly reason: string
  readonly until?: string | null
  readonly keep_until?: string | null
  readonly way_back?: boolean | null
  /** Why a time-out was given: `prank`, `testing`, `sexual`, `abusive`, `other`. */
  readonly why?: string | null
  /** The page may ask how it is now. */
  readonly asks?: boolean
}

/** What the helpline has to say to all who come, in each of its languages. */
export type Notice = Readonly<Record<string, string>>

export interface Opening {
  readonly open: Open
  readonly opens_at?: string | null
  readonly closes_at?: string | null
  readonly try_at?: string | null
  readonly notice?: Notice | null
}

export interface Snapshot extends Opening {
  readonly state: Stage
  readonly messages: readonly Message[]
  readonly last_seq: number
  readonly conversation?: string | null
  readonly position?: number | null
  readonly estimate_seconds?: Estimate | null
  readonly resume?: string | null
  readonly volunteer?: string | null
  readonly reads_back?: boolean | null
  /** Once more than one volunteer has held it. */
  readonly holders?: readonly Holder[] | null
  readonly interrupted?: boolean | null
  /** Interrupted because the volunteer passed the conversation on, not because a connection was lost. */
  readonly handed_over?: boolean | null
  readonly unreachable?: boolean | null
  readonly ended?: Ended | null
  /** Only for a page that came back to the door. */
  readonly out?: Out | null
}

export interface Queue {
  readonly position: number | null
  readonly estimate_seconds: Estimate | null
  readonly unreachable?: boolean | null
}

export interface Joined {
  readonly volunteer: string
  readonly reads_back: boolean
  readonly holders?: readonly Holder[] | null
}

/** Who was there from a moment on, until the next one. */
export interface Holder {
  readonly alias: string
  readonly since: string
}

export interface FromServer {
  snapshot: Snapshot
  opening: Opening
  queue: Queue
  joined: Joined
  interrupted: { readonly volunteer: string; readonly handed_over?: boolean | null }
  message: Message
  typing: object
  ended: Ended
  keep: { readonly until: string | null }
  out: Out
  superseded: object
}

/** What keeps this child out, as the refusal of `enter` would be now; `code` null: nothing does any more. */
export type Out = Refusal | { readonly code: null }

export interface Wish {
  readonly nickname?: string
  readonly topic?: Topic
  readonly language?: string
  readonly way_back?: boolean
}

export interface Entered {
  readonly ok: true
  readonly conversation: string
  readonly resume: string
  readonly position: number | null
  readonly estimate_seconds: Estimate | null
}

/** Why `enter`, or the connection itself, was refused; a code that is not ours is a fault. */
export interface Refusal {
  readonly code: string
  readonly opens_at?: string | null
  readonly try_at?: string | null
  readonly until?: string | null
  readonly reason?: string | null
  readonly way_back?: boolean | null
  readonly retry_seconds?: number | null
}

export type Answer<Yes> = Yes | { readonly error: Refusal }
export type Synced = { readonly ok: true; readonly messages: readonly Message[]; readonly state: Stage }
export type Said = Accepted | Refused
