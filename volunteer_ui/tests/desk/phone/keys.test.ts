// @vitest-environment jsdom
import { describe, expect, test } from 'vitest'
import { press } from '../../../src/desk/acts'
import type { Form } from '../../../src/desk/form'
import { unsaidFor } from '../../../src/desk/phone/machine'
import type { Conversation } from '../../../src/desk/wire'
import { conversation, message, nora, snapshot } from '../house'
import { desk } from '../line'

const slugs = ['counselling', 'silent', 'hang_up', 'testing', 'abusive', 'wrong_number', 'fault']
const form: Form = { version: 1, phases: [], snippets: [], fields: [{ name: 'type', kind: 'choice', label: { nl: 'Soort' }, required_for: 'always', options: slugs.map((slug) => ({ slug, label: { nl: slug } })) }] }
const me = { ...nora, phone: { online: true } }

/** A call in view, at the desk of this person. */
function inACall(change: Partial<Conversation> = {}, role: 'volunteer' | 'coordinator' = 'volunteer') {
  const line = desk()
  line.hear('snapshot', snapshot({ me: { ...me, role }, conversations: [conversation('blauw', { channel: 'phone', hold: false, call: { is_up: true, others: [] }, ...change })] }))
  line.table.form = form
  const key = (sign: string) => press(line.table, new KeyboardEvent('keydown', { key: sign }))
  const asked = (event: string) => line.of(event).map(({ data }) => data)
  return { ...line, key, asked }
}

describe('in a call', () => {
  test('one key hangs up, and nothing is asked', () => {
    const { key, asked, table } = inACall()
    key('k')
    expect(asked('call')).toEqual([{ conversation: 'blauw', do: 'hang_up' }])
    expect([asked('end'), table.dialog]).toEqual([[], null])
  })

  test('one key ends it with a recording, without a reason', () => {
    const { key, asked, table } = inACall()
    key('x')
    expect(asked('call')).toEqual([{ conversation: 'blauw', do: 'recording' }])
    expect(table.dialog).toBeNull()
  })

  test.each([
    ['k', 'end_danger'],
    ['x', 'recording_danger'],
  ])('with an alarm %s asks first', (sign, ask) => {
    const { key, asked, table } = inACall({ alarm: { taken_by: null } })
    key(sign)
    expect(asked('call')).toEqual([])
    expect(table.dialog).toEqual({ ask, of: 'blauw' })
  })
})

describe('after a call', () => {
  const over = { state: 'wrap_up', call: null } as const

  test.each([
    ['1', 'silent'],
    ['2', 'hang_up'],
    ['3', 'testing'],
    ['4', 'abusive'],
    ['5', 'wrong_number'],
    ['6', 'fault'],
  ])('%s and K register and close it as %s', (sign, type) => {
    const { key, asked } = inACall(over)
    key(sign)
    key('k')
    expect(asked('register')).toEqual([{ conversation: 'blauw', fields: { type } }])
    expect(asked('finish')).toEqual([{ conversation: 'blauw' }])
    expect(asked('phase')).toEqual([])
  })

  test('a chat is not closed by one key, nor given a kind', () => {
    const { key, asked } = inACall({ ...over, channel: 'chat' })
    key('1')
    key('k')
    expect([asked('register'), asked('finish')]).toEqual([[], []])
  })
})

describe('in the call of somebody else', () => {
  const along = (others: NonNullable<Conversation['call']>['others'] = []) => inACall({ watching: true, volunteer: 'Sam', call: { is_up: true, others } }, 'coordinator')

  test.each([
    ['1', 'listen'],
    ['2', 'whisper'],
    ['3', 'join'],
  ])('%s takes part: %s', (sign, way) => {
    const { key, asked } = along()
    key(sign)
    expect(asked('call')).toEqual([{ conversation: 'blauw', do: way }])
  })

  test.each(['h', 'y', 'x', '0', 'g', 't'])('%s does nothing to it', (sign) => {
    const { key, asked, table } = along()
    key(sign)
    expect([asked('call'), table.dialog]).toEqual([[], null])
  })

  test('K leaves it, and nobody is hung up', () => {
    const { key, asked } = along([{ leg: 'l1', part: 'listen', who: 'Nora', is_ringing: false }])
    key('k')
    expect(asked('unwatch')).toEqual([{ conversation: 'blauw' }])
    expect(asked('call')).toEqual([])
  })
})

describe('on a practice line', () => {
  const since = '2026-03-01T20:00:00Z'
  const it = { call: { is_up: true, others: [] }, hold: false, holders: [{ alias: 'Nora', since, mine: true }], messages: [] }
  const after = (seconds: number) => Date.parse(since) + seconds * 1000

  test('silence is what is not typed since it was accepted, or since the last words of the child', () => {
    expect(unsaidFor(it, after(15))).toBe(15_000)
    const words = { ...message(1), at: '2026-03-01T20:00:10Z' }
    expect(unsaidFor({ ...it, messages: [words] }, after(15))).toBe(5000)
    expect(unsaidFor({ ...it, messages: [{ ...words, sender: 'volunteer' }] }, after(15))).toBe(15_000)
  })

  test('nobody is silent on hold, or before there is anybody', () => {
    expect(unsaidFor({ ...it, hold: true }, after(60))).toBe(0)
    expect(unsaidFor({ ...it, call: { is_up: false, others: [] } }, after(60))).toBe(0)
  })
})
