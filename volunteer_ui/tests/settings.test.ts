import { describe, expect, test } from 'vitest'
import { defaults, readSettings } from '../src/shared/settings'

describe('the settings in the page', () => {
  test('are read from the server’s JSON', () => {
    const content = '{"name":"Lijn","exit_to":"https://example.org/","messages_days":7,"pseudonyms_days":14,"language":"en","languages":["en"]}'
    expect(readSettings(content)).toEqual({ name: 'Lijn', exitTo: 'https://example.org/', messagesDays: 7, pseudonymsDays: 14, language: 'en', languages: ['en'] })
  })

  test.each([null, '', '%HELPLINE%', '[]', 'null', '{"name":3,"messages_days":-1}', '{"languages":[]}', '{"languages":[3]}'])('fall back to the defaults for %s', (content) => {
    expect(readSettings(content)).toEqual(defaults)
  })

  test('never let the exit run a script', () => {
    expect(readSettings('{"exit_to":"javascript:alert(1)"}').exitTo).toBe('/blank')
    expect(readSettings('{"exit_to":"//elsewhere.example"}').exitTo).toBe('/blank')
  })
})
