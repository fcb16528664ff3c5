/** What a block would hit, as the server tells it: in buckets, and for each scope `ok` or the code of why it cannot be. */
export interface Reach {
  /** Whether something runs or waits that a block of it would end, if it is to. */
  readonly runs?: Readonly<Record<string, boolean>>
  readonly device: { readonly contacts: string; readonly counselling?: string }
  readonly network: { readonly other_devices: string; readonly live: string; readonly waiting?: string }
  readonly number: { readonly contacts: string; readonly counselling: string }
  readonly scopes?: Readonly<Record<string, string>>
}

export const scopes = ['device', 'network', 'number'] as const
export type Scope = (typeof scopes)[number]

/** A coordinator decides alone for so many hours, and never about a network. */
const alone = 24

const shortest = [1, 4, 12, 24] as const

/** How long it may be, in hours; a network never longer than a day. */
export const hoursOf = (scope: Scope): readonly number[] => (scope === 'network' ? shortest : [...shortest, 72, 168, 720, 2160])

/** Where the choice begins: a network as short as can be, and what is one's own as long as a coordinator decides alone. */
export const usualHours = (scope: Scope): number => (scope === 'network' ? shortest[0] : alone)

export const needsSecond = (scope: Scope, hours: number): boolean => scope === 'network' || hours > alone

/** What can be kept out, the narrowest first. */
export const possible = ({ scopes: may }: Reach): readonly Scope[] => scopes.filter((one) => (may?.[one] ?? 'ok') === 'ok')

/** Does something run or wait that it would end? */
export const runs = ({ runs: now }: Reach, scope: Scope): boolean => now?.[scope] ?? true

/** What asked to be spared, as schools and group homes do. */
export const spared = ({ scopes: may }: Reach): readonly Scope[] => scopes.filter((one) => may?.[one] === 'spared')

/** Its network is nobody's own: a private address, or one that many unknown share. */
export const isUnknownNetwork = ({ scopes: may }: Reach): boolean => may?.network === 'no_pseudonym'

const some = (bucket: string | undefined): boolean => bucket !== undefined && bucket !== '0'

/** Would it hit others than who is meant, or somebody who was helped here? */
export function hitsOthers(reach: Reach, scope: Scope): boolean {
  const { other_devices, live, waiting } = reach.network
  return scope === 'network' ? [other_devices, live, waiting].some(some) : some(reach[scope].counselling)
}
