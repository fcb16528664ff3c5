import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Put sentences of messages/ into the HTML itself, written as `{{nl:key}}`, so that a page says something before its script runs. */
export function htmlTexts(): Plugin {
  const fill = (html: string): string =>
    html.replace(/\{\{(\w+):(\w+)\}\}/g, (_, locale: string, key: string) => {
      const all = JSON.parse(readFileSync(new URL(`./messages/${locale}.json`, import.meta.url), 'utf8')) as Record<string, unknown>
      const text = all[key]
      if (typeof text !== 'string') throw new Error(`messages/${locale}.json has no plain text ${key}`)
      return text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign)
    })
  return { name: 'html-texts', transformIndexHtml: { order: 'pre', handler: fill } }
}
