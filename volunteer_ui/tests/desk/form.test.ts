import { describe, expect, test } from 'vitest'
import { ageFrom, asked, entries, firstOf, found, isRequired, named, type Field, type Topic } from '../../src/desk/form'
import { topics } from '../../src/gallery/form.json'

const field = (required_for: Field['required_for']): Field => ({ name: 'topics', kind: 'topics', label: { nl: 'Onderwerp', en: 'Topic' }, required_for })

const tree: readonly Topic[] = [
  { slug: 'bullying', nl: 'Pesten', en: 'Bullying', subtopics: [{ slug: 'being-bullied', nl: 'Gepest worden', en: 'Being bullied' }] },
  { slug: 'home', nl: 'Thuis en familie', en: 'Home and family', subtopics: [{ slug: 'parents', nl: 'Ruzie met je ouders', en: 'Conflict with parents', acute: true }, { slug: 'cafe', nl: 'Café', en: 'Café' }] },
]

describe('a field', () => {
  test('is required always, for its contact types, or never', () => {
    expect(isRequired(field('always'), undefined)).toBe(true)
    expect(isRequired(field(['counselling']), 'counselling')).toBe(true)
    expect(isRequired(field(['counselling']), 'prank')).toBe(false)
    expect(isRequired(field(['counselling']), undefined)).toBe(false)
    expect(asked(field([]))).toBe(false)
  })

  test('has its name in the reader’s language, else in any', () => {
    expect(named({ nl: 'Onderwerp', en: 'Topic' }, 'en')).toBe('Topic')
    expect(named({ nl: 'Onderwerp' }, 'fr')).toBe('Onderwerp')
  })
})

test.each([
  ['12', 12],
  [' 7 ', 7],
  ['', null],
  ['  ', null],
  ['twaalf', 'twaalf'],
  ['-3', '-3'],
  ['12.5', '12.5'],
])('the age %j becomes %j', (typed, value) => {
  expect(ageFrom(typed)).toBe(value)
})

test('who looks for a child that is beaten, finds that before a child that beats', () => {
  expect(found(entries(topics, 'nl'), 'slaan').map((one) => one.slug)).toEqual(['physical-abuse', 'violent-myself'])
})

describe('a topic', () => {
  const all = entries(tree, 'nl')

  test('is found by words of its own name and of the one above it, in any order, without accents', () => {
    expect(found(all, 'ouders thuis').map((one) => one.slug)).toEqual(['parents'])
    expect(found(all, 'CAFE').map((one) => one.slug)).toEqual(['cafe'])
    expect(found(all, '')).toHaveLength(3)
    expect(found(all, 'konijn')).toEqual([])
  })

  test('that the child’s own word stands for comes first', () => {
    expect(firstOf(all, ['home']).map((one) => one.slug)).toEqual(['parents', 'cafe', 'being-bullied'])
    expect(firstOf(all, ['cafe']).map((one) => one.slug)).toEqual(['cafe', 'being-bullied', 'parents'])
  })
})
