/** What passes between the desk and the knowledge base, in the words of docs/protocol.md. */

/** Something found; `article` is null for a sub-topic that has none. */
export interface Hit {
  readonly article: string | null
  readonly title: string
  readonly topic: string
  readonly subtopic: string
  readonly excerpt: string
  readonly reason?: { readonly code: string; readonly text?: string } | null
}

export interface Found {
  readonly hits: readonly Hit[]
  readonly did_you_mean: string | null
}

export interface Referral {
  readonly slug: string
  readonly name: string
  readonly number: string | null
  readonly asks_first: string | null
  readonly hours: string | null
  readonly for_whom: string | null
  readonly site: string | null
}

/** `card`: the body is the short card only. Dates are days (`2026-03-06`). */
export interface Article {
  readonly article: string
  readonly title: string
  readonly topic: string
  readonly subtopic: string
  readonly language: string
  readonly body: string
  readonly acute: boolean
  readonly reviewed_at: string | null
  readonly referrals: readonly Referral[]
  readonly shown: 'whole' | 'unreviewed' | 'card'
  readonly review: { readonly name: string; readonly role: string; readonly until: string } | null
  readonly other_languages?: Readonly<Record<string, string>>
}
