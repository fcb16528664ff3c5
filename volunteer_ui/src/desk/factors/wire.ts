/** A second step of whoever is logged in. */
export interface Factor {
  readonly factor: string
  readonly kind: 'code' | 'passkey'
  readonly name: string
  readonly since: string
  readonly used_at: string | null
}

/** One's own, and whether one must have any. */
export interface Mine {
  readonly factors: readonly Factor[]
  readonly required: boolean
}

/** What an app needs to make codes, to be typed or as a drawing of so many squares each way. */
export interface NewCode {
  readonly factor: string
  readonly secret: string
  readonly drawing: { readonly size: number; readonly path: string }
}

/** Somebody who works here, and how many second steps they have. */
export interface Person {
  readonly id: string
  readonly alias: string
  readonly role: 'volunteer' | 'coordinator'
  readonly factors: number
  readonly mine: boolean
}
