import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'
import { fillIn } from './html_fill.ts'

const read = (name: string): Record<string, never> => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')) as Record<string, never>

/** Put the first sentences into the HTML while somebody works on the pages; in the built ones the server does. */
export function htmlTexts(): Plugin {
  const words = () => ({ texts: { nl: read('./messages/nl.json'), en: read('./messages/en.json') }, numbers: read('./src/gallery/numbers.json') })
  return { name: 'html-texts', apply: 'serve', transformIndexHtml: { order: 'pre', handler: (html) => fillIn(html, words()) } }
}
