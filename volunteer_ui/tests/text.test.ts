import { describe, expect, test } from 'vitest'
import { asName, sendable } from '../src/shared/text'

describe('a text', () => {
  test('keeps its lines, tabs and directions, and loses what the server refuses', () => {
    expect(sendable(' een\r\ntwee\t\u202edrie\u0000\u001b ')).toBe('een\ntwee\t\u202edrie')
    expect(sendable('half \ud83d teken')).toBe('half \ufffd teken')
    expect(sendable('heel 😶 teken')).toBe('heel 😶 teken')
  })

  test('has at most 4,000 characters, counted as a reader would', () => {
    expect(sendable('😶'.repeat(4000))).not.toBeNull()
    expect(sendable('😶'.repeat(4001))).toBeNull()
  })

  test.each(['', '   ', '\n\t', '\u0000'])('of nothing but space is none: %j', (text) => expect(sendable(text)).toBeNull())
})

test('an invented name stands on one line and is short', () => {
  expect(asName('  blauwe \n vogel\u200b ')).toBe('blauwe vogel')
  expect(Array.from(asName('😶'.repeat(50)))).toHaveLength(40)
})
