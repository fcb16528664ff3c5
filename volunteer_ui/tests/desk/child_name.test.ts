import { describe, expect, test } from 'vitest'
import { childName, endedText, noticeText, theChild, theChildFirst } from '../../src/desk/texts'
import { m } from '../../src/paraglide/messages.js'

/** Every sentence of the desk that names the child, as the page makes it. */
const sentences = (nickname: string | null): readonly string[] => [
  childName(nickname),
  endedText('child', nickname),
  endedText('lost', nickname),
  endedText('time_out', nickname),
  endedText('block', nickname),
  m.desk_child_away({ child: theChildFirst(nickname) }),
  m.desk_typing({ child: theChildFirst(nickname) }),
  m.desk_handover_title({ child: theChildFirst(nickname) }),
  m.desk_end_more({ child: theChildFirst(nickname) }),
  m.desk_end_ask({ child: theChild(nickname) }),
  m.desk_conversation_with({ child: theChild(nickname) }),
  m.desk_write_to({ child: theChild(nickname) }),
  noticeText('lost', theChild(nickname), false),
  noticeText('handed_over', theChild(nickname), false),
]

describe('a child without an invented name', () => {
  test('is never where a sentence begins without a capital', () => {
    for (const sentence of sentences(null)) expect(sentence).toMatch(/^\p{Lu}/u)
  })

  test('has no capital within a sentence', () => {
    for (const sentence of sentences(null)) expect(sentence).not.toMatch(/[\p{Ll},] (Het kind|The child)/u)
  })

  test('is the child, and no name', () => {
    expect(m.desk_end_ask({ child: theChild(null) }, { locale: 'nl' })).toBe('Het gesprek met het kind afronden?')
    expect((['nl', 'en'] as const).map((locale) => m.desk_the_child_first({}, { locale }))).toEqual(['Het kind', 'The child'])
  })

  test('has a number where it could be another, the same in every place', () => {
    expect([childName(null, 2), theChild(null, 2), theChildFirst(null, 2)]).toEqual(['Kind 2', 'kind 2', 'Kind 2'])
    expect(childName('blauw', null)).toBe('blauw')
  })

  test('and a name stays as it was invented', () => {
    expect(sentences('blauw').every((sentence) => sentence.includes('blauw'))).toBe(true)
  })
})
