import type { Given, Sanction } from './wire.ts'

/** What this window knows of time-outs and blocks. */
export interface Ledger {
  /** Newest first; null as long as the server has not said. */
  readonly all: readonly Sanction[] | null
  /** The code of why the list could not be read just now. */
  readonly trouble: string | null
  /** What was given from here, by conversation. */
  readonly given: Readonly<Record<string, Given>>
}

export type Event =
  | { readonly is: 'heard'; readonly all: readonly Sanction[] }
  | { readonly is: 'unread'; readonly code: string }
  | { readonly is: 'gave'; readonly conversation: string; readonly given: Given }
  | { readonly is: 'lifted'; readonly sanction: string; readonly at: string }
  | { readonly is: 'agreed'; readonly sanction: string; readonly until: string }

export const empty: Ledger = { all: null, trouble: null, given: {} }

export function reduce(ledger: Ledger, it: Event): Ledger {
  switch (it.is) {
    case 'heard':
      return { ...ledger, all: it.all, trouble: null }
    case 'unread':
      return { ...ledger, trouble: it.code }
    case 'gave':
      return { ...ledger, given: { ...ledger.given, [it.conversation]: it.given } }
    case 'lifted':
      return { ...change(ledger, it.sanction, { holds: false, pending: false, until: it.at }), given: without(ledger.given, it.sanction) }
    case 'agreed':
      return change(ledger, it.sanction, { pending: false, until: it.until })
  }
}

/** The list as it is read: what asks for an answer, what holds now, and what is over. */
export interface Groups {
  /** Waiting for a second coordinator, first the one that waits longest. */
  readonly waiting: readonly Sanction[]
  readonly timeOuts: readonly Sanction[]
  /** First the one that nobody has looked at for longest. */
  readonly blocks: readonly Sanction[]
  readonly over: readonly Sanction[]
}

/** In order of time and never of who gave the most: this is no ranking. What ran out since it was fetched is over. */
export function grouped(all: readonly Sanction[], now: number): Groups {
  const holds = (one: Sanction): boolean => one.holds && Date.parse(one.until) > now
  const live = all.filter((one) => !one.pending && holds(one))
  return {
    waiting: oldestFirst(all.filter((one) => one.pending)),
    timeOuts: live.filter((one) => one.kind === 'time_out'),
    blocks: oldestFirst(live.filter((one) => one.kind === 'block')),
    over: all.filter((one) => !one.pending && !holds(one)),
  }
}

const week = 7 * 24 * 3_600_000

/** A block is looked at each week: giving or renewing it is looking at it. */
export const isDue = (one: Sanction, now: number): boolean => one.kind === 'block' && now - Date.parse(one.since) >= week

const oldestFirst = (all: readonly Sanction[]): readonly Sanction[] => [...all].sort((one, other) => one.since.localeCompare(other.since))

const change = (ledger: Ledger, sanction: string, changed: Partial<Sanction>): Ledger => ({
  ...ledger,
  all: ledger.all?.map((one) => (one.sanction === sanction ? { ...one, ...changed } : one)) ?? null,
})

const without = (given: Ledger['given'], sanction: string): Ledger['given'] =>
  Object.fromEntries(Object.entries(given).filter(([, one]) => one.sanction !== sanction))
