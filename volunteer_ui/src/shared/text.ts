/** The longest text the server takes, in code points. */
export const longest = 4000

// C0 controls but tab and newline; the server refuses them, and a paste may bring them along.
// eslint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000b-\u001f]/g
const loneSurrogates = /\p{Surrogate}/gu

export const codePoints = (text: string): number => Array.from(text).length

/** The text as it can be sent, or null when nothing but space is left or it is too long. */
export function sendable(text: string): string | null {
  const clean = text.replace(/\r\n?/g, '\n').replace(controls, '').replace(loneSurrogates, '\ufffd').trim()
  return clean === '' || codePoints(clean) > longest ? null : clean
}

/** The longest invented name the server takes, in code points. */
export const longestName = 40

/** A name on one line, of characters that are to be seen, and no longer than the server takes. */
export const asName = (text: string): string =>
  Array.from(text.replace(/\s+/g, ' ').replace(/\p{C}/gu, '').trim()).slice(0, longestName).join('')

/** A text in the reader's language, or in the first there is. */
export const inLanguage = (texts: Readonly<Record<string, string>>, language: string): string =>
  texts[language] ?? Object.values(texts)[0] ?? ''
