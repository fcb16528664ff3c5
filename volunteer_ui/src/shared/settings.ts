import { ours, type Tongues } from './language.svelte'
import type { Texts } from './own_words'

/** When a child would want help, and what it can do then; `href` where a line leads somewhere. */
export interface Help {
  readonly when: string
  readonly lines: readonly { readonly text: string; readonly href: string | null }[]
}
/** From and until, on the wall of the helpline. */
export type Span = readonly [from: string, until: string]
export interface Hours {
  readonly always: boolean
  /** From Monday. */
  readonly weekly: readonly (readonly Span[])[]
  readonly dates: Readonly<Record<string, readonly Span[]>>
}

/** What the server wrote into the page: `<meta name="helpline" content='{"name": …}'>`. */
export interface Settings extends Tongues {
  readonly name: string
  /** Where the exit leads: an address of ours or an https one. */
  readonly exitTo: string
  readonly messagesDays: number
  readonly pseudonymsDays: number
  /** The helpline's own number, where it has a telephone. */
  readonly phone: { readonly number: string; readonly href: string } | null
  readonly hours: Hours | null
  /** By language. */
  readonly numbers: Readonly<Record<string, readonly Help[]>>
  readonly texts: Texts
  /** What this page was built for; empty where it is not known. */
  readonly version: string
  /** The two questions before and after are asked. */
  readonly survey: boolean
}

export const defaults: Settings = {
  ...ours,
  name: 'Hulplijn',
  exitTo: '/blank',
  messagesDays: 30,
  pseudonymsDays: 14,
  phone: null,
  hours: null,
  numbers: {},
  texts: {},
  version: '',
  survey: true,
}

/** Read the settings; whatever is missing or of the wrong shape is the default, so that a page always stands. */
export function readSettings(content: string | null | undefined): Settings {
  const raw = parsed(content)
  const languages = codes(raw.languages, defaults.languages)
  return {
    name: text(raw.name, defaults.name),
    exitTo: leadsAway(raw.exit_to) ? raw.exit_to : defaults.exitTo,
    messagesDays: days(raw.messages_days, defaults.messagesDays),
    pseudonymsDays: days(raw.pseudonyms_days, defaults.pseudonymsDays),
    language: text(raw.language, languages[0] ?? defaults.language),
    languages,
    fromRightToLeft: codes(raw.from_right_to_left, []),
    phone: table(raw.phone) as Settings['phone'],
    hours: table(raw.hours) as Hours | null,
    numbers: (table(raw.numbers) ?? {}) as Settings['numbers'],
    texts: (table(raw.texts) ?? {}) as Texts,
    version: text(raw.version, defaults.version),
    survey: raw.survey !== false,
  }
}

export function pageSettings(page: Document = document): Settings {
  return readSettings(page.querySelector('meta[name="helpline"]')?.getAttribute('content'))
}

function parsed(content: string | null | undefined): Record<string, unknown> {
  try {
    return table(JSON.parse(content ?? '')) ?? {}
  } catch {
    return {}
  }
}

const table = (value: unknown): Record<string, unknown> | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null

const text = (value: unknown, otherwise: string): string => (typeof value === 'string' && value !== '' ? value : otherwise)

const codes = (value: unknown, otherwise: readonly string[]): readonly string[] =>
  Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string' && one !== '') ? (value as string[]) : otherwise

const days = (value: unknown, otherwise: number): number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : otherwise

// A `javascript:` address would run as the page itself.
const leadsAway = (value: unknown): value is string => typeof value === 'string' && /^(\/(?!\/)|https?:\/\/)/.test(value)
