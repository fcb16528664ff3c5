import { describe, expect, test } from 'vitest'
import { allowed, treeOf, wordsOf, type Node } from '../../src/desk/markdown/tree'

const tagsIn = (nodes: readonly Node[]): string[] => nodes.flatMap((one) => (typeof one === 'string' ? [] : [one.tag, ...tagsIn(one.inside)]))
const linksIn = (nodes: readonly Node[]): string[] => nodes.flatMap((one) => (typeof one === 'string' ? [] : [...(one.href ? [one.href] : []), ...linksIn(one.inside)]))
const words = (text: string): string => treeOf(text).map(wordsOf).join('\n')

describe('a text of the knowledge base', () => {
  test('has headings, paragraphs and lists', () => {
    expect(treeOf('## Wat speelt er\nEen *stil* kind.\n\n- een\n- twee')).toEqual([
      { tag: 'h3', inside: ['Wat speelt er'] },
      { tag: 'p', inside: ['Een ', { tag: 'em', inside: ['stil'] }, ' kind.'] },
      { tag: 'ul', inside: [{ tag: 'li', inside: ['een'] }, { tag: 'li', inside: ['twee'] }] },
    ])
  })

  test('links over https, and nowhere else', () => {
    expect(linksIn(treeOf('[a](https://www.113.nl/) <https://www.kindertelefoon.nl>'))).toEqual(['https://www.113.nl/', 'https://www.kindertelefoon.nl/'])
    for (const to of ['javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'http://x.nl', '//x.nl', '/desk', 'data:text/html,x', 'https://wie@x.nl', 'vbscript:x', 'tel:112', '&#106;avascript:alert(1)']) {
      expect(linksIn(treeOf(`[klik](${to})`)), to).toEqual([])
      expect(words(`[klik](${to})`)).toContain('klik')
    }
  })

  test('has no pictures', () => {
    const tree = treeOf('![beeld](https://x.nl/a.png)')
    expect(tagsIn(tree)).not.toContain('img')
    expect(words('![beeld](https://x.nl/a.png)')).toContain('beeld')
  })

  test('shows HTML as it was written', () => {
    for (const html of ['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<b>dik</b>', '<!-- weg -->']) expect(words(html)).toBe(html)
  })

  test('is made of the allowed elements', () => {
    const all = '# a\n\n> b\n\n1. c\n\n```js\nd\n```\n\n    e\n\n---\n\n**f** `g` h  \ni\n\n| j | k |\n|---|---|\n| l | m |\n\n[n]: https://x.nl\n[n]'
    for (const tag of tagsIn(treeOf(all))) expect(allowed).toContain(tag)
    for (const letter of 'abcdefghijklm') expect(words(all)).toContain(letter)
  })
})
