import { describe, expect, test } from 'vitest'
import { initial, reduce, type Event, type State } from '../../src/practice/reducer'
import type { Call } from '../../src/practice/wire'

const silence: Call = { state: 'idle', hears: [], music: false, voices: [] }
const here: Event = { is: 'snapshot', snapshot: { call: silence, messages: [], last_seq: 0 } }
const call = (changes: Partial<Call>): Event => ({ is: 'call', call: { ...silence, ...changes } })
const words = (sender: 'child' | 'volunteer', seq: number): Event => ({ is: 'message', message: { seq, client_id: `${seq}`, sender, text: 'hoi', at: '2026-03-06T19:00:00Z' } })
const after = (...events: readonly Event[]): State => events.reduce(reduce, initial)

describe('the telephone of the practice line', () => {
  test('keeps in order what was heard and said, and each recording once', () => {
    const hears = [{ nl: 'Fijn dat je belt.' }]
    const state = after(here, call({ state: 'waits', hears }), call({ state: 'waits', hears, music: true }), call({ state: 'talks', voices: ['Nora'] }), words('volunteer', 1), words('child', 2))
    expect(state.lines.map((line) => (line.is === 'recording' ? 'recording' : line.message.sender))).toEqual(['recording', 'volunteer', 'child'])
  })

  test('says a recording again that comes again', () => {
    const hears = [{ nl: 'We zijn er zo weer.' }]
    expect(after(here, call({ state: 'on_hold', hears }), call({ state: 'on_hold' }), call({ state: 'on_hold', hears })).lines.length).toBe(2)
  })

  test('remembers who said something when somebody else goes on', () => {
    const state = after(here, call({ state: 'talks', voices: ['Nora'] }), words('volunteer', 1), call({ state: 'talks', voices: ['Sam'] }), words('volunteer', 2))
    expect(state.lines.map((line) => line.is === 'words' && line.who)).toEqual(['Nora', 'Sam'])
  })

  test('has no call any more when the network was gone, and says so also afterwards', () => {
    const gone = after(here, call({ state: 'talks', voices: ['Nora'] }), { is: 'gone' })
    expect(gone.call.state).toBe('over')
    expect(reduce(gone, here).call.state).toBe('over')
    expect(reduce(gone, here).link).toBe('here')
  })

  test('begins a new call with nothing of the one before', () => {
    const state = after(here, call({ state: 'talks', voices: ['Nora'] }), words('child', 1), { is: 'pressed', key: '1' }, call({ state: 'over' }), { is: 'dialled' })
    expect([state.lines, state.pressed, state.trouble]).toEqual([[], '', null])
  })
})
