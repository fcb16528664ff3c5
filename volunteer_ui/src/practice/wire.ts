/** What goes over the wire of `/practice`: the names of docs/protocol.md. */

/** What a recording says, by language. */
export type Said = Readonly<Record<string, string>>

/** `leaves`: the last words, before the line goes. */
export type Stage = 'idle' | 'rings' | 'waits' | 'talks' | 'on_hold' | 'leaves' | 'over'

/** The call as a caller hears it. `voices`: who speaks; null where nobody said a name. */
export interface Call {
  readonly state: Stage
  readonly hears: readonly Said[]
  readonly music: boolean
  readonly voices: readonly (string | null)[]
}

export interface Message {
  readonly seq: number
  readonly client_id: string | null
  readonly sender: 'child' | 'volunteer' | 'system'
  readonly text: string
  readonly at: string
}

export interface Snapshot {
  readonly call: Call
  readonly messages: readonly Message[]
  readonly last_seq: number
}

export interface FromServer {
  snapshot: Snapshot
  call: Call
  message: Message
}

export interface Answer {
  readonly ok?: true
  readonly error?: { readonly code: string; readonly retry_seconds?: number }
}
