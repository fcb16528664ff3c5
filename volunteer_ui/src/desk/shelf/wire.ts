/** What passes between an editor and the knowledge base, in the words of docs/protocol.md. */

export type State = 'draft' | 'published' | 'retired'

/** Who approved a version, and from which day until which. */
export interface Review {
  readonly name: string
  readonly role: string
  readonly on: string
  readonly until: string
}

/** An article as it stands in the list. `due`: no approval that holds, or its day to be read again is past. */
export interface Standing {
  readonly article: string
  readonly title: string
  readonly language: string
  readonly topic: string | null
  readonly subtopic: string | null
  readonly acute: boolean
  readonly state: State
  readonly latest: number
  readonly published: number | null
  readonly changed_at: string
  readonly review: Review | null
  readonly due: boolean
  readonly for_children: boolean
  readonly opened: number
}

/** Somewhere that an article can refer to. */
export interface Referral {
  readonly slug: string
  readonly label: Readonly<Record<string, string>>
}

export interface Missed {
  readonly query: string
  readonly language: string
  readonly count: number
}

export interface Version {
  readonly number: number
  readonly by: string | null
  readonly why: string
  readonly at: string
}

/** One article with its versions, the newest first; `content` is that of the newest. */
export interface Volume {
  readonly article: string
  readonly state: State
  readonly latest: number
  readonly published: number | null
  readonly versions: readonly Version[]
  readonly content: string
}

/** What a text says, for the preview. */
export interface Checked {
  readonly article: string
  readonly title: string
  readonly language: string
  readonly body: string
  readonly for_children: string | null
}
