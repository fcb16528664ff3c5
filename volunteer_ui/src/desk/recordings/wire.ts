/** A recording of the telephone, in the words of docs/protocol.md. */
export interface Recording {
  readonly name: string
  readonly group: Group
  readonly language: string
  readonly text: string | null
  readonly state: State
  readonly seconds: number | null
  /** The text has changed since. */
  readonly outdated: boolean
  readonly draft: Draft | null
}

export const groups = ['coming', 'place', 'wait', 'refusal', 'time'] as const
export type Group = (typeof groups)[number]
export type State = 'recording' | 'placeholder' | 'missing'

/** Uploaded, and not heard by any child yet. */
export interface Draft {
  readonly id: string
  readonly seconds: number
  readonly heard: boolean
}

export interface Found {
  readonly languages: readonly string[]
  readonly recordings: readonly Recording[]
}
