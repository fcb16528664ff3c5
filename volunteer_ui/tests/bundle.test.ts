import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'

const built = new URL('../../helpline/web/built/', import.meta.url)
const read = (name: string): string => readFileSync(new URL(name, built), 'utf8')

/** Every script that a page asks for, those that its scripts import included. */
function scriptsOf(page: string): string[] {
  const found = new Set<string>()
  const look = (source: string): void => {
    for (const [, name] of source.matchAll(/["'`](?:\.|\/assets|assets)\/([\w-]+\.js)["'`]/g)) {
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

  test('bring a child nothing of the desk', (task) => {
    if (!existsSync(new URL('desk.html', built))) task.skip('the pages are not built')
    const shared = scriptsOf('child.html').filter((name) => scriptsOf('desk.html').includes(name))
    expect(shared).toEqual([])
  })

  test('hold no gallery', (task) => {
    if (!existsSync(built)) task.skip('the pages are not built')
    const all = readdirSync(built, { recursive: true, encoding: 'utf8' })
    expect(all.filter((name) => /gallery/.test(name) || (/\.(js|html)$/.test(name) && /gallery/.test(read(name))))).toEqual([])
  })
})
