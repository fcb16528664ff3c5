// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { press } from '../../src/desk/acts'
import { goBy, logOut } from '../../src/desk/deeds'
import { keptByPage } from '../../src/shared/storage'
import { conversation, nora, snapshot } from './house'
import { desk } from './line'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearInterval', 'Date'] }))
afterEach(() => void vi.useRealTimers())

const away = snapshot({ me: { ...nora, status: 'away' } })

describe('the check before a shift', () => {
  test('is shown until one is available, and not again after a reload', () => {
    const store = keptByPage()
    const { table, hear } = desk(store)
    hear('snapshot', away)
    expect(table.check.due).toBe(true)
    hear('me', { status: 'available' })
    expect(table.check.due).toBe(false)
    expect(desk(store).table.check.due).toBe(false)
  })

  test('is shown again at the next log-in', async () => {
    const { table, hear } = desk()
    hear('snapshot', snapshot())
    expect(table.check.due).toBe(false)
    await logOut(table)
    expect(table.check.due).toBe(true)
  })

  test('is remembered by the device once it was made or skipped, without a name', async () => {
    const device = keptByPage()
    const { table, hear } = desk(keptByPage(), {}, { device })
    hear('snapshot', away)
    table.check.done()
    expect(table.check.due).toBe(false)
    expect(device.get('checked')).toBe('yes')
    await logOut(table)
    expect(table.check.due).toBe(false)
    expect(desk(keptByPage(), {}, { device }).table.check.due).toBe(false)
  })
})

describe('a newer page', () => {
  test('is told when the server has another version after a reconnect, and nothing of what was written goes', () => {
    const { table, hear } = desk(keptByPage(), {}, { built: '1+a' })
    const talking = snapshot({ conversations: [conversation('blauw')] })
    hear('snapshot', { ...talking, version: '1+a' })
    expect(table.desk.outdated).toBe(false)
    table.kept.keepDraft('words', 'blauw', 'half getypt')
    hear('snapshot', { ...talking, version: '2+b' })
    expect(table.desk.outdated).toBe(true)
    expect(table.kept.draft('words', 'blauw')).toBe('half getypt')
    hear('snapshot', { ...talking, version: '1+a' })
    expect(table.desk.outdated).toBe(false)
  })

  test.each([
    ['the server does not say its version', '1+a', undefined],
    ['the page does not know its own', '', '2+b'],
  ])('is not told when %s', (_, built, version) => {
    const { table, hear } = desk(keptByPage(), {}, { built })
    hear('snapshot', { ...away, ...(version === undefined ? {} : { version }) })
    expect(table.desk.outdated).toBe(false)
  })
})

describe('another alias', () => {
  test('is asked for, and shown as soon as the server says so', async () => {
    const { table, hear, of } = desk()
    hear('snapshot', away)
    const asked = goBy(table, 'Roos')
    expect(of('alias')[0]?.data).toEqual({ alias: 'Roos' })
    hear('me', { alias: 'Roos' })
    await of('alias')[0]!.answer({ ok: true })
    expect(await asked).toBeNull()
    expect(table.desk.me?.alias).toBe('Roos')
  })

  test('that is taken says so', async () => {
    const { table, hear, of } = desk()
    hear('snapshot', away)
    const asked = goBy(table, 'Sam')
    await of('alias')[0]!.answer({ error: { code: 'alias_taken' } })
    expect(await asked).toEqual({ code: 'alias_taken' })
  })

  test('is a key away', () => {
    const { table, hear } = desk()
    hear('snapshot', away)
    press(table, new KeyboardEvent('keydown', { key: 'i' }))
    expect(table.dialog?.ask).toBe('about')
  })
})
