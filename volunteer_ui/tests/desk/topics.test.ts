// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { beside } from '../../src/desk/fields/beside'
import Topics from '../../src/desk/fields/Topics.svelte'
import { entries, type Field } from '../../src/desk/form'
import { topics } from '../../src/gallery/form.json'
import { speak } from '../../src/shared/language.svelte'

const all = entries(topics, 'nl')
const field: Field = { name: 'topics', kind: 'topics', label: { nl: 'Onderwerp' }, required_for: 'always', max: 3 }

function draw(value: readonly string[] = [], likely: readonly string[] = []) {
  const put = vi.fn()
  render(Topics, { field, label: 'Onderwerp', tree: topics, likely, value, put })
  return put
}
const line = (): HTMLInputElement => screen.getByRole('combobox', { name: 'Onderwerp' })
const list = (): HTMLElement | null => screen.queryByRole('listbox')
const options = (): readonly HTMLElement[] => within(list()!).getAllByRole('option')
const marked = (): HTMLElement | null => document.getElementById(line().getAttribute('aria-activedescendant') ?? '')
const words = (it: HTMLElement | null | undefined): string => it?.textContent?.trim().replace(/\s+/g, ' ') ?? ''
const nameOf = (number: number): string => `${all[number]!.topic} › ${all[number]!.name}`

async function type(typed: string) {
  line().focus()
  await fireEvent.input(line(), { target: { value: typed } })
}
async function press(key: string, more: KeyboardEventInit = {}) {
  line().focus()
  await fireEvent.keyDown(line(), { key, ...more })
}

beforeEach(() => speak('nl'))
afterEach(cleanup)

describe('the list of topics', () => {
  test('opens with what is typed, and not when one only comes by', async () => {
    draw()
    line().focus()
    expect(list()).toBeNull()
    expect(line().getAttribute('aria-expanded')).toBe('false')
    await type('ruzie met je ouders')
    expect(line().getAttribute('aria-expanded')).toBe('true')
    expect(line().getAttribute('aria-controls')).toBe(list()!.id)
    expect(words(marked())).toBe('Thuis en familie › Ruzie met je ouders')
  })

  test('opens with a click, and has the focus then', async () => {
    draw()
    await fireEvent.click(line())
    expect(list()).not.toBeNull()
    expect(document.activeElement).toBe(line())
  })

  test('begins with what the child’s own word stands for', async () => {
    draw([], ['bullying'])
    await press('ArrowDown')
    expect(options().slice(0, 2).map((one) => words(one).split(' › ')[0])).toEqual(['Pesten', 'Pesten'])
  })

  test('is drawn in part, says how long it is, and by key one comes to the last', async () => {
    draw()
    await press('ArrowDown')
    expect(options().length).toBeLessThan(20)
    expect(options()[3]!.getAttribute('aria-setsize')).toBe(String(all.length))
    expect(options()[3]!.getAttribute('aria-posinset')).toBe('4')
    for (let count = 0; count < all.length / 9; count++) await press('PageDown')
    await press('ArrowDown')
    expect(words(marked())).toBe(nameOf(all.length - 1))
    await press('ArrowUp')
    expect(words(marked())).toBe(nameOf(all.length - 2))
    for (let count = 0; count < all.length / 9; count++) await press('PageUp')
    expect(words(marked())).toBe(nameOf(0))
    expect(marked()!.getAttribute('aria-selected')).toBe('true')
    expect(options().filter((one) => one.getAttribute('aria-selected') === 'true')).toHaveLength(1)
  })

  test('begins again at its first with each sign', async () => {
    draw()
    await type('r')
    await press('PageDown')
    await type('ru')
    expect(marked()).toBe(options()[0])
  })

  test('gives what Enter or a click chose, once', async () => {
    const put = draw(['being-bullied'])
    await type('ruzie met je ouders')
    await press('Enter')
    await press('Enter')
    expect(put.mock.calls).toEqual([[['being-bullied', 'conflict-with-parents']]])
    expect(list()).toBeNull()
    expect(line().value).toBe('')
    expect(document.activeElement).toBe(line())
    await type('ruzie met je ouders')
    await fireEvent.click(options()[0]!)
    expect(put).toHaveBeenCalledTimes(2)
  })

  test('leaves out what was chosen, and takes no more than there is room for', () => {
    draw(['being-bullied', 'conflict-with-parents', 'physical-abuse'])
    expect(screen.queryByRole('combobox')).toBeNull()
    cleanup()
    draw(['conflict-with-parents'])
    expect(screen.getByText('Thuis en familie › Ruzie met je ouders')).toBeTruthy()
  })

  test('says that nothing was found, and takes nothing then', async () => {
    const put = draw()
    await type('voetbaluitslag')
    expect(screen.getByRole('status').textContent).toContain('Niets gevonden.')
    expect(line().getAttribute('aria-expanded')).toBe('false')
    await press('ArrowDown')
    await press('Enter')
    expect(put).not.toHaveBeenCalled()
  })

  test('goes with Escape and with the focus; what was typed stays until the second Escape', async () => {
    draw()
    await type('ruzie')
    await press('Escape')
    expect([list(), line().value]).toEqual([null, 'ruzie'])
    await press('ArrowDown', { altKey: true })
    expect(list()).not.toBeNull()
    await press('ArrowUp', { altKey: true })
    expect(list()).toBeNull()
    await press('Escape')
    expect(line().value).toBe('')
    await type('ruzie')
    line().blur()
    await vi.waitFor(() => expect(list()).toBeNull())
  })

  test('leaves the keys of a word that is being composed alone', async () => {
    const put = draw()
    await type('ruzie')
    await press('Enter', { isComposing: true })
    expect(put).not.toHaveBeenCalled()
  })
})

describe('a list beside its line', () => {
  const room = { clientWidth: 1280, clientHeight: 720 }

  test('stands under it, and ends where it ends', () => {
    expect(beside({ top: 100, bottom: 136, right: 1240 }, room)).toBe('top: 140px; right: 40px; max-height: min(18rem, 576px)')
  })

  test('stands above it where there is more room', () => {
    expect(beside({ top: 600, bottom: 636, right: 1240 }, room)).toBe('bottom: 124px; right: 40px; max-height: min(18rem, 592px)')
  })

  test('stays under it where that is room enough', () => {
    expect(beside({ top: 380, bottom: 416, right: 1240 }, room)).toContain('top: 420px')
  })
})
