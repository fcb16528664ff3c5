/** An entry of the audit, in the words of docs/protocol.md. `whom` is an alias. */
export interface Entry {
  readonly entry: string
  readonly at: string
  readonly what: string
  readonly by: Person | null
  readonly whom: string | null
  readonly conversation: string | null
  readonly reason: string | null
  readonly about: string | null
}

export interface Person {
  readonly id: string
  readonly alias: string | null
}

export interface Found {
  readonly entries: readonly Entry[]
  readonly more: string | null
  readonly people: readonly Person[]
}

/** Is it whole, and where does it end. */
export interface Chain {
  readonly head: string | null
  readonly broken: readonly Broken[]
}

export interface Broken {
  readonly month: string
  readonly number: number | null
  readonly what: string
}
