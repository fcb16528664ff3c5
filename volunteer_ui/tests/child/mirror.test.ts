import { describe, expect, test } from 'vitest'
import { fromSnapshot, hasGap, withMessages } from '../../src/child/mirror'
import { initial, reduce, type State } from '../../src/child/reducer'
import type { Snapshot } from '../../src/child/wire'
import { holders, idle, over, said, talking, waiting, type Heard } from './cast'

const seen = (snapshot: Snapshot): State => reduce(initial, { type: 'snapshot', data: snapshot })

interface Example {
  name: string
  before: Snapshot
  events: Heard[]
  after: Snapshot
}

// One recorded example, or more, of every event after which the state of the server is another.
const examples: Example[] = [
  {
    name: 'opening: the line closes',
    before: idle,
    events: [{ type: 'opening', data: { open: false, opens_at: '2026-03-02T10:00:00Z' } }],
    after: { ...idle, open: false, opens_at: '2026-03-02T10:00:00Z' },
  },
  {
    name: 'opening: the line is full, and then has room in its last half hour',
    before: idle,
    events: [
      { type: 'opening', data: { open: 'full', try_at: '2026-03-01T16:30:00Z', notice: { nl: 'Er is een storing.', en: 'Something is out of order.' } } },
      { type: 'opening', data: { open: true, closes_at: '2026-03-01T21:00:00Z' } },
    ],
    after: { ...idle, open: true, closes_at: '2026-03-01T21:00:00Z' },
  },
  {
    name: 'queue: one place further, and no longer to be reached',
    before: waiting,
    events: [
      { type: 'queue', data: { position: 2, estimate_seconds: [200, 400] } },
      { type: 'queue', data: { position: 2, estimate_seconds: null, unreachable: true } },
    ],
    after: { ...waiting, position: 2, estimate_seconds: null, unreachable: true },
  },
  {
    name: 'joined: a volunteer is there',
    before: waiting,
    events: [
      { type: 'joined', data: { volunteer: 'Nora', reads_back: false } },
      { type: 'message', data: said(1, 'Hoi') },
      { type: 'message', data: said(2, 'hallo', 'child') },
    ],
    after: talking,
  },
  {
    name: 'interrupted: the volunteer is lost',
    before: talking,
    events: [{ type: 'interrupted', data: { volunteer: 'Nora' } }],
    after: { ...talking, interrupted: true },
  },
  {
    name: 'interrupted: the volunteer passed the conversation on',
    before: talking,
    events: [
      { type: 'interrupted', data: { volunteer: 'Nora', handed_over: true } },
      { type: 'queue', data: { position: 1, estimate_seconds: null } },
    ],
    after: { ...talking, interrupted: true, handed_over: true, position: 1, estimate_seconds: null },
  },
  {
    name: 'interrupted and queued again, then taken over by somebody who reads back',
    before: talking,
    events: [
      { type: 'interrupted', data: { volunteer: 'Nora' } },
      { type: 'queue', data: { position: 1, estimate_seconds: null } },
      { type: 'joined', data: { volunteer: 'Sam', reads_back: true, holders } },
    ],
    after: { ...talking, volunteer: 'Sam', reads_back: true, holders },
  },
  {
    name: 'message: out of order and twice',
    before: talking,
    events: [
      { type: 'message', data: said(4, 'vier') },
      { type: 'message', data: said(3, 'drie', 'child') },
      { type: 'message', data: said(4, 'vier') },
    ],
    after: { ...talking, messages: [...talking.messages, said(3, 'drie', 'child'), said(4, 'vier')], last_seq: 4 },
  },
  { name: 'typing: passes', before: talking, events: [{ type: 'typing', data: {} }], after: talking },
  {
    name: 'ended: by the volunteer',
    before: talking,
    events: [{ type: 'ended', data: { reason: 'volunteer' } }],
    after: over({ reason: 'volunteer' }),
  },
  {
    name: 'ended: with a time-out, while the volunteer was lost',
    before: { ...talking, interrupted: true, position: 1 },
    events: [{ type: 'ended', data: { reason: 'time_out', until: '2026-03-01T17:40:00Z', keep_until: '2026-03-01T17:40:00Z', way_back: true } }],
    after: over({ reason: 'time_out', until: '2026-03-01T17:40:00Z', keep_until: '2026-03-01T17:40:00Z', way_back: true }),
  },
  { name: 'keep: is not part of what is shown', before: talking, events: [{ type: 'keep', data: { until: null } }], after: talking },
  { name: 'superseded: the server knows nothing new', before: talking, events: [{ type: 'superseded', data: {} }], after: talking },
]

describe('a snapshot and the events after it show what a fresh snapshot shows', () => {
  test.each(examples)('$name', ({ before, events, after }) => {
    const followed = events.reduce<State>(reduce, seen(before))
    expect(followed.server).toEqual(seen(after).server)
  })

  test('every event of the protocol has its example', () => {
    const named = new Set(examples.flatMap(({ events }) => events.map(({ type }) => type)))
    expect([...named, 'snapshot'].sort()).toEqual(
      ['ended', 'interrupted', 'joined', 'keep', 'message', 'opening', 'queue', 'snapshot', 'superseded', 'typing'].sort(),
    )
  })
})

describe('the answer to enter', () => {
  const answer = { ok: true, conversation: 'k1', resume: 'token-of-blue', position: 3, estimate_seconds: [300, 600] } as const

  test('shows what a fresh snapshot shows', () => {
    expect(reduce(seen(idle), { type: 'entered', answer }).server).toEqual(seen(waiting).server)
  })

  test('may come after the volunteer has joined already', () => {
    const early: Heard = { type: 'joined', data: { volunteer: 'Nora', reads_back: false } }
    const state = reduce(reduce(seen(idle), early), { type: 'entered', answer })
    expect(state.server).toEqual(seen({ ...talking, messages: [], last_seq: 0 }).server)
  })

  test('forgets the conversation before it', () => {
    const state = reduce(seen(over({ reason: 'volunteer' })), { type: 'entered', answer: { ...answer, conversation: 'k2' } })
    expect(state.server.messages).toEqual([])
    expect(state.server.ended).toBeNull()
  })
})

describe('messages', () => {
  test('a missing one is noticed, and closes with the answer to sync', () => {
    const holed = withMessages(fromSnapshot(talking), [said(4, 'vier')])
    expect(hasGap(holed)).toBe(true)
    expect(holed.known).toBe(2)
    const whole = withMessages(holed, [said(3, 'drie'), said(4, 'vier')])
    expect(hasGap(whole)).toBe(false)
    expect(whole.messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
  })

  test('a snapshot that begins later is no gap', () => {
    expect(hasGap(fromSnapshot({ ...talking, messages: [said(5, 'vijf')], last_seq: 5 }))).toBe(false)
  })

  test('an own message is there once, from the answer and from the event', () => {
    const own = said(3, 'ik', 'child')
    const state = reduce(reduce(seen(talking), { type: 'said', message: own }), { type: 'message', data: own })
    expect(state.server.messages.filter(({ seq }) => seq === 3)).toHaveLength(1)
  })
})
