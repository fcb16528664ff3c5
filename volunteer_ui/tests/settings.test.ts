import { describe, expect, test } from 'vitest'
import { defaults, readSettings } from '../src/shared/settings'

describe('the settings in the page', () => {
  test('are read from the server’s JSON', () => {
    const content = '{"name":"Lijn","exit_to":"https://example.org/","messages_days":7,"pseudonyms_days":14,"language":"en","version":"1+a","survey":false}'
    expect(readSettings(content)).toEqual({ ...defaults, name: 'Lijn', exitTo: 'https://example.org/', messagesDays: 7, pseudonymsDays: 14, language: 'en', version: '1+a', survey: false })
  })

  test('bring the helpline’s own words, languages, numbers and hours', () => {
    const told = {
      languages: ['ar', 'nl'],
      language: 'ar',
      from_right_to_left: ['ar'],
      texts: { nl: { child_welcome: 'Hoi.' } },
      numbers: { nl: [{ when: 'Nu?', lines: [{ text: 'Bel 112.', href: 'tel:112' }] }] },
      hours: { always: true, weekly: [], dates: {} },
      phone: { number: '0800 0000', href: 'tel:08000000' },
    }
    const { languages, language, fromRightToLeft, texts, numbers, hours, phone } = readSettings(JSON.stringify(told))
    expect({ languages, language, from_right_to_left: fromRightToLeft, texts, numbers, hours, phone }).toEqual(told)
  })

  test.each([null, '', '%HELPLINE%', '[]', 'null', '{"name":3,"messages_days":-1,"languages":[],"texts":[],"phone":"x"}', '{"languages":[3]}'])('fall back to the defaults for %s', (content) => {
    expect(readSettings(content)).toEqual(defaults)
  })

  test('never let the exit run a script', () => {
    expect(readSettings('{"exit_to":"javascript:alert(1)"}').exitTo).toBe('/blank')
    expect(readSettings('{"exit_to":"//elsewhere.example"}').exitTo).toBe('/blank')
  })
})
