import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'

const built = new URL('../../helpline/web/built/', import.meta.url)
const read = (name: string): string => readFileSync(new URL(name, built), 'utf8')

/** What is fetched later, when somebody needs it: `import(…)`, and the list of what such a script brings along. */
const later = /import\(\s*["'`][^"'`]*["'`]\s*\)|__vite__mapDeps=[^;]*?\[[^\]]*\]/g

/** Every script that a page begins with, those that its scripts import included; `all`: also what comes later. */
function scriptsOf(page: string, all = false): string[] {
  const found = new Set<string>()
  const look = (source: string): void => {
    for (const [, name] of (all ? source : source.replace(later, '')).matchAll(/["'`](?:\.|\/assets|assets)\/([\w-]+\.js)["'`]/g)) {
      if (name === undefined || found.has(name)) continue
      found.add(name)
      look(read(`assets/${name}`))
    }
  }
  look(read(page))
  return [...found]
}

const zipped = (names: readonly string[]): number => names.reduce((sum, name) => sum + gzipSync(read(`assets/${name}`)).length, 0)

describe('the built pages', () => {
  test('bring a child at most 60 kB of script', (task) => {
    if (!existsSync(new URL('child.html', built))) task.skip('the pages are not built')
    const scripts = scriptsOf('child.html')
    expect(scripts.length).toBeGreaterThan(0)
    expect(zipped(scripts)).toBeLessThanOrEqual(60_000)
  })

  test('bring a child what it may read apart, and little of it', (task) => {
    if (!existsSync(new URL('child.html', built))) task.skip('the pages are not built')
    const first = scriptsOf('child.html')
    const after = scriptsOf('child.html', true).filter((name) => !first.includes(name))
    expect(after.length).toBeGreaterThan(0)
    expect(zipped(after)).toBeLessThanOrEqual(4000)
  })

  test('bring the desk the reader of Markdown, and who edits the rest, only when they are needed', (task) => {
    if (!existsSync(new URL('desk.html', built))) task.skip('the pages are not built')
    const first = scriptsOf('desk.html')
    const after = scriptsOf('desk.html', true).filter((name) => !first.includes(name))
    expect(after.some((name) => name.startsWith('Shelf'))).toBe(true)
    expect(zipped(after)).toBeGreaterThan(20_000)
  })

  test('bring a child nothing of the desk', (task) => {
    if (!existsSync(new URL('desk.html', built))) task.skip('the pages are not built')
    const shared = scriptsOf('child.html', true).filter((name) => scriptsOf('desk.html', true).includes(name))
    expect(shared).toEqual([])
  })

  test('hold no gallery', (task) => {
    if (!existsSync(built)) task.skip('the pages are not built')
    const all = readdirSync(built, { recursive: true, encoding: 'utf8' })
    expect(all.filter((name) => /gallery/.test(name) || (/\.(js|html)$/.test(name) && /gallery/.test(read(name))))).toEqual([])
  })
})
