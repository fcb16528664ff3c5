// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { press } from '../../src/desk/acts'
import { accept, fill, handOver, logIn, logOut, say } from '../../src/desk/deeds'
import { keptByPage } from '../../src/shared/storage'
import { conversation, message, nora, offer, snapshot } from './house'
import { desk, settled } from './line'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearInterval', 'Date'] }))
afterEach(() => void vi.useRealTimers())

const blue = snapshot({ conversations: [conversation('blauw')] })
const key = (sign: string, change: KeyboardEventInit = {}): KeyboardEvent => new KeyboardEvent('keydown', { key: sign, ...change })

describe('a lost connection', () => {
  test('keeps what is written, and sends it again under the same client_id when the desk is back', async () => {
    const { table, hear, of, gone } = desk()
    hear('snapshot', blue)
    say(table, 'blauw', 'lieve groet')
    gone()
    await of('say')[0]!.answer({ error: { code: 'no_link' } })
    fill(table, 'blauw', 'age', 12)
    expect(table.desk.link).toBe('gone')
    expect(of('say')).toHaveLength(1)
    expect(of('register')).toHaveLength(0)
    hear('snapshot', blue)
    expect(of('say').map((one) => one.data.client_id)).toEqual([of('say')[0]!.data.client_id, of('say')[0]!.data.client_id])
    expect(of('register')[0]?.data.fields).toEqual({ age: 12 })
  })

  test('and a reload loses nothing either', () => {
    const store = keptByPage()
    const before = desk(store)
    before.hear('snapshot', blue)
    say(before.table, 'blauw', 'lieve groet')
    before.table.kept.keepDraft('words', 'blauw', 'half getypt')
    const { table, hear, of } = desk(store)
    hear('snapshot', blue)
    expect(of('say')[0]?.data.text).toBe('lieve groet')
    expect(table.kept.draft('words', 'blauw')).toBe('half getypt')
  })
})

describe('the sheet beside a conversation', () => {
  test('goes with the conversation that it belongs to, and stays when that only ends', () => {
    const { table, hear } = desk()
    hear('snapshot', snapshot({ conversations: [conversation('blauw'), conversation('groen')] }))
    table.sheet = true
    hear('conversation', { id: 'blauw', state: 'wrap_up' })
    expect(table.sheet).toBe(true)
    table.tell({ is: 'chose', chosen: 'groen' })
    expect(table.sheet).toBe(false)
  })

  test('comes for who wants to finish', () => {
    const { table, hear } = desk()
    hear('snapshot', snapshot({ conversations: [conversation('blauw', { state: 'wrap_up' })] }))
    press(table, key('k'))
    expect([table.sheet, table.pane]).toEqual([true, 'form'])
  })
})

describe('a desk where too many come at once', () => {
  test('says when it tries again, and nothing of it once it is let in', () => {
    const { table, hear, gone, refused } = desk()
    refused('too_many', 30)
    expect(table.desk).toMatchObject({ link: 'gone', crowded: 30 })
    gone()
    expect(table.desk.crowded).toBeNull()
    refused('try_again', 2)
    expect(table.desk).toMatchObject({ link: 'gone', crowded: null })
    hear('snapshot', blue)
    expect(table.desk.link).toBe('here')
  })
})

describe('a session that ended', () => {
  test('asks to log in again, and then sends what was written', async () => {
    const { table, hear, of, calls } = desk()
    hear('snapshot', blue)
    say(table, 'blauw', 'lieve groet')
    await of('say')[0]!.answer({ error: { code: 'signed_out' } })
    expect(table.desk.link).toBe('signed_out')
    expect(await logIn(table, 'ann', 'x')).toBeNull()
    expect(calls).toEqual(['renew'])
    hear('snapshot', blue)
    expect(of('say')).toHaveLength(2)
  })

  test('shows nothing of the one before to somebody else who logs in', async () => {
    const { table, hear, refused } = desk()
    hear('snapshot', blue)
    table.kept.keepDraft('words', 'blauw', 'geheim')
    table.shelf.begin('nl')
    say(table, 'blauw', 'geheim')
    refused('signed_out')
    await logIn(table, 'ben', 'x')
    expect(table.desk.me).toBeNull()
    expect(table.desk.conversations).toEqual([])
    expect(table.kept.draft('words', 'blauw')).toBe('')
    expect(table.kept.unsent().outbox).toEqual([])
    expect(table.shelf.writing).toBeNull()
  })

  test('nor after a reload in between', () => {
    const store = keptByPage()
    const before = desk(store)
    before.hear('snapshot', blue)
    say(before.table, 'blauw', 'geheim')
    const { hear, of } = desk(store)
    hear('snapshot', { ...blue, me: { ...nora, name: 'ben' } })
    expect(of('say')).toEqual([])
  })

  test('a wrong password says so and opens nothing', async () => {
    const { table, refused, calls } = desk(keptByPage(), { logIn: async () => ({ ok: false, code: 'too_many', retrySeconds: 30 }) })
    refused('signed_out')
    expect(await logIn(table, 'ann', 'fout')).toEqual({ code: 'too_many', seconds: 30 })
    expect(calls).toEqual([])
  })

  test('logging out forgets what was written', async () => {
    const { table, hear, calls } = desk()
    hear('snapshot', blue)
    table.kept.keepDraft('words', 'blauw', 'geheim')
    await logOut(table)
    expect(calls).toEqual(['close'])
    expect(table.kept.draft('words', 'blauw')).toBe('')
    expect(table.desk.link).toBe('signed_out')
  })
})

describe('an offer', () => {
  test('is accepted by A, and its conversation is in view', async () => {
    const { table, hear, of } = desk()
    hear('snapshot', snapshot({ offers: [offer('o1', 'groen')] }))
    press(table, key('a'))
    await of('accept')[0]!.answer({ ok: true, conversation: conversation('groen') })
    expect(table.desk.offers).toEqual([])
    expect(table.conversation?.id).toBe('groen')
  })

  test('is declined by N', async () => {
    const { table, hear, of } = desk()
    hear('snapshot', snapshot({ offers: [offer('o1')] }))
    press(table, key('n'))
    await of('decline')[0]!.answer({ ok: true })
    expect(table.desk.offers).toEqual([])
    expect(table.desk.notices).toEqual([])
  })

  test.each(['Enter', 'Escape', ' '])('is not touched by %j', (sign) => {
    const { table, hear, asked } = desk()
    hear('snapshot', snapshot({ offers: [offer('o1')] }))
    press(table, key(sign))
    press(table, key(sign, { altKey: true }))
    expect(asked).toEqual([])
  })

  test('that is gone when one accepts is told kindly, once', async () => {
    const { table, hear, of } = desk()
    hear('snapshot', snapshot({ offers: [offer('o1')] }))
    void accept(table)
    hear('offer_gone', { offer: 'o1', reason: 'left' })
    await of('accept')[0]!.answer({ error: { code: 'offer_gone' } })
    expect(table.desk.notices).toEqual([{ kind: 'left' }])
  })

  test('pressed twice is accepted once', async () => {
    const { table, hear, of } = desk()
    hear('snapshot', snapshot({ offers: [offer('o1', 'groen')] }))
    press(table, key('a'))
    press(table, key('a'))
    for (const one of of('accept')) await one.answer({ ok: true, conversation: conversation('groen') })
    expect(table.desk.conversations).toHaveLength(1)
    expect(table.desk.notices).toEqual([])
  })
})

describe('the lock', () => {
  const idle = 16 * 60_000

  test('hides an idle desk, over a reload too, and no key works behind it', async () => {
    const store = keptByPage()
    const before = desk(store)
    before.hear('snapshot', snapshot({ offers: [offer('o1')] }))
    vi.advanceTimersByTime(idle)
    expect(before.table.desk.locked).toBe(true)
    press(before.table, key('a', { altKey: true }))
    expect(before.of('accept')).toEqual([])
    const { table, hear } = desk(store)
    hear('snapshot', snapshot())
    expect(table.desk.locked).toBe(true)
    await logIn(table, 'ann', 'x')
    expect(table.desk.locked).toBe(false)
    expect(desk(store).table.desk.locked).toBe(false)
  })

  test('comes by hand, and nobody is offered to who is not there', async () => {
    const store = keptByPage()
    const { table, hear, of } = desk(store)
    hear('snapshot', snapshot())
    hear('me', { ...table.desk.me!, status: 'available' } as never)
    press(table, key('9'))
    expect(table.desk.locked).toBe(true)
    expect(of('be').map((one) => one.data)).toEqual([{ status: 'away' }])
    expect(desk(store).table.desk.locked).toBe(true)
  })

  test('does not come by hand over a child who talks', () => {
    const { table, hear, of } = desk()
    hear('snapshot', blue)
    press(table, key('9'))
    expect(table.desk.locked).toBe(false)
    expect(of('be')).toEqual([])
  })

  test('does not come while somebody is there', () => {
    const { table, hear } = desk()
    hear('snapshot', snapshot())
    for (let minute = 0; minute < 30; minute += 1) {
      vi.advanceTimersByTime(60_000)
      table.touched(false)
    }
    expect(table.desk.locked).toBe(false)
  })

  test('does not come during a conversation', () => {
    const { table, hear } = desk()
    hear('snapshot', blue)
    vi.advanceTimersByTime(4 * idle)
    expect(table.desk.locked).toBe(false)
  })
})

describe('a question above the page', () => {
  test('stays about the conversation for which it was asked', () => {
    const { table, hear } = desk()
    hear('snapshot', snapshot({ conversations: [conversation('blauw'), conversation('groen')] }))
    press(table, key('k'))
    press(table, key('v', { altKey: true }))
    expect(table.dialog).toEqual({ ask: 'end', of: 'blauw' })
    expect(table.desk.chosen).toBe('groen')
  })

  test('lets no bare letter through', () => {
    const { table, hear, asked } = desk()
    hear('snapshot', blue)
    press(table, key('o'))
    press(table, key('p'))
    expect(asked).toEqual([])
  })

  test('a hand-over that cannot be says why and keeps its note', async () => {
    const { table, hear, of } = desk()
    hear('snapshot', blue)
    table.kept.keepDraft('note', 'blauw', 'is bang')
    const trouble = handOver(table, 'blauw', 'is bang', 'sam')
    await of('hand_over')[0]!.answer({ error: { code: 'not_free' } })
    expect(await trouble).toEqual({ code: 'not_free' })
    expect(table.kept.draft('note', 'blauw')).toBe('is bang')
    hear('conversation', { id: 'blauw', state: 'closed', why: 'handed_over' })
    expect(table.kept.draft('note', 'blauw')).toBe('')
    expect(table.desk.notices[0]?.kind).toBe('handed_over')
  })
})

test('a message that is missing is asked for', async () => {
  const { table, hear, of } = desk()
  hear('snapshot', blue)
  hear('message', { conversation: 'blauw', ...message(2) })
  vi.advanceTimersByTime(300)
  await of('sync')[0]!.answer({ ok: true, messages: [message(1), message(2)], state: 'active' })
  expect(table.conversation?.messages.map((one) => one.seq)).toEqual([1, 2])
})

test('what the page does not know yet breaks nothing', async () => {
  const { table, hear } = desk()
  hear('snapshot', { ...blue, alarms: [], asked_along: [] })
  hear('whisper', { conversation: 'blauw', text: 'x' })
  await settled()
  expect(table.desk.conversations).toHaveLength(1)
})
