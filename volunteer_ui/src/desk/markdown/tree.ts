import MarkdownIt, { type Token } from 'markdown-it'

/** The only elements that a text of the knowledge base becomes. */
export const allowed = ['p', 'h3', 'h4', 'ul', 'ol', 'li', 'blockquote', 'strong', 'em', 'code', 'pre', 'hr', 'br', 'a'] as const
export type Tag = (typeof allowed)[number]

/** `href` only on a link, and only https. */
export interface Element {
  readonly tag: Tag
  readonly href?: string
  readonly inside: readonly Node[]
}
export type Node = string | Element

const reader = new MarkdownIt('commonmark', { html: false, linkify: false, typographer: false }).disable(['image', 'html_block', 'html_inline'])

/** What stands for an element of Markdown; the title of the page is above the article, so its headings begin at the third. */
const tags: Readonly<Record<string, Tag>> = {
  p: 'p', h1: 'h3', h2: 'h3', h3: 'h4', h4: 'h4', h5: 'h4', h6: 'h4', ul: 'ul', ol: 'ol', li: 'li',
  blockquote: 'blockquote', strong: 'strong', em: 'em', a: 'a',
}

/** A text of Markdown as a tree of the allowed elements. What is anything else stays text, as it was written. */
export const treeOf = (text: string): readonly Node[] => grow(reader.parse(text, {}))

interface Open {
  readonly element: Element | null
  readonly inside: Node[]
}

function grow(tokens: readonly Token[]): readonly Node[] {
  const root: Open = { element: null, inside: [] }
  const path: Open[] = [root]
  for (const token of tokens) {
    const above = path[path.length - 1] ?? root
    if (token.nesting === 1) path.push(opened(token))
    else if (token.nesting === -1) close(path)
    else above.inside.push(...leaf(token))
  }
  while (path.length > 1) close(path)
  return root.inside
}

function opened(token: Token): Open {
  const tag = tags[token.tag]
  // A paragraph of a list without empty lines is no paragraph to the eye.
  if (tag === undefined || token.hidden) return { element: null, inside: [] }
  const href = tag === 'a' ? leadsTo(String(token.attrGet('href') ?? '')) : null
  if (tag === 'a' && href === null) return { element: null, inside: [] }
  return { element: href === null ? { tag, inside: [] } : { tag, href, inside: [] }, inside: [] }
}

function close(path: Open[]): void {
  const done = path.pop()
  const above = path[path.length - 1]
  if (done === undefined || above === undefined) return
  above.inside.push(...(done.element === null ? done.inside : [{ ...done.element, inside: done.inside }]))
}

function leaf(token: Token): readonly Node[] {
  switch (token.type) {
    case 'inline':
      return grow(token.children ?? [])
    case 'softbreak':
      return [' ']
    case 'hardbreak':
      return [{ tag: 'br', inside: [] }]
    case 'hr':
      return [{ tag: 'hr', inside: [] }]
    case 'code_inline':
      return [{ tag: 'code', inside: [token.content] }]
    case 'code_block':
    case 'fence':
      return [{ tag: 'pre', inside: [token.content] }]
    default:
      return token.content === '' ? [] : [token.content]
  }
}

/** Another site, over https; anything else is no link. */
function leadsTo(href: string): string | null {
  try {
    const to = new URL(href)
    return to.protocol === 'https:' && to.username === '' && to.password === '' ? to.href : null
  } catch {
    return null
  }
}

/** The words of a node, without its marks. */
export const wordsOf = (node: Node): string => (typeof node === 'string' ? node : node.tag === 'br' ? '\n' : node.inside.map(wordsOf).join(''))
