import { getLocale } from '../paraglide/runtime.js'

/** A sentence in the helpline's own words, or its forms by how many. */
export type Said = string | Readonly<Record<string, string>>
export type Texts = Readonly<Record<string, Readonly<Record<string, Said>>>>

let own: Texts = {}

/** From now on these go before the sentences that the pages come with. */
export function useOwnWords(texts: Texts): void {
  own = texts
}

type Inputs = Readonly<Record<string, unknown>>
type Shipped = Readonly<Record<string, (inputs: Inputs) => string>>

/** A text of messages/: the helpline's own words in the language that is spoken, else those that the pages come with. */
export const text =
  (key: string, shipped: Shipped) =>
  (inputs: Inputs = {}, { locale = getLocale() }: { readonly locale?: string } = {}): string =>
    ownWords(key, inputs, locale) ?? (shipped[locale] ?? shipped.en)?.(inputs) ?? key

function ownWords(key: string, inputs: Inputs, language: string): string | undefined {
  const said = own[language]?.[key]
  const form = typeof said === 'object' ? (said[manner(language, inputs)] ?? said.other) : said
  return form?.replace(/\{(\w+)\}/g, (_, name: string) => String(inputs[name]))
}

// A sentence that has forms has one number in it.
const manner = (language: string, inputs: Inputs): string => new Intl.PluralRules(language).select(Number(Object.values(inputs)[0]))
