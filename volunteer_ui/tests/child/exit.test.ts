// @vitest-environment jsdom
import { beforeEach, describe, expect, test } from 'vitest'
import { exit, onThreeEscapes, type ExitParts } from '../../src/child/exit'

describe('the exit', () => {
  let steps: string[]
  let parts: ExitParts

  const seen = (): string => (document.body.childElementCount === 0 && document.title === 'Nieuw tabblad' ? 'blank' : 'NOT BLANK')

  beforeEach(() => {
    document.body.innerHTML = '<main>ik durf niet naar huis</main>'
    document.title = 'Welkom'
    steps = []
    parts = {
      page: document,
      title: 'Nieuw tabblad',
      token: () => 'token-of-blue',
      sayAway: (token) => steps.push(`${seen()}: away ${token}`),
      forget: () => steps.push(`${seen()}: forget`),
      close: () => steps.push(`${seen()}: close`),
      leaveFor: () => steps.push(`${seen()}: leave`),
    }
  })

  test('blanks the page first, then tells the server, then closes, then forgets, then leaves', () => {
    exit(parts)
    expect(steps).toEqual(['blank: away token-of-blue', 'blank: close', 'blank: forget', 'blank: leave'])
  })

  test('tells the server nothing when there is no conversation', () => {
    exit({ ...parts, token: () => null })
    expect(steps).toEqual(['blank: close', 'blank: forget', 'blank: leave'])
  })

  test('forgets and leaves whatever fails on the way', () => {
    const broken = (): never => {
      throw new Error('no beacon')
    }
    exit({ ...parts, sayAway: broken })
    expect(steps).toEqual(['blank: close', 'blank: forget', 'blank: leave'])
  })
})

describe('Esc', () => {
  let time = 0
  let left = 0
  const page = new EventTarget()
  const press = (key: string, at: number, more: object = {}): void => {
    time = at
    page.dispatchEvent(Object.assign(new Event('keydown'), { key, isComposing: false, repeat: false, ...more }))
  }
  onThreeEscapes(page, () => (left += 1), () => time)
  beforeEach(() => {
    left = 0
  })

  test('three times leaves', () => {
    press('Escape', 10_000)
    press('Escape', 10_300)
    expect(left).toBe(0)
    press('Escape', 10_600)
    expect(left).toBe(1)
  })

  test('slowly, held down, or while composing a character does not', () => {
    for (const at of [20_000, 21_500, 23_000, 24_500]) press('Escape', at)
    for (const at of [30_000, 30_100, 30_200]) press('Escape', at, { repeat: true })
    for (const at of [40_000, 40_100, 40_200]) press('Escape', at, { isComposing: true })
    expect(left).toBe(0)
  })
})
