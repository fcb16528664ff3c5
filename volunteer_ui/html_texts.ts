import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'
import { fillIn } from './html_fill.ts'

const read = (locale: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`./messages/${locale}.json`, import.meta.url), 'utf8')) as Record<string, unknown>

/** Put sentences of messages/ into the HTML itself, so that a page says something before its script runs. */
export function htmlTexts(): Plugin {
  return { name: 'html-texts', transformIndexHtml: { order: 'pre', handler: (html) => fillIn(html, read) } }
}
