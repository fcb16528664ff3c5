import { beforeEach, describe, expect, test } from 'vitest'
import { createAsking, type Asking } from '../../src/child/asking'
import { initial, reduce, type Event, type State } from '../../src/child/reducer'
import { answered, closed, momentOf, unanswered, untold } from '../../src/child/survey'
import type { Snapshot } from '../../src/child/wire'
import { keptByPage } from '../../src/shared/storage'
import { idle, over, talking, waiting } from './cast'

const after = (...events: Event[]): State => events.reduce(reduce, initial)
const snapshot = (data: Snapshot): Event => ({ type: 'snapshot', data })
const settled = (): Promise<void> => new Promise((done) => setTimeout(done))

describe('the two questions', () => {
  test('come one after the other, and are answered once', () => {
    const first = answered(unanswered, 'before', 2)
    expect(first.before).toMatchObject({ at: 'size', feeling: 2, size: null })
    const both = answered(first, 'before', 5)
    expect(both.before).toMatchObject({ at: 'done', feeling: 2, size: 5 })
    expect(answered(both, 'before', 1)).toEqual(both)
    expect(both.after).toEqual(unanswered.after)
  })

  test('tell nothing when they are skipped', () => {
    expect(untold(closed(unanswered, 'before'))).toEqual([])
    expect(untold(closed(answered(unanswered, 'before', 3), 'before'))).toEqual(['before'])
  })

  test('stand on the page while waiting, and at an end where the server asks', () => {
    expect([idle, waiting, talking, over({ reason: 'left' }), over({ reason: 'left', asks: true })].map((one) => momentOf(after(snapshot(one))))).toEqual([
      null, 'before', null, null, 'after',
    ])
    expect(momentOf(after(snapshot({ ...waiting, unreachable: true })))).toBeNull()
    expect(momentOf(after(snapshot(over({ reason: 'left', asks: true })), { type: 'leaving' }))).toBeNull()
  })
})

describe('what was answered', () => {
  const tab = keptByPage()
  let state: State
  let sent: unknown[]
  let answer: () => Promise<{ ok: true } | { error: { code: string } }>
  let asking: Asking

  const load = (): void => {
    state = initial
    asking = createAsking({
      net: () => ({ survey: (...said) => (sent.push(said), answer()) }),
      state: () => state,
      dispatch: (event) => (state = reduce(state, event)),
      tab,
    })
    asking.about('k1')
  }

  beforeEach(() => {
    tab.clear()
    sent = []
    answer = () => Promise.resolve({ ok: true })
    load()
  })

  test('is told once, when both questions are over', async () => {
    asking.answer('before', 2)
    expect(sent).toEqual([])
    asking.answer('before', 5)
    await settled()
    asking.about('k1')
    asking.joined()
    expect(sent).toEqual([['before', 2, 5]])
  })

  test('is told without the second when somebody joins', () => {
    asking.answer('before', 2)
    asking.joined()
    expect(sent).toEqual([['before', 2, null]])
  })

  test.each([() => Promise.reject(new Error('no connection')), () => Promise.resolve({ error: { code: 'try_again' } })])(
    'is told again after the next snapshot when it did not arrive',
    async (fails) => {
      answer = fails
      asking.answer('after', 1)
      asking.skip('after')
      await settled()
      answer = () => Promise.resolve({ ok: true })
      asking.about('k1')
      await settled()
      asking.about('k1')
      expect(sent).toEqual([['after', 1, null], ['after', 1, null]])
    },
  )

  test('or skipped is not asked again after a reload', async () => {
    asking.skip('before')
    load()
    expect(state.survey.before.at).toBe('done')
    await settled()
    expect(sent).toEqual([])
  })

  test('belongs to one conversation', () => {
    asking.skip('before')
    asking.about('k2')
    expect(state.survey).toEqual(unanswered)
  })
})
