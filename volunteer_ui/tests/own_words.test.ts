import { afterEach, describe, expect, test } from 'vitest'
import { m } from '../src/paraglide/messages.js'
import { language, locale, ours, speak, startLanguage } from '../src/shared/language.svelte'
import { useOwnWords } from '../src/shared/own_words'
import { keptByPage } from '../src/shared/storage'

const say = (tongue: string): void => speak(tongue, keptByPage())

afterEach(() => {
  useOwnWords({})
  say('nl')
})

describe('the helpline’s own words', () => {
  test('go before those that the pages come with, in their language alone', () => {
    useOwnWords({ nl: { child_welcome: 'Welkom bij ons.' } })
    expect(m.child_welcome()).toBe('Welkom bij ons.')
    say('en')
    expect(m.child_welcome()).toBe('Good that you are here.')
  })

  test('are filled in as the others are, and what is filled in is not filled in again', () => {
    useOwnWords({ nl: { child_talk_reads_back: 'Nu {volunteer}. {volunteer} leest mee.' } })
    expect(m.child_talk_reads_back({ volunteer: '{volunteer}$&' })).toBe('Nu {volunteer}$&. {volunteer}$& leest mee.')
  })

  test.each([
    ['nl', 1, 'één dag'],
    ['nl', 2, '2 dagen'],
    ['ar', 0, 'zero 0'],
    ['ar', 3, 'few 3'],
    ['ar', 11, 'other 11'],
  ])('have forms by number: %s, %d', (tongue, days, said) => {
    useOwnWords({
      nl: { child_known_chat: { one: 'één dag', other: '{days} dagen' } },
      ar: { child_known_chat: { zero: 'zero {days}', few: 'few {days}', other: 'other {days}' } },
    })
    say(tongue)
    expect(m.child_known_chat({ days })).toBe(said)
  })

  test('have the terms of the settings in one form for every number too', () => {
    useOwnWords({ nl: { child_known_chat: 'We bewaren {days} dag(en).' } })
    expect(m.child_known_chat({ days: 7 })).toBe('We bewaren 7 dag(en).')
  })

  test('may be of a language that the pages were not built with, where English stands in for the rest', () => {
    useOwnWords({ fr: { child_welcome: 'Tu as bien fait de venir.', shared_language_name: 'Français' } })
    startLanguage({ language: 'fr', languages: ['fr', 'nl'], fromRightToLeft: [] }, keptByPage())
    expect([language(), m.child_welcome(), m.desk_title()]).toEqual(['fr', 'Tu as bien fait de venir.', 'Desk'])
    expect(m.shared_language_name({}, { locale: locale('nl') })).toBe('Nederlands')
    startLanguage(ours, keptByPage())
  })

  test('are not looked for in what every object has', () => {
    useOwnWords({ nl: {} })
    expect(m.child_back()).toBe('Terug')
  })
})

test('a language that the helpline does not speak is not taken from the tab', () => {
  const store = keptByPage()
  store.set('language', 'de')
  startLanguage(ours, store)
  expect(language()).toBe('nl')
})
