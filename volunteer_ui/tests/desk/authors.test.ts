import { expect, test } from 'vitest'
import { authorOf, before } from '../../src/desk/authors'
import type { Holder, Message } from '../../src/desk/wire'
import { message } from './house'

const at = (minute: number): string => `2026-03-01T20:0${minute}:00.000000Z`
const held = (alias: string, minute: number, mine = false): Holder => ({ alias, since: at(minute), mine })
const said = (minute: number, sender: Message['sender'] = 'volunteer'): Message => ({ ...message(minute, sender), at: at(minute) })

test('what a colleague said before me is theirs, and what I said is mine, also when I had it first', () => {
  const holders = [held('Nora', 0, true), held('Sam', 2), held('Lou', 4), held('Nora', 6, true)]
  expect([1, 2, 3, 5, 7].map((minute) => authorOf(said(minute), holders))).toEqual([null, 'Sam', 'Sam', 'Lou', null])
  expect(before(holders)?.alias).toBe('Lou')
})

test('the child is no colleague, and without holders everything is mine', () => {
  expect(authorOf(said(1, 'child'), [held('Sam', 0)])).toBeNull()
  expect(authorOf(said(1), [])).toBeNull()
  expect(before([held('Nora', 0, true)])).toBeNull()
})
