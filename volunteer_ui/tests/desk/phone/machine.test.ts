import { describe, expect, test } from 'vitest'
import { commands, silentFor, step, still, type Heard, type Standing } from '../../../src/desk/phone/machine'

const after = (...all: readonly Heard[]): Standing => all.reduce(step, still)
const told = (...all: readonly Heard[]): readonly string[] => {
  let at = still
  return all.flatMap((it) => {
    const before = at
    at = step(before, it)
    return commands(before, at)
  })
}
const wanted = (it: boolean): Heard => ({ is: 'wanted', wanted: it })
const rung: Heard = { is: 'rung' }
const up: Heard = { is: 'up' }
const over: Heard = { is: 'over' }
const measured = (heard: number, at: number): Heard => ({ is: 'measured', quality: 'good', heard, said: 0, at })

describe('a phone that rings', () => {
  test('is held silently until its offer is accepted', () => {
    expect(told(rung)).toEqual([])
    expect(after(rung).talk).toBe('rung')
    expect(told(rung, wanted(true))).toEqual(['answer'])
    expect(after(rung, wanted(true)).talk).toBe('answering')
  })

  test('is answered at once where the offer was accepted before it rang', () => {
    expect(told(wanted(true), rung)).toEqual(['answer'])
  })

  test('is answered once', () => {
    expect(told(wanted(true), rung, wanted(true), up, wanted(true))).toEqual(['answer'])
  })

  test('stops by itself where somebody else is asked', () => {
    expect(told(rung, over)).toEqual([])
    expect(after(rung, over).talk).toBe('none')
    expect(told(rung, over, wanted(true))).toEqual([])
  })

  test('rings again for who came back to the same talk', () => {
    expect(told(wanted(true), rung, up, over, rung)).toEqual(['answer', 'answer'])
  })
})

describe('a talk', () => {
  const talks = [wanted(true), rung, up] as const

  test('ends here when it has ended there', () => {
    expect(told(...talks, wanted(false))).toEqual(['answer', 'hang_up'])
    expect(told(wanted(true), rung, wanted(false))).toEqual(['answer', 'hang_up'])
  })

  test('is not hung up twice', () => {
    expect(told(...talks, over, wanted(false))).toEqual(['answer'])
  })

  test('goes on while the line is lost', () => {
    expect(after(...talks, { is: 'line', line: 'lost' }).talk).toBe('up')
    expect(after(...talks, { is: 'line', line: 'off' }).talk).toBe('none')
  })

  test('begins with a microphone that is open', () => {
    expect(after(...talks, { is: 'muted', muted: true }, over, rung, up).muted).toBe(false)
  })
})

describe('a child that is silent', () => {
  const talks = [wanted(true), rung, up] as const

  test('is silent since it was heard last', () => {
    const silent = after(...talks, measured(0.2, 1000), measured(0.001, 2000), measured(0, 9000))
    expect(silentFor(silent, 17_000)).toBe(15_000)
    expect(silentFor(step(silent, measured(0.05, 17_000)), 17_500)).toBe(0)
  })

  test('is not silent before there is a talk, nor after it', () => {
    expect(silentFor(after(rung, measured(0, 1000)), 60_000)).toBe(0)
    expect(silentFor(after(...talks, measured(0, 1000), over), 60_000)).toBe(0)
  })
})
