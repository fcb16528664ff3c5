// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { press } from '../../src/desk/acts'
import { Bell } from '../../src/desk/alert'
import { needsAgreement, open, suggested } from '../../src/desk/sanctions/ladder'
import { hoursText, minutesText } from '../../src/desk/sanctions/texts'
import { hitsOthers, hoursOf, needsSecond, possible, spared, usualHours, type Reach } from '../../src/desk/sanctions/reach'
import { empty, grouped, isDue, reduce } from '../../src/desk/sanctions/reducer'
import TimeOut from '../../src/desk/sanctions/TimeOut.svelte'
import type { Sanction } from '../../src/desk/sanctions/wire'
import ConversationList from '../../src/desk/views/ConversationList.svelte'
import type { Me } from '../../src/desk/wire'
import { speak } from '../../src/shared/language.svelte'
import { keptByPage } from '../../src/shared/storage'
import { conversation, nora, queue, snapshot } from './house'
import { desk, settled } from './line'

const now = Date.parse('2026-03-06T19:12:00Z')
const sanction = (change: Partial<Sanction> = {}): Sanction => ({
  sanction: 's1',
  kind: 'time_out',
  scope: 'device',
  by: 'Nora',
  mine: true,
  reason: 'prank',
  note: null,
  since: '2026-03-06T19:05:00Z',
  until: '2026-03-06T19:20:00Z',
  asked_until: '2026-03-06T19:20:00Z',
  refused: 0,
  pending: false,
  holds: true,
  way_back: 'open',
  advised: null,
  conversation: 'blauw',
  ...change,
})
const names = (all: readonly Sanction[]): readonly string[] => all.map((one) => one.sanction)

describe('what waits for a coordinator’s yes', () => {
  const rest = snapshot({ me: { ...nora, role: 'coordinator' }, queue: queue(0) })
  const rung = vi.spyOn(Bell.prototype, 'ring').mockImplementation(() => undefined)
  beforeEach(() => rung.mockClear())

  test('rings once, as softly as an offer, and the list is read again', () => {
    const { table, hear, of } = desk()
    hear('snapshot', rest)
    hear('agreements', { sanctions: ['s1'] })
    expect([table.desk.agreements, rung.mock.calls.length, of('sanctions').length]).toEqual([['s1'], 1, 1])
    hear('snapshot', { ...rest, agreements: ['s1'] })
    expect(rung).toHaveBeenCalledTimes(1)
    hear('agreements', { sanctions: ['s1', 's2'] })
    expect(rung).toHaveBeenCalledTimes(2)
    hear('agreements', { sanctions: [] })
    expect([table.desk.agreements, rung.mock.calls.length, of('sanctions').length]).toEqual([[], 2, 4])
  })

  test('is counted beside the list', () => {
    const { table, hear } = desk()
    speak('nl')
    hear('snapshot', { ...rest, agreements: ['s1', 's2'] })
    render(ConversationList, { table })
    expect(screen.getByRole('button', { name: /Time-outs/ }).textContent).toContain('wacht op akkoord: 2')
    cleanup()
  })
})

describe('the ladder', () => {
  const coached: Me = { ...nora, level: 'coached' }
  const lou: Me = { ...nora, role: 'coordinator', level: 'coached' }

  test('is the server’s', () => {
    expect([15, 60, 1440].map((suggested_minutes) => suggested({ suggested_minutes }, nora))).toEqual([15, 60, 1440])
  })

  test('begins at a quarter of an hour where nothing is known', () => {
    expect(suggested({}, nora)).toBe(15)
  })

  test('ends at a quarter of an hour for who is coached', () => {
    expect(open(coached)).toEqual([5, 15])
    expect(suggested({ suggested_minutes: 1440 }, coached)).toBe(15)
    expect(open(lou)).toEqual(open(nora))
  })

  test('asks for a coordinator above an hour, and not of one', () => {
    expect([60, 1440].map((minutes) => needsAgreement(minutes, nora))).toEqual([false, true])
    expect(needsAgreement(1440, lou)).toBe(false)
  })
})

test('a length reads as people say it', () => {
  speak('nl', keptByPage())
  expect([1, 15, 60, 90, 1440].map(minutesText)).toEqual(['1 minuut', '15 minuten', '1 uur', '90 minuten', '24 uur'])
  expect([1, 30, 48, 50, 2160].map(hoursText)).toEqual(['1 uur', '30 uur', '2 dagen', '50 uur', '90 dagen'])
})

describe('a block', () => {
  const reach: Reach = {
    device: { contacts: '5-19', counselling: '0' },
    network: { other_devices: '0', live: '0', waiting: '1-4' },
    number: { contacts: '0', counselling: '0' },
    scopes: { device: 'ok', network: 'ok', number: 'no_pseudonym' },
  }

  test('is offered for what can be recognised, the narrowest first', () => {
    expect(possible(reach)).toEqual(['device', 'network'])
    expect(possible({ ...reach, scopes: { device: 'no_pseudonym', network: 'spared', number: 'ok' } })).toEqual(['number'])
    expect(spared({ ...reach, scopes: { device: 'ok', network: 'spared', number: 'spared' } })).toEqual(['network', 'number'])
  })

  test('says when it would hit others, or somebody who was helped', () => {
    expect([hitsOthers(reach, 'device'), hitsOthers(reach, 'network')]).toEqual([false, true])
    expect(hitsOthers({ ...reach, device: { contacts: '5-19', counselling: '1-4' } }, 'device')).toBe(true)
  })

  test('of a network is a day at most, and never one coordinator’s', () => {
    expect(Math.max(...hoursOf('network'))).toBe(24)
    expect(hoursOf('network').every((hours) => needsSecond('network', hours))).toBe(true)
    expect([24, 72].map((hours) => needsSecond('device', hours))).toEqual([false, true])
  })

  test('may be as short as an hour, and begins where a coordinator still decides alone', () => {
    expect([Math.min(...hoursOf('device')), Math.max(...hoursOf('device'))]).toEqual([1, 2160])
    expect([usualHours('device'), usualHours('number'), usualHours('network')]).toEqual([24, 24, 1])
    expect(hoursOf('device')).toContain(usualHours('device'))
  })
})

describe('the list', () => {
  test('puts first what waits for a second coordinator, and in order of time', () => {
    const all = [
      sanction({ sanction: 'late', pending: true, since: '2026-03-06T19:10:00Z' }),
      sanction({ sanction: 'early', pending: true, holds: false, since: '2026-03-06T19:00:00Z' }),
      sanction({ sanction: 'now' }),
      sanction({ sanction: 'block', kind: 'block' }),
      sanction({ sanction: 'older block', kind: 'block', since: '2026-03-01T19:00:00Z' }),
      sanction({ sanction: 'lifted', holds: false }),
    ]
    const { waiting, timeOuts, blocks, over } = grouped(all, now)
    expect([waiting, timeOuts, blocks, over].map(names)).toEqual([['early', 'late'], ['now'], ['older block', 'block'], ['lifted']])
  })

  test('knows on the second that one is over', () => {
    const ends = Date.parse('2026-03-06T19:20:00Z')
    expect(names(grouped([sanction()], ends - 1).timeOuts)).toEqual(['s1'])
    expect(names(grouped([sanction()], ends).over)).toEqual(['s1'])
  })

  test('asks each week whether a block is still needed', () => {
    const given = Date.parse('2026-03-06T19:05:00Z')
    const block = sanction({ kind: 'block' })
    expect([6, 7].map((days) => isDue(block, given + days * 86_400_000))).toEqual([false, true])
    expect(isDue(sanction(), given + 8 * 86_400_000)).toBe(false)
  })

  test('says at once that one was lifted or agreed with', () => {
    const heard = reduce(empty, { is: 'heard', all: [sanction({ pending: true })] })
    const lifted = reduce(reduce(heard, { is: 'gave', conversation: 'blauw', given: { sanction: 's1', until: '', pending: true } }), { is: 'lifted', sanction: 's1', at: '2026-03-06T19:12:00Z' })
    expect(lifted.all).toEqual([sanction({ holds: false, until: '2026-03-06T19:12:00Z' })])
    expect(lifted.given).toEqual({})
    const agreed = reduce(heard, { is: 'agreed', sanction: 's1', until: '2026-03-07T19:05:00Z' })
    expect(agreed.all).toEqual([sanction({ until: '2026-03-07T19:05:00Z' })])
  })

  test('stays as it was when it cannot be read again', () => {
    const unread = reduce(reduce(empty, { is: 'heard', all: [sanction()] }), { is: 'unread', code: 'no_link' })
    expect([unread.all, unread.trouble]).toEqual([[sanction()], 'no_link'])
    expect(reduce(unread, { is: 'heard', all: [] }).trouble).toBeNull()
  })
})

describe('a time-out', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now })
    speak('nl', keptByPage())
  })
  afterEach(() => {
    vi.useRealTimers()
    cleanup()
  })

  /** The dialog above a conversation of Nora's, and the end of the line. */
  async function asked(change: Parameters<typeof conversation>[1] = {}, me: Me = nora) {
    const line = desk()
    line.hear('snapshot', snapshot({ me, conversations: [conversation('blauw', change)] }))
    press(line.table, new KeyboardEvent('keydown', { key: 't' }))
    expect(line.table.dialog).toEqual({ ask: 'time_out', of: 'blauw' })
    const close = vi.fn()
    render(TimeOut, { table: line.table, it: line.table.conversation!, me, close })
    await settled()
    const key = (sign: string) => fireEvent.keyDown(screen.getByRole('dialog'), { key: sign })
    return { ...line, close, key }
  }

  test('is two keys away: one opens the question, one says why', async () => {
    const { of, key, close, table } = await asked()
    await key('1')
    expect(of('time_out').map(({ data }) => data)).toEqual([{ conversation: 'blauw', minutes: 15, reason: 'prank' }])
    await of('time_out')[0]!.answer({ ok: true, sanction: 's1', until: '2026-03-06T19:27:00Z' })
    expect(table.sanctions.ledger.given).toEqual({ blauw: { sanction: 's1', until: '2026-03-06T19:27:00Z', pending: false } })
    await of('sanctions').at(-1)!.answer({ ok: true, sanctions: [] })
    expect(close).toHaveBeenCalled()
  })

  test('is not given by a figure in a sentence that somebody goes on typing', async () => {
    const { of, key, table } = await asked()
    const dialog = screen.getByRole('dialog')
    for (const sign of 'ie') table.sentence.goesOn(new KeyboardEvent('keydown', { key: sign }), dialog, Date.now())
    await key('4')
    expect(of('time_out')).toEqual([])
  })

  test('is not given by a key that is held', async () => {
    const { of } = await asked()
    await fireEvent.keyDown(screen.getByRole('dialog'), { key: '1', repeat: true })
    expect(of('time_out')).toEqual([])
  })

  test('begins at what the ladder suggests, unless something was chosen meanwhile', async () => {
    const first = await asked()
    await first.of('history')[0]!.answer({ ok: true, contacts: [], sanctions: [], suggested_minutes: 60 })
    expect(screen.getByRole<HTMLInputElement>('radio', { name: /1 uur/ }).checked).toBe(true)
    cleanup()
    const second = await asked()
    await fireEvent.click(screen.getByRole('radio', { name: '5 minuten' }))
    await second.of('history')[0]!.answer({ ok: true, contacts: [], sanctions: [], suggested_minutes: 60 })
    expect(screen.getByRole<HTMLInputElement>('radio', { name: '5 minuten' }).checked).toBe(true)
  })

  test('needs a note for another reason, and takes it along', async () => {
    const { of, key } = await asked()
    await key('5')
    await settled()
    await fireEvent.click(screen.getByRole('button', { name: 'Time-out geven' }))
    expect(screen.getByRole('alert').textContent).not.toBe('')
    expect(of('time_out')).toEqual([])
    await fireEvent.input(screen.getByRole('textbox'), { target: { value: ' stuurt steeds hetzelfde ' } })
    await fireEvent.click(screen.getByRole('button', { name: 'Time-out geven' }))
    expect(of('time_out')[0]?.data).toEqual({ conversation: 'blauw', minutes: 15, reason: 'other', note: 'stuurt steeds hetzelfde' })
  })

  test('asks once more while there is an alarm', async () => {
    const { of, key } = await asked({ alarm: { taken_by: null } })
    await key('1')
    expect(of('time_out')).toEqual([])
    await key('1')
    expect(of('time_out')).toEqual([])
    await fireEvent.click(screen.getByRole('button', { name: 'Toch een time-out' }))
    expect(of('time_out')).toHaveLength(1)
  })

  test('says in a sentence why it was not given', async () => {
    const { of, key, close } = await asked()
    await key('2')
    await of('time_out')[0]!.answer({ error: { code: 'no_pseudonym' } })
    expect(screen.getByRole('alert').textContent).toContain('Dit toestel kunnen we niet herkennen.')
    expect(close).not.toHaveBeenCalled()
  })

  test('can be given in wrap-up as well, and then stops nothing', async () => {
    const { of, key } = await asked({ state: 'wrap_up' })
    expect(screen.queryByText(/Het gesprek stopt/)).toBeNull()
    await key('3')
    expect(of('time_out')[0]?.data).toMatchObject({ reason: 'sexual' })
  })
})
