import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'svelte/compiler'
import { describe, expect, test } from 'vitest'

const root = new URL('../', import.meta.url)
const files = (folder: string): string[] =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name}`)
    .filter((name) => /\.(svelte|ts)$/.test(name) && !name.includes('paraglide'))
const read = (name: string): string => readFileSync(new URL(name, root), 'utf8')
const sources = files('src')
const components = sources.filter((name) => name.endsWith('.svelte'))

/** Words a person would read that stand in a component itself. */
function sentencesIn(source: string): string[] {
  const found: string[] = []
  const spoken = new Set(['aria-label', 'title', 'placeholder', 'alt', 'label'])
  const look = (node: unknown, attribute: string | null): void => {
    if (Array.isArray(node)) return node.forEach((each) => look(each, attribute))
    if (typeof node !== 'object' || node === null) return
    const { type, name, data, ...rest } = node as { type?: string; name?: string; data?: string }
    if (type === 'Text' && (attribute === null || spoken.has(attribute)) && /\p{Letter}{2,}/u.test(data ?? '')) found.push((data ?? '').trim())
    const inside = type === 'Attribute' ? (name ?? '') : attribute
    Object.values(rest).forEach((each) => look(each, inside))
  }
  look(parse(source, { modern: true }).fragment, null)
  return found
}

describe('the pages', () => {
  test('talk to the network in five files', () => {
    const network = /socket\.io-client|\bfetch\(|sendBeacon|XMLHttpRequest|new WebSocket|WebSocketInterface|EventSource/
    expect(sources.filter((name) => network.test(read(name))).sort()).toEqual(['src/net/child.ts', 'src/net/desk.ts', 'src/net/http.ts', 'src/net/practice.ts', 'src/net/sip.ts'])
  })

  test.each(components)('%s has no sentence of its own', (name) => {
    expect(sentencesIn(read(name))).toEqual([])
  })

  test('the search for sentences finds them', () => {
    expect(sentencesIn('<p title="Klik hier">Fijn dat je er bent.</p><p class="soft">{m.x()}</p>').sort()).toEqual(['Fijn dat je er bent.', 'Klik hier'])
  })

  test.each(components)('%s shows text as text, without inline style or script', (name) => {
    expect(read(name)).not.toMatch(/\{@html|\sstyle="|innerHTML|<script(?![^>]*lang="ts")|javascript:/)
  })

  test.each(sources)('%s writes no history and no cookie, and evaluates nothing', (name) => {
    expect(read(name)).not.toMatch(/pushState|document\.cookie|\beval\(|new Function|insertAdjacentHTML|outerHTML/)
  })

  test('the child’s page reaches the browser’s storage in one file', () => {
    const inChild = sources.filter((name) => !name.startsWith('src/desk/') && /\b(local|session)Storage\b/.test(read(name)))
    expect(inChild).toEqual(['src/shared/storage.ts'])
  })

  test.each(['child.html', 'desk.html', 'practice.html'])('%s has nothing inline, nothing from elsewhere, and a place for the settings', (name) => {
    const html = read(name)
    expect(html).not.toMatch(/\sstyle=|<style|\son\w+=|<script(?![^>]*\ssrc="\/)/)
    expect(html).not.toMatch(/(src|href)="(https?:)?\/\/(?!www\.113\.nl)/)
    expect(html).toContain('<meta name="helpline" content="%HELPLINE%" />')
  })
})
