import type { Call } from './phone/wire.ts'

/** What passes between the desk and the server, in the words of docs/protocol.md. Times are ISO 8601 in UTC. */

export type Status = 'available' | 'away' | 'break' | 'last'

export interface Me {
  readonly name: string
  readonly alias: string
  readonly role: 'volunteer' | 'coordinator'
  readonly level: 'training' | 'coached' | 'independent'
  readonly youth: boolean
  readonly status: Status
  readonly channels: readonly string[]
  readonly chats: number
  readonly languages?: readonly string[]
  /** This browser as a telephone; null or not there where the helpline has none. */
  readonly phone?: { readonly online: boolean } | null
  /** Why one stands so, as long as it lasts: `recover` after a hard conversation. */
  readonly why?: string
}

/** `waiting_seconds` is the figure at the moment of the offer. */
export interface Offer {
  readonly offer: string
  readonly conversation: string
  readonly channel: string
  readonly language: string
  readonly waiting_seconds: number
  readonly expires_at: string
  readonly returned: 'lost_volunteer' | 'way_back' | null
}

/** `client_id` is null, and `text` a code, where `sender` is `system`. */
export interface Message {
  readonly seq: number
  readonly client_id: string | null
  readonly sender: 'child' | 'volunteer' | 'system'
  readonly text: string
  readonly at: string
}

/** One answer on the form: a slug, several of them, an age or `unknown`, referrals with their kind. */
export type Value = string | number | readonly string[] | readonly Referral[]

export interface Referral {
  readonly slug: string
  readonly kind: string
}

export interface Conversation {
  readonly id: string
  readonly channel: string
  /** `waiting` and `offered` only where one reads along: its volunteer was lost or gave it away. */
  readonly state: 'active' | 'wrap_up' | 'closed' | 'waiting' | 'offered'
  readonly nickname: string | null
  readonly language: string
  readonly topic_chosen: string | null
  readonly messages: readonly Message[]
  readonly last_seq: number
  readonly phase: number | null
  readonly registration: Readonly<Record<string, Value>>
  readonly missing: readonly string[]
  readonly note?: string | null
  readonly watched_by?: readonly string[] | null
  /** Who has held it, oldest first. */
  readonly holders?: readonly Holder[]
  readonly child: 'here' | 'away'
  readonly ended_by?: string | null
  /** The child came back in spite of a time-out or block. */
  readonly way_back?: boolean | null
  /** It came on a practice line: nobody is in need, and it is not counted. */
  readonly practice?: boolean
  /** So many children wait whom one could help instead; only where one practises. */
  readonly children_waiting?: number | null
  /** Acute danger: an alarm was raised, and nobody or this coordinator took it. */
  readonly alarm?: { readonly taken_by: string | null } | null
  /** What was asked and done in danger, oldest first. */
  readonly danger?: readonly Danger[] | null
  /** Its volunteer asks for company. */
  readonly asked_along?: boolean | null
  /** Whoever reads this reads along, and does not hold it. */
  readonly watching?: boolean | null
  /** Where one reads along: the alias that the child knows. */
  readonly volunteer?: string | null
  /** Of a call: the child hears music. */
  readonly hold?: boolean
  /** Of a call, while the child is there. */
  readonly call?: Call | null
  /** What the system suggests to who holds it, until it is put away. */
  readonly advice?: Advice | null
}

/** What is suggested, with what speaks for it and against it. */
export interface Advice {
  readonly suggest: 'nothing' | 'look' | 'looks_like_prank'
  readonly reasons: readonly Reason[]
  readonly against: readonly Reason[]
}

export interface Reason {
  readonly code: string
  readonly count?: number
}

/** What came before from the same device or number, newest first; days are the helpline's. */
export interface History {
  readonly contacts: readonly Earlier[]
  readonly sanctions: readonly Given[]
  /** What a time-out now would be; shorter, or none, is as good. */
  readonly suggested_minutes: number
  /** Coordinators: there were three within a fortnight. */
  readonly suggests_block?: boolean
}

export interface Earlier {
  readonly day: string
  readonly channel: string
  readonly length: string
  readonly type: string | null
  readonly marks: readonly string[]
}

export interface Given {
  readonly day: string
  readonly kind: string
  readonly reason: string
}

/** `alias`: the name that the child knows. `mine`: it is whoever sits here. */
export interface Holder {
  readonly alias: string
  readonly since: string
  readonly mine: boolean
}

/** What a coordinator who reads along says to the volunteer alone. */
export interface Whisper {
  readonly conversation: string
  readonly from: string
  readonly text: string
  readonly at: string
}

export interface Danger {
  readonly at: string
  readonly asked: string | null
  readonly answer: string | null
  readonly action: string | null
}

/** An alarm as coordinators see it, until its conversation is closed. It sounds while nobody has taken it. */
export interface Alarm {
  readonly conversation: string
  readonly volunteer: string
  readonly raised_at: string
  readonly taken_by: string | null
}

/** *Kijk je even mee?*, as coordinators see it until one of them does. */
export interface AskedAlong {
  readonly conversation: string
  readonly volunteer: string
}

/** What changed of a conversation; of one that this page does not know it is the whole. `by`: the alias of who took it over. */
export type Change = Partial<Conversation> & { readonly id: string; readonly why?: string; readonly by?: string }

export interface Running {
  readonly conversation: string
  readonly channel: string
  readonly volunteer: string
  readonly phase: number | null
  readonly since: string
  readonly practice?: true
}

export interface Queue {
  readonly waiting: Readonly<Record<string, number>>
  readonly longest_seconds: number
  /** Children who wait and were offered twice in vain. */
  readonly passed_on?: number
  /** Who waits on the practice line, and is counted nowhere else. */
  readonly practising?: number
  readonly volunteers: Readonly<Record<string, number>>
  readonly running: readonly Running[]
}

/** What a coordinator put on the child's page; `by` is an alias. */
export interface ChildNotice {
  readonly texts: Readonly<Record<string, string>>
  readonly until: string
  readonly by: string | null
}

export interface Snapshot {
  readonly me: Me
  readonly offers: readonly Offer[]
  readonly conversations: readonly Conversation[]
  readonly queue?: Queue
  /** Of the server and its pages: another one than this page was built for means that there is a newer page. */
  readonly version?: string
  readonly notice?: ChildNotice | null
  readonly alarms?: readonly Alarm[]
  readonly asked_along?: readonly AskedAlong[]
  /** Time-outs and blocks that wait for this coordinator's yes, oldest first. */
  readonly agreements?: readonly string[]
  readonly beside?: AskedIn | null
}

/** A colleague's call for which one is asked, or in which one is beside them. `is_up`: one is heard there. */
export interface AskedIn {
  readonly conversation: string
  readonly volunteer: string | null
  readonly language: string
  readonly part: 'consult' | 'conference'
  readonly is_asked: boolean
  readonly is_up: boolean
  readonly expires_at: string
}

export interface Colleague {
  readonly id: string
  readonly alias: string
  readonly status: string
  readonly role?: string
  /** How many chats they can be given now. */
  readonly free?: number
  /** Whether they can be asked for a call now. */
  readonly phone?: boolean
}

/** What the page says to the server, and what it answers. `no_answer` and `no_link` are the page's own codes. */
export type Answer = Done | { readonly error: Trouble }

export interface Done {
  readonly ok: true
  readonly error?: undefined
  readonly [key: string]: unknown
}

export interface Trouble {
  readonly code: string
  readonly retry_seconds?: number
  readonly fields?: Readonly<Record<string, string>>
  readonly missing?: readonly string[]
  readonly by?: string | null
}
