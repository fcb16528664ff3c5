import type { Credentials } from '../../net/sip.ts'

/** What `phone` answers. `silent_seconds`: after how much silence there is something to say · `practice`: the server is the phone, and what is said is typed. `ice_servers`: addresses, or with a log-in. */
export interface PhoneAnswer extends Omit<Credentials, 'ice_servers'> {
  readonly ice_servers: readonly (string | RTCIceServer)[]
  readonly practice: boolean
  readonly silent_seconds?: number
}

export type Part = 'consult' | 'conference' | 'listen' | 'whisper' | 'join'

/** Somebody besides the child and the volunteer. `who`: the slug of a referral, or the alias of one of ours. */
export interface Other {
  readonly leg: string
  readonly part: Part
  readonly who: string | null
  readonly is_ringing: boolean
  /** One of ours, who may have the call. */
  readonly colleague?: boolean
}

/** What became of whom the volunteer asked last, until they do something else. */
export interface Missed {
  readonly who: string | null
  readonly why: 'no' | 'busy' | 'no_answer' | 'left'
  readonly colleague: boolean
}

/** The call of a conversation, while the child is there. */
export interface Call {
  readonly is_up: boolean
  readonly others: readonly Other[]
  readonly missed?: Missed
}

export type CallDeed = 'hold' | 'resume' | 'hang_up' | 'recording' | 'consult' | 'add' | 'drop' | 'ask' | 'come' | 'go' | 'pass_on' | 'listen' | 'whisper' | 'join'

/** A key that the child pressed, shown until then (ms). */
export interface Pressed {
  readonly conversation: string
  readonly key: string
  readonly until: number
}
