// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from 'vitest'
import { press } from '../../src/desk/acts'
import { conversation, offer, snapshot } from './house'
import { desk } from './line'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearInterval', 'Date'] }))

/** A desk on which somebody types to blauw while groen is offered. */
function typing() {
  const it = desk()
  it.hear('snapshot', snapshot({ conversations: [conversation('blauw')], offers: [offer('o1', 'groen')] }))
  const line = document.body.appendChild(document.createElement('textarea'))
  const down = (key: string, change: KeyboardEventInit = {}) =>
    (line.isConnected ? line : document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...change }))
  document.body.onkeydown = (event) => press(it.table, event)
  const open = () => it.table.sentence.isOpen(Date.now())
  return { ...it, line, down, open }
}

test('what is typed on after the line has gone is no deed', () => {
  const { table, asked, line, down } = typing()
  for (const sign of 'Ik hoor d') down(sign)
  line.remove()
  for (const sign of 'at je bang wordt?') down(sign)
  expect(asked).toEqual([])
  expect(table.dialog).toBeNull()
})

test('after a pause a letter is a deed again', () => {
  const { of, line, down } = typing()
  down('I')
  line.remove()
  vi.advanceTimersByTime(2000)
  down('a')
  expect(of('accept')).toHaveLength(1)
})

test.each(['Enter', 'Tab', 'Escape'])('%s ends it, and the next letter is a deed', (key) => {
  const { of, line, down } = typing()
  down('I')
  down(key)
  line.remove()
  down('a')
  expect(of('accept')).toHaveLength(1)
})

test('a deed with Alt in the middle of it is done, and ends it', () => {
  const { of, down, open } = typing()
  down('I')
  expect(open()).toBe(true)
  down('a', { altKey: true })
  expect(of('accept')).toHaveLength(1)
  expect(open()).toBe(false)
})
