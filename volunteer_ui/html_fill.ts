const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign)
const each = /<!--each language-->([^]*?)<!--\/each language-->/

interface Help {
  readonly when: string
  readonly lines: readonly { readonly text: string; readonly href: string | null }[]
}
export interface FirstWords {
  readonly texts: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly numbers: Readonly<Record<string, readonly Help[]>>
}

/** Put sentences into HTML where it says `{{key}}`, as the server does (helpline/web/first_words.py). */
export function fillIn(html: string, words: FirstWords): string {
  return html
    .split(each)
    .map((part, nth) => (nth % 2 ? Object.keys(words.texts).map((language) => filled(part, language, words)).join('') : filled(part, 'nl', words)))
    .join('')
}

function filled(part: string, language: string, { texts, numbers }: FirstWords): string {
  const special: Record<string, string> = { language, direction: 'ltr', numbers: (numbers[language] ?? []).map(shown).join('') }
  return part.replace(/\{\{(\w+)\}\}/g, (_, key: string) => {
    const text = texts[language]?.[key]
    if (typeof text !== 'string' && !(key in special)) throw new Error(`messages/${language}.json has no plain text ${key}`)
    return special[key] ?? escaped(String(text))
  })
}

const shown = ({ when, lines }: Help): string =>
  `<p><strong>${escaped(when)}</strong></p>${lines.map(({ text, href }) => (href === null ? `<p>${escaped(text)}</p>` : `<a href="${escaped(href)}" rel="noreferrer">${escaped(text)}</a>`)).join('')}`
