import { expect, test } from 'vitest'
import { empty, type Desk } from '../../src/desk/reducer'
import { numberOf } from '../../src/desk/ordinals'
import { keptByPage } from '../../src/shared/storage'
import { after, conversation, deskWith, snapshot } from './house'
import { desk } from './line'

const nameless = (id: string) => conversation(id, { nickname: null })
const comes = (id: string) => ({ is: 'conversation', change: nameless(id) }) as const
const goes = (id: string) => ({ is: 'conversation', change: { id, state: 'closed', why: 'handed_over' } }) as const
const numbers = (it: Desk) => it.conversations.map((one) => numberOf(it, one.id))

test('a child that is alone without a name needs no number', () => {
  expect(numbers(deskWith({ conversations: [nameless('a'), conversation('blauw')] }))).toEqual([null, null])
})

test('two have numbers in the order in which they came, and who stays keeps its own', () => {
  const two = after(deskWith({ conversations: [nameless('a')] }), comes('b'))
  expect(numbers(two)).toEqual([1, 2])
  const left = after(two, goes('a'))
  expect(numbers(left)).toEqual([2])
  expect(left.notices).toMatchObject([{ kind: 'handed_over', number: 1 }])
  expect(numbers(after(left, comes('c')))).toEqual([2, 3])
  expect(numbers(after(left, goes('b'), comes('d')))).toEqual([null])
})

test('a reload does not change them, in whatever order the conversations come', () => {
  const store = keptByPage()
  const before = desk(store)
  before.hear('snapshot', snapshot({ conversations: [nameless('a'), nameless('b')] }))
  const later = desk(store)
  later.hear('snapshot', snapshot({ conversations: [nameless('b'), nameless('a')] }))
  expect(numbers(later.table.desk)).toEqual([2, 1])
})

test('nobody who logs in next inherits one', () => {
  expect(after(deskWith({ conversations: [nameless('a')] }), { is: 'logged_out' }).ordinals).toEqual(empty.ordinals)
})
