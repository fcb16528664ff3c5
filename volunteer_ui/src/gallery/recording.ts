import type { Filter } from '../desk/audit/audit.svelte.ts'
import type { Chain, Entry } from '../desk/audit/wire.ts'
import type { Opened } from '../desk/opened.ts'
import type { Event } from '../child/reducer.ts'
import type { Screen as ChildScreen } from '../child/screen.ts'
import type { Snapshot as ChildSnapshot } from '../child/wire.ts'
import type { Mine, Person } from '../desk/factors/wire.ts'
import type { Event as Looked } from '../desk/knowledge/reducer.ts'
import type { Group, Recording as Spoke } from '../desk/recordings/wire.ts'
import type { Found } from '../desk/phone/check.svelte.ts'
import type { Standing } from '../desk/phone/machine.ts'
import type { Happening } from '../desk/reducer.ts'
import type { Event as OfSanctions } from '../desk/sanctions/reducer.ts'
import type { Screen as DeskScreen } from '../desk/screen.ts'
import type { Part } from '../desk/shelf/shelf.svelte.ts'
import type { Question } from '../desk/dialog.ts'
import type { Checked } from '../desk/shift_check.svelte.ts'
import type { Answer, History as Past, Snapshot as DeskSnapshot } from '../desk/wire.ts'
import type { Event as Rung } from '../practice/reducer.ts'
import type { Own } from './own.ts'

/** When it is in the gallery: a Friday evening, 20:12 in the Netherlands. */
export const now = '2026-03-06T19:12:00Z'

/** What a person does on the page once it stands: press, write, or a key, on the first place that fits the selector. */
export type Touch =
  | { readonly press: string }
  | { readonly write: string; readonly text: string }
  | { readonly key: string; readonly on: string }

/** A state of the child's page: what was heard and done until it looks so. */
export interface ChildRecording {
  readonly name: string
  readonly screen: ChildScreen
  readonly events: readonly Event[]
  /** What a snapshot of this very moment would say; needed where something came from the server after the last one. */
  readonly fresh?: ChildSnapshot
  /** How many texts there are to read meanwhile. */
  readonly reads?: number
  readonly touches?: readonly Touch[]
  /** A helpline other than ours; its language goes before that of the gallery. */
  readonly own?: Own
}

/** A state of the practice line's telephone. */
export interface PracticeRecording {
  readonly name: string
  readonly events: readonly Rung[]
  readonly touches?: readonly Touch[]
}

/** A step at the shelf of articles. */
export type Edit =
  | { readonly part: Part }
  | { readonly open: string }
  | { readonly begin: string }
  | { readonly write: string; readonly why?: string }
  | { readonly keep: 'edited_meanwhile' | 'invalid' | 'well' }
  | { readonly compare: readonly [number, number] }
  | 'fails'

/** What is sought of who did what, and what the server says. */
export interface Shown {
  readonly filter?: Partial<Filter>
  readonly found?: readonly Entry[]
  readonly more?: string
  readonly chain?: Chain
  readonly fails?: boolean
}

/** What the telephone says, what a coordinator does with one of it, and what the server answers to that. */
export interface Spoken {
  readonly all?: readonly Spoke[]
  readonly group?: Group
  readonly on?: readonly [string, 'uploads' | 'puts_live' | 'takes_away' | 'plays']
  readonly refused?: { readonly code: string; readonly why?: string }
  readonly sends?: boolean
  readonly fails?: boolean
}

/** The second step of a log-in. ways: what is asked beside the right password. */
export interface SecondStep {
  readonly ways?: readonly string[]
  readonly mine?: Mine
  readonly people?: readonly Person[]
  readonly refused?: string
}

/** A state of the desk. */
export interface DeskRecording {
  readonly name: string
  readonly screen: DeskScreen
  readonly happened: readonly Happening[]
  readonly fresh?: DeskSnapshot
  readonly form?: 'coming' | 'missing'
  readonly ask?: Question
  /** The conversation that it is about, where that is not the one in view. */
  readonly of?: string
  /** What the check before a shift found; with it the check is shown. */
  readonly check?: Checked
  /** What coordinators did with conversations of whoever looks. */
  readonly opened?: readonly Opened[]
  /** The coordinators who are there, by alias. */
  readonly coordinators?: readonly string[]
  /** The part on the right, where that is a sheet. */
  readonly sheet?: boolean
  /** What was looked up in the knowledge base, beside the conversation. */
  readonly looks?: readonly Looked[]
  /** What an editor did at the shelf. */
  readonly edits?: readonly Edit[]
  /** What a coordinator sees of who did what. */
  readonly audit?: Shown
  /** What a coordinator sees of the recordings of the telephone. */
  readonly spoken?: Spoken
  readonly second?: SecondStep
  /** What is known of time-outs and blocks. */
  readonly sanctions?: readonly OfSanctions[]
  /** What the server answers, by event; to anything else it does not. */
  readonly answers?: Readonly<Record<string, Answer>>
  /** What came before the conversation in view; the part that shows it is open. */
  readonly earlier?: Past | 'coming' | 'missing'
  /** This browser as a telephone: how it stands, and what its check found. */
  readonly phone?: { readonly standing?: Partial<Standing>; readonly found?: Found }
  /** Words that are being written, by conversation. */
  readonly drafts?: Readonly<Record<string, string>>
  readonly touches?: readonly Touch[]
}
