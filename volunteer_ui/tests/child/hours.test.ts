import { afterEach, describe, expect, test } from 'vitest'
import { hoursInWords } from '../../src/child/hours'
import { speak } from '../../src/shared/language.svelte'
import type { Hours, Span } from '../../src/shared/settings'
import { keptByPage } from '../../src/shared/storage'

const now = new Date('2026-03-06T19:12:00')
const evening: readonly Span[] = [['16:00', '21:30']]
const hours = (weekly: readonly (readonly Span[])[], dates: Hours['dates'] = {}): Hours => ({ always: false, weekly, dates })
const daily = Array.from({ length: 7 }, () => [['11:00', '21:00']] as readonly Span[])

afterEach(() => speak('nl', keptByPage()))

describe('the opening hours in words', () => {
  test('are one line where every day is the same', () => {
    expect(hoursInWords(hours(daily), 'nl', now)).toEqual(['We zijn er elke dag van 11 tot 21 uur.'])
    speak('en', keptByPage())
    expect(hoursInWords(hours(daily), 'en', now)).toEqual(['We are here every day from 11:00 to 21:00.'])
  })

  test('stand by groups of days, with what is closed', () => {
    const week = [evening, evening, evening, evening, evening, [], []]
    expect(hoursInWords(hours(week), 'nl', now)).toEqual(['maandag tot en met vrijdag: van 16:00 tot 21:30 uur', 'zaterdag, zondag: dicht'])
    const apart = [evening, [], evening, [], evening, [], []]
    expect(hoursInWords(hours(apart), 'nl', now)[0]).toBe('maandag, woensdag, vrijdag: van 16:00 tot 21:30 uur')
  })

  test('say several hours, midnight and a whole day', () => {
    const day: readonly Span[] = [['09:00', '12:00'], ['20:00', '00:00']]
    expect(hoursInWords(hours([day, [['00:00', '00:00']], [], [], [], [], []]), 'nl', now)).toEqual([
      'maandag: van 9 tot 12 uur, van 20 tot 24 uur', 'dinsdag: de hele dag', 'woensdag tot en met zondag: dicht',
    ])
  })

  test('name the special days that are near', () => {
    const dates = { '2026-03-05': [], '2026-03-08': [], '2026-03-10': evening, '2026-12-25': [] }
    expect(hoursInWords(hours(daily, dates), 'nl', now).slice(1)).toEqual(['zondag 8 maart: dicht', 'dinsdag 10 maart: van 16:00 tot 21:30 uur'])
  })

  test('are no hours where it is always open', () => {
    expect(hoursInWords({ ...hours(daily), always: true }, 'nl', now)).toEqual(['We zijn er dag en nacht.'])
  })
})
