// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { press } from '../../src/desk/acts'
import { Bell } from '../../src/desk/alert'
import { noteDanger } from '../../src/desk/danger'
import { alarm, conversation, nora, queue, snapshot } from './house'
import { desk } from './line'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearInterval', 'Date'] }))
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const blue = snapshot({ conversations: [conversation('blauw')] })
const lou = { ...nora, name: 'cora', alias: 'Lou', role: 'coordinator' as const }
const watch = (alarms = [alarm('k7')]) => snapshot({ me: lou, queue: queue(0), alarms })
const alt = (sign: string): KeyboardEvent => new KeyboardEvent('keydown', { key: sign, altKey: true })

describe('the key of the alarm', () => {
  test('asks first, and raises it when pressed again above the question', async () => {
    const { table, hear, of } = desk()
    hear('snapshot', blue)
    press(table, alt('g'))
    expect(table.dialog).toEqual({ ask: 'alarm', of: 'blauw' })
    expect(of('alarm')).toEqual([])
    press(table, alt('g'))
    expect(of('alarm')[0]?.data).toEqual({ conversation: 'blauw' })
    await of('alarm')[0]!.answer({ ok: true })
    expect(table.conversation?.alarm).toEqual({ taken_by: null })
    expect([table.dialog, table.pane]).toEqual([null, 'card'])
  })

  test('a finger that stays on it raises nothing', () => {
    const { table, hear, of } = desk()
    hear('snapshot', blue)
    press(table, alt('g'))
    press(table, new KeyboardEvent('keydown', { key: 'g', altKey: true, repeat: true }))
    press(table, new KeyboardEvent('keydown', { key: 'g' }))
    press(table, new KeyboardEvent('keydown', { key: 'Enter' }))
    expect(of('alarm')).toEqual([])
  })

  test('says so when the alarm did not arrive', async () => {
    const { table, hear, of } = desk()
    hear('snapshot', blue)
    press(table, alt('g'))
    press(table, alt('g'))
    await of('alarm')[0]!.answer({ error: { code: 'no_link' } })
    expect(table.desk.notices).toEqual([{ kind: 'alarm_failed' }])
    expect(table.conversation?.alarm).toBeUndefined()
  })

  test('shows the card when there is an alarm already', () => {
    const { table, hear, of } = desk()
    hear('snapshot', snapshot({ conversations: [conversation('blauw', { alarm: { taken_by: 'Lou' } })] }))
    press(table, alt('r'))
    expect(table.pane).toBe('form')
    press(table, alt('g'))
    expect([table.pane, table.dialog]).toEqual(['card', null])
    expect(of('alarm')).toEqual([])
  })
})

test('a page asks who coordinates, and counts nobody while the server does not say', async () => {
  const { table, hear, of } = desk()
  hear('snapshot', blue)
  press(table, alt('g'))
  press(table, alt('g'))
  await of('alarm')[0]!.answer({ ok: true })
  expect(table.coordinators).toBeNull()
  await of('colleagues')[0]!.answer({ ok: true, colleagues: [{ id: 'b', alias: 'Sam', status: 'away', role: 'volunteer' }] })
  expect(table.coordinators).toEqual([])
})

describe('a coordinator', () => {
  test('takes the oldest by one key', async () => {
    const { table, hear, of } = desk()
    hear('snapshot', watch([alarm('k8', 'Kim'), { ...alarm('k9'), raised_at: '2026-03-01T20:05:00Z' }, alarm('k7')]))
    press(table, alt('u'))
    await of('alarm_take')[0]!.answer({ ok: true })
    expect(of('alarm_take').map((one) => one.data.conversation)).toEqual(['k7'])
    expect(table.desk.alarms.find((one) => one.conversation === 'k7')?.taken_by).toBe('Lou')
  })

  test('hears who was first', async () => {
    const { table, hear, of } = desk()
    hear('snapshot', watch())
    press(table, alt('u'))
    await of('alarm_take')[0]!.answer({ error: { code: 'taken', by: 'Kim' } })
    expect(table.desk.alarms[0]?.taken_by).toBe('Kim')
    expect(table.desk.notices).toEqual([])
  })
})

test('what was asked and done is forgotten by this window once the server has it, and not before', async () => {
  const { table, hear, of } = desk()
  hear('snapshot', blue)
  table.kept.keepDraft('asked', 'blauw', 'veilig?')
  const texts = { asked: 'veilig?', answer: '', action: '' }
  const failed = noteDanger(table, 'blauw', texts)
  await of('danger')[0]!.answer({ error: { code: 'no_answer' } })
  expect([await failed, table.kept.draft('asked', 'blauw')]).toEqual(['no_answer', 'veilig?'])
  const done = noteDanger(table, 'blauw', texts)
  await of('danger')[1]!.answer({ ok: true })
  expect([await done, table.kept.draft('asked', 'blauw')]).toEqual([null, ''])
})

describe('the sound', () => {
  const tones = vi.fn()
  const node = { connect: () => node, gain: { setValueAtTime: vi.fn(), linearRampToValueAtTime: vi.fn(), exponentialRampToValueAtTime: vi.fn() } }

  class Sound {
    state = 'running'
    currentTime = 0
    destination = {}
    createOscillator = () => (tones(), { ...node, frequency: {}, start: vi.fn(), stop: vi.fn() })
    createGain = () => node
    resume = vi.fn()
  }

  beforeEach(() => {
    tones.mockClear()
    vi.stubGlobal('AudioContext', Sound)
  })

  test('goes on until somebody takes it, sounds again, and ends with the conversation', () => {
    const { table, hear } = desk()
    table.touched(true)
    hear('snapshot', watch([]))
    expect(tones).not.toHaveBeenCalled()
    const goesOn = (): boolean => {
      const before = tones.mock.calls.length
      vi.advanceTimersByTime(4100)
      return tones.mock.calls.length > before
    }
    hear('alarm', alarm('k7'))
    expect([goesOn(), goesOn()]).toEqual([true, true])
    hear('alarm', alarm('k8'))
    hear('alarm_taken', { conversation: 'k7', by: 'Kim' })
    expect(goesOn()).toBe(true)
    hear('alarm_taken', { conversation: 'k8', by: 'Kim' })
    expect(goesOn()).toBe(false)
    hear('alarm', alarm('k7'))
    expect(goesOn()).toBe(true)
    hear('alarm_over', { conversation: 'k7' })
    expect(goesOn()).toBe(false)
  })

  test('begins with the snapshot for who comes later, goes on without a link, and ends with the log-out', () => {
    const { table, hear, gone } = desk()
    table.touched(true)
    hear('snapshot', watch())
    gone()
    tones.mockClear()
    vi.advanceTimersByTime(2100)
    expect(tones).toHaveBeenCalled()
    table.tell({ is: 'logged_out' })
    tones.mockClear()
    vi.advanceTimersByTime(9000)
    expect(tones).not.toHaveBeenCalled()
  })

  test('is said to be missing while the browser waits for a key or a click', () => {
    const { table, hear } = desk()
    hear('snapshot', watch())
    expect(table.mute).toBe(true)
    table.touched(true)
    expect(table.mute).toBe(false)
    vi.advanceTimersByTime(2100)
    expect(tones).toHaveBeenCalled()
  })

  test('of a notification says nothing of what it is about', () => {
    const shown: [string, NotificationOptions | undefined][] = []
    vi.stubGlobal(
      'Notification',
      class {
        static permission = 'granted'
        close = vi.fn()
        constructor(title: string, options?: NotificationOptions) {
          shown.push([title, options])
        }
      },
    )
    vi.spyOn(document, 'hasFocus').mockReturnValue(false)
    new Bell().alarm('Alarm')
    expect(shown).toEqual([['Alarm', { tag: 'alarm', requireInteraction: true }]])
  })
})
