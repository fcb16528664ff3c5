import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

type Variant = { match: Record<string, string> }
type Texts = Record<string, string | Variant[]>

const read = (locale: string): Texts => {
  const { $schema: _, ...texts } = JSON.parse(readFileSync(new URL(`../messages/${locale}.json`, import.meta.url), 'utf8')) as Texts
  return texts
}
const forms = (text: string | Variant[]): string[] => (typeof text === 'string' ? [text] : text.flatMap(({ match }) => Object.values(match)))
const holes = (text: string | Variant[]): string => [...new Set(forms(text).flatMap((form) => form.match(/\{\w+\}/g) ?? []))].sort().join(' ')
const sentences = (text: string): string[] => text.split(/(?<=[.?:…])\s+/)

const nl = read('nl')
const en = read('en')
const forChildren = Object.entries({ ...nl }).filter(([key]) => key.startsWith('child_'))

describe('the texts', () => {
  test('exist in both languages, with the same places to fill in', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(nl).sort())
    for (const [key, text] of Object.entries(nl)) expect([key, holes(en[key] ?? '')]).toEqual([key, holes(text)])
  })

  test('belong to the child’s page, the desk, the practice line, or all', () => {
    for (const key of Object.keys(nl)) expect(key).toMatch(/^(child|desk|practice|shared)_[a-z0-9_]+$/)
  })
})

const root = new URL('../', import.meta.url)
const places = ['child.html', 'desk.html', 'practice.html', ...readdirSync(new URL('src', root), { recursive: true, encoding: 'utf8' }).map((name) => `src/${name}`)]
const sources = places.filter((name) => /\.(svelte|ts|html)$/.test(name) && !name.includes('paraglide'))
const used = new Set(sources.flatMap((name) => readFileSync(new URL(name, root), 'utf8').match(/\b(child|desk|practice|shared)_\w+/g) ?? []))

test('no text is left over, and none is missing', () => {
  expect(Object.keys(nl).filter((key) => !used.has(key))).toEqual([])
  expect([...used].filter((key) => !(key in nl))).toEqual([])
})

describe('a text for children', () => {
  test.each(forChildren)('%s has short sentences', (_, text) => {
    for (const sentence of forms(text).flatMap(sentences)) expect(sentence.split(/\s+/).length, sentence).toBeLessThanOrEqual(12)
  })

  test.each(forChildren)('%s neither shouts nor promises to be anonymous', (_, text) => {
    for (const form of forms(text)) expect(form).not.toMatch(/!|anonie?m|\bu\b|\buw\b|\p{Extended_Pictographic}/iu)
  })

  test('never names the number that shows on a telephone bill', () => {
    for (const [key, text] of forChildren) for (const form of forms(text)) expect([key, form.replace('113.nl', '')]).not.toEqual([key, expect.stringMatching(/\b113\b/)])
  })

  test('names the buttons as every test and every helper does', () => {
    expect([nl.child_chat, nl.child_skip, nl.child_on, nl.child_exit]).toEqual(['Ik wil chatten', 'Overslaan', 'Verder', 'Snel weg'])
  })
})
