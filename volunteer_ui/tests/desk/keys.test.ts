// @vitest-environment jsdom
import { describe, expect, test } from 'vitest'
import { deedFor, isWriting, keys, type Press } from '../../src/desk/keys'

const key = (sign: string, change: Partial<Press> = {}): Press => ({ key: sign, code: '', altKey: false, ctrlKey: false, metaKey: false, repeat: false, isComposing: false, ...change })
const resting = { writing: false, letters: true }
const writing = { writing: true, letters: true }

describe('a key', () => {
  test.each(Object.entries(keys))('does %s by %s when not writing, and with Alt always', (deed, sign) => {
    expect(deedFor(key(sign.toLowerCase()), resting)).toBe(deed)
    expect(deedFor(key(sign), writing)).toBeNull()
    expect(deedFor(key(sign.toLowerCase(), { altKey: true }), writing)).toBe(deed)
  })

  test.each(['Enter', 'Escape', ' ', 'Tab'])('%j is no deed, with or without Alt', (sign) => {
    for (const where of [resting, writing]) for (const altKey of [false, true]) expect(deedFor(key(sign, { altKey }), where)).toBeNull()
  })

  test('opens the search by Ctrl+K or ⌘K, also while writing; / alone is a sign then', () => {
    for (const change of [{ ctrlKey: true }, { metaKey: true }]) expect(deedFor(key('k', change), writing)).toBe('search')
    expect(deedFor(key('k', { ctrlKey: true, altKey: true }), writing)).toBeNull()
    expect(deedFor(key('/'), writing)).toBeNull()
  })

  test('never takes Alt+D, E or F from the browser', () => {
    for (const sign of ['d', 'e', 'f']) expect(deedFor(key(sign, { altKey: true, code: `Key${sign.toUpperCase()}` }), resting)).toBeNull()
  })

  test('single letters can be switched off; Alt and ? go on', () => {
    const off = { writing: false, letters: false }
    expect(deedFor(key('a'), off)).toBeNull()
    expect(deedFor(key('a', { altKey: true }), off)).toBe('accept')
    expect(deedFor(key('?'), off)).toBe('keys')
  })

  test.each([{ ctrlKey: true }, { metaKey: true }, { ctrlKey: true, altKey: true }, { repeat: true }, { isComposing: true }])('is left alone with %j', (change) => {
    expect(deedFor(key('a', change), resting)).toBeNull()
  })

  test('is known by its place where Alt changes the sign', () => {
    expect(deedFor(key('å', { altKey: true, code: 'KeyA' }), writing)).toBe('accept')
    expect(deedFor(key('a', { altKey: true, code: 'KeyQ' }), writing)).toBe('accept')
  })
})

describe('writing is', () => {
  const inside = (html: string): Element => {
    document.body.innerHTML = html
    return document.body.querySelector('[data-here]') ?? document.body.firstElementChild!
  }

  test.each([
    '<textarea></textarea>',
    '<input type="text">',
    '<input type="password">',
    '<select></select>',
    '<input role="combobox">',
    '<div contenteditable="true"></div>',
    '<div role="dialog"><button data-here></button></div>',
    '<div role="menu"><div data-here></div></div>',
  ])('%s', (html) => {
    expect(isWriting(inside(html))).toBe(true)
  })

  test.each(['<button></button>', '<input type="radio">', '<input type="checkbox">', '<p></p>'])('not %s', (html) => {
    expect(isWriting(inside(html))).toBe(false)
  })

  test('not the page itself', () => {
    expect(isWriting(document.body)).toBe(false)
    expect(isWriting(null)).toBe(false)
  })
})
