import { expect, test } from 'vitest'
import { standingOf } from '../../src/desk/standing'
import type { Me } from '../../src/desk/wire'
import { conversation, deskWith, nora } from './house'

const lou: Me = { ...nora, role: 'coordinator' }
const active = [conversation('blauw')]
const wrapUp = [conversation('blauw', { state: 'wrap_up' })]

test.each([
  ['talking', nora, [...wrapUp, ...active], 'talking'],
  ['in wrap-up', nora, wrapUp, 'wrap_up'],
  ['available', nora, [], 'available'],
  ['on a break', { ...nora, status: 'break' }, [], 'break'],
  ['away', { ...nora, status: 'away' }, [], 'away'],
  ['at the last one, with nothing left', { ...nora, status: 'last' }, [], 'away'],
  ['a coordinator who answers', lou, [], 'available'],
  ['a coordinator who does not', { ...lou, status: 'away' }, [], null],
] as const)('somebody who is %s is counted as the server counts them', (_, me, conversations, standing) => {
  expect(standingOf(deskWith({ me, conversations }))).toBe(standing)
})
