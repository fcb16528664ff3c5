import { describe, expect, test } from 'vitest'
import { initial, isOut, reduce, type Event, type State } from '../../src/child/reducer'
import { refusalOf, screenOf } from '../../src/child/screen'
import type { Snapshot } from '../../src/child/wire'
import { idle, over, said, talking, waiting } from './cast'

const after = (...events: Event[]): State => events.reduce(reduce, initial)
const snapshot = (data: Snapshot): Event => ({ type: 'snapshot', data })
const unsent = { client_id: 'c9', text: 'komt dit aan', slow: true }

describe('the screen', () => {
  test.each<[string, State, string]>([
    ['a first look, before the server has answered', initial, 'welcome'],
    ['an open line', after(snapshot(idle)), 'welcome'],
    ['a closed line', after(snapshot({ ...idle, open: false })), 'refused'],
    ['the optional questions', after(snapshot(idle), { type: 'begin' }), 'choose'],
    ['a wish on its way', after(snapshot(idle), { type: 'begin' }, { type: 'entering', wish: {} }), 'entering'],
    ['a refused wish', after(snapshot(idle), { type: 'entering', wish: {} }, { type: 'enter_refused', refusal: { code: 'full' } }), 'refused'],
    ['a place in the queue', after(snapshot(waiting)), 'waiting'],
    ['a place kept while the connection is lost', after(snapshot(waiting), { type: 'lost' }, { type: 'still_unreachable' }), 'waiting'],
    ['a conversation', after(snapshot(talking)), 'talking'],
    ['the volunteer lost', after(snapshot({ ...talking, interrupted: true, position: 1 })), 'talking'],
    ['the end', after(snapshot(over({ reason: 'volunteer' }))), 'ended'],
    ['again after the end', after(snapshot(over({ reason: 'volunteer' })), { type: 'begin' }), 'choose'],
    ['leaving without a connection', after(snapshot(talking), { type: 'lost' }, { type: 'leaving' }), 'ended'],
    ['another tab', after(snapshot(talking), { type: 'superseded', data: {} }), 'superseded'],
    ['no server for long', after({ type: 'lost' }, { type: 'still_unreachable' }), 'unreachable'],
    ['a refused connection', after({ type: 'connect_refused', refusal: { code: 'too_many', retry_seconds: 60 } }), 'refused'],
    ['back after more than a minute, in a conversation', after({ type: 'veil' }, snapshot(talking)), 'veil'],
    ['back after more than a minute, in the queue', after({ type: 'veil' }, snapshot(waiting)), 'waiting'],
    ['said yes to going on', after({ type: 'veil' }, snapshot(talking), { type: 'unveil' }), 'talking'],
  ])('for %s', (_, state, screen) => expect(screenOf(state)).toBe(screen))

  test('of a full line says when to try again', () => {
    const state = after(snapshot({ ...idle, open: 'full', try_at: '2026-03-01T16:30:00Z' }))
    expect(refusalOf(state)).toEqual({ code: 'full', try_at: '2026-03-01T16:30:00Z' })
  })

  test('opens by itself when the line does', () => {
    const refused = after(snapshot(idle), { type: 'entering', wish: {} }, { type: 'enter_refused', refusal: { code: 'closed' } })
    expect(screenOf(reduce(refused, { type: 'opening', data: { open: true } }))).toBe('welcome')
  })

  test('of a time-out stays when the line opens', () => {
    const refused = after(snapshot(idle), { type: 'enter_refused', refusal: { code: 'timed_out' } })
    expect(screenOf(reduce(refused, { type: 'opening', data: { open: true } }))).toBe('refused')
  })

  test('of a time-out is over once it is undone, and lasts longer once it does', () => {
    const until = '2026-03-01T16:30:00Z'
    const refused = after(snapshot(idle), { type: 'enter_refused', refusal: { code: 'timed_out', until, way_back: false } })
    const undone = reduce(refused, { type: 'out', data: { code: null } })
    expect([screenOf(undone), Date.parse(refusalOf(undone).until ?? '')]).toEqual(['refused', 0])
    const longer = { code: 'timed_out', until: '2026-03-02T16:30:00Z', way_back: false }
    expect(refusalOf(reduce(refused, { type: 'out', data: longer }))).toEqual(longer)
  })

  test('of a time-out that was undone while there was no network is over with the next snapshot', () => {
    const refusal = { code: 'timed_out', until: '2026-03-01T16:30:00Z', way_back: false }
    const refused = after(snapshot(idle), { type: 'enter_refused', refusal }, { type: 'lost' })
    expect(isOut(refused)).toBe(true)
    expect(refusalOf(reduce(refused, snapshot({ ...idle, out: refusal })))).toEqual(refusal)
    expect(Date.parse(refusalOf(reduce(refused, snapshot({ ...idle, out: { code: null } }))).until ?? '')).toBe(0)
    expect(isOut(reduce(refused, { type: 'back' }))).toBe(false)
  })

  test('of another kind is not changed by it', () => {
    const refused = after(snapshot(idle), { type: 'enter_refused', refusal: { code: 'full' } })
    expect(refusalOf(reduce(refused, { type: 'out', data: { code: null } }))).toEqual({ code: 'full' })
  })
})

describe('a conversation on the page', () => {
  test('typing ends with the message', () => {
    const state = after(snapshot(talking), { type: 'typing', data: {} })
    expect(state.typing).toBe(true)
    expect(reduce(state, { type: 'message', data: said(3, 'Kun je vertellen …') }).typing).toBe(false)
  })

  test('a wish in flight is done when a snapshot shows the place', () => {
    expect(after(snapshot(idle), { type: 'entering', wish: {} }, snapshot(waiting)).wish).toBeNull()
  })

  test('a text that never left is shown as not arrived after the end', () => {
    const state = after(snapshot(talking), { type: 'outbox', unsent: [unsent] }, { type: 'ended', data: { reason: 'volunteer' } })
    expect(state.undelivered).toEqual([unsent])
  })

  test('the choice after an interruption is forgotten when somebody joins', () => {
    const state = after(snapshot({ ...talking, interrupted: true }), { type: 'preferred', choice: 'wait' })
    expect(state.chosen).toBe('wait')
    expect(reduce(state, { type: 'joined', data: { volunteer: 'Sam', reads_back: true } }).chosen).toBeNull()
  })

  test('wiping leaves no text, name or token in the state', () => {
    const state = after(snapshot(talking), { type: 'outbox', unsent: [unsent] }, { type: 'ended', data: { reason: 'lost' } }, { type: 'wiped' })
    expect(JSON.stringify(state)).not.toMatch(/Hoi|hallo|komt dit aan|Nora|token-of-blue/)
    expect(screenOf(state)).toBe('welcome')
  })

  test('after a sanction the text goes and the explanation stays', () => {
    const state = after(snapshot(over({ reason: 'time_out', until: '2026-03-01T17:40:00Z' })), { type: 'text_gone' })
    expect(state.server.messages).toEqual([])
    expect(screenOf(state)).toBe('ended')
    expect(state.server.ended?.until).toBe('2026-03-01T17:40:00Z')
  })
})
