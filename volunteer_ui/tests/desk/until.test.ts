import { describe, expect, test } from 'vitest'
import { asField, untilOf } from '../../src/desk/until'

const now = new Date(2026, 2, 6, 20, 12)
const at = (day: number, hour: number, minute = 0): Date => new Date(2026, 2, day, hour, minute)

describe('until when a notice stands', () => {
  test('an hour, or until midnight', () => {
    expect(untilOf('hour', '', now)).toEqual(at(6, 21, 12))
    expect(untilOf('day', '', now)).toEqual(at(7, 0))
  })

  test('or a time of one’s own, as the field says it', () => {
    expect(untilOf('own', asField(at(8, 9, 30)), now)).toEqual(at(8, 9, 30))
    expect(untilOf('own', asField(at(13, 20, 12)), now)).toEqual(at(13, 20, 12))
  })

  test.each(['', 'morgen', asField(now), asField(at(6, 20, 11)), asField(at(13, 20, 13))])('never %s', (own) => {
    expect(untilOf('own', own, now)).toBeNull()
  })
})
