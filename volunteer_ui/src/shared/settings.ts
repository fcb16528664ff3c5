/** What the server wrote into the page: `<meta name="helpline" content='{"name": …}'>`. */
export interface Settings {
  readonly name: string
  /** Where the exit leads: an address of ours or an https one. */
  readonly exitTo: string
  readonly messagesDays: number
  readonly pseudonymsDays: number
  readonly language: string
  /** Those of the helpline: in each a notice must be written. */
  readonly languages: readonly string[]
}

export const defaults: Settings = { name: 'Hulplijn', exitTo: '/blank', messagesDays: 30, pseudonymsDays: 14, language: 'nl', languages: ['nl', 'en'] }

/** Read the settings; whatever is missing or of the wrong shape is the default, so that a page always stands. */
export function readSettings(content: string | null | undefined): Settings {
  const raw = parsed(content)
  return {
    name: text(raw.name, defaults.name),
    exitTo: leadsAway(raw.exit_to) ? raw.exit_to : defaults.exitTo,
    messagesDays: days(raw.messages_days, defaults.messagesDays),
    pseudonymsDays: days(raw.pseudonyms_days, defaults.pseudonymsDays),
    language: text(raw.language, defaults.language),
    languages: texts(raw.languages, defaults.languages),
  }
}

export function pageSettings(page: Document = document): Settings {
  return readSettings(page.querySelector('meta[name="helpline"]')?.getAttribute('content'))
}

function parsed(content: string | null | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(content ?? '')
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

const text = (value: unknown, otherwise: string): string => (typeof value === 'string' && value !== '' ? value : otherwise)

const texts = (value: unknown, otherwise: readonly string[]): readonly string[] =>
  Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string' && one !== '') ? (value as string[]) : otherwise

const days = (value: unknown, otherwise: number): number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : otherwise

// A `javascript:` address would run as the page itself.
const leadsAway = (value: unknown): value is string => typeof value === 'string' && /^(\/(?!\/)|https?:\/\/)/.test(value)
