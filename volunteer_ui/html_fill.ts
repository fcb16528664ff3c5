const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Put sentences into HTML where it says `{{nl:key}}`. `texts`: by language, what messages/ holds. */
export function fillIn(html: string, texts: (locale: string) => Readonly<Record<string, unknown>>): string {
  return html.replace(/\{\{(\w+):(\w+)\}\}/g, (_, locale: string, key: string) => {
    const text = texts(locale)[key]
    if (typeof text !== 'string') throw new Error(`messages/${locale}.json has no plain text ${key}`)
    return text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign)
  })
}
