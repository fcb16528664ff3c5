/** An article as an editor fills it in: the lines at the head of its file, its text, and the part for children. */
export interface Filled {
  readonly title: string
  readonly keywords: readonly string[]
  readonly subtopic: string
  readonly language: string
  readonly owner: string
  /** The day on which somebody must read it again. */
  readonly review: string
  readonly acute: boolean
  readonly referrals: readonly string[]
  readonly body: string
  /** Empty: it is not for children. */
  readonly children: string
}

export const empty: Filled = { title: '', keywords: [], subtopic: '', language: 'nl', owner: '', review: '', acute: false, referrals: [], body: '', children: '' }

/** The heading of the part for children, by language. */
const forChildren: Readonly<Record<string, string>> = { nl: 'Voor kinderen', en: 'For children' }
const headings = Object.values(forChildren).join('|')

const known = ['title', 'keywords', 'subtopic', 'language', 'owner', 'review', 'acute', 'referrals'] as const

/** Take a file apart; null where it has something that the form has no place for, so that nothing is lost. */
export function apart(content: string): Filled | null {
  const [, head, text = ''] = /^---\n([^]*?)\n---\n([^]*)$/.exec(content.replace(/\r\n?/g, '\n')) ?? []
  if (head === undefined) return null
  const lines = new Map<string, string>()
  for (const line of head.split('\n')) {
    const [, key, value] = /^([a-z_]+):[ ]*(.*)$/.exec(line) ?? []
    if (key === undefined || value === undefined || lines.has(key) || !known.some((one) => one === key)) return null
    lines.set(key, value.trim())
  }
  const word = (key: string) => plain(lines.get(key) ?? '')
  const words = (key: string) => list(lines.get(key) ?? '[]')
  const [title, subtopic, language, owner, review, acute] = ['title', 'subtopic', 'language', 'owner', 'review', 'acute'].map(word)
  const [keywords, referrals] = [words('keywords'), words('referrals')]
  const whole = [title, subtopic, language, owner, review, acute, keywords, referrals].every((one) => one !== null)
  if (!whole) return null
  const [body = '', children = ''] = text.split(new RegExp(`^## (?:${headings})[ ]*\\n`, 'm'), 2)
  return { title: title!, keywords: keywords!, subtopic: subtopic!, language: language!, owner: owner!, review: review!, acute: acute === 'true', referrals: referrals!, body: body.trim(), children: children.trim() }
}

/** Put a file together again, as the shipped ones are written. */
export function together(it: Filled): string {
  const lines = [
    `title: ${scalar(it.title)}`,
    `keywords: [${it.keywords.map(inList).join(', ')}]`,
    `subtopic: ${it.subtopic}`,
    `language: ${it.language}`,
    `owner: ${scalar(it.owner)}`,
    `review: ${it.review}`,
    `acute: ${it.acute}`,
    `referrals: [${it.referrals.join(', ')}]`,
  ]
  const children = it.children.trim() === '' ? [] : ['', `## ${forChildren[it.language] ?? forChildren.nl}`, it.children.trim()]
  return ['---', ...lines, '---', '', it.body.trim(), ...children, ''].join('\n')
}

/** Words that are written one after another, as an editor types them. */
export const wordsIn = (typed: string): readonly string[] => [...new Set(typed.split(/[,\n]/).map((one) => one.trim().replace(/\s+/g, ' ')).filter((one) => one !== ''))]

/** A value of one line of YAML that we can write back the same; null for anything cleverer. */
function plain(value: string): string | null {
  if (value.startsWith('"')) return quoted(value)
  if (value.startsWith("'")) return /^'(?:[^']|'')*'$/.test(value) ? value.slice(1, -1).replaceAll("''", "'") : null
  return /^[[{&*!|>%@`#]|: |:$| #/.test(value) ? null : value
}

function quoted(value: string): string | null {
  try {
    const read: unknown = JSON.parse(value)
    return typeof read === 'string' ? read : null
  } catch {
    return null
  }
}

function list(value: string): readonly string[] | null {
  if (!/^\[.*\]$/.test(value)) return null
  const parts = value.slice(1, -1).match(/\s*("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,"[\]{}]+)\s*(?:,|$)/g) ?? []
  if (parts.join('').length !== value.length - 2) return null
  const read = parts.map((one) => plain(one.replace(/,$/, '').trim())).filter((one) => one !== '')
  return read.every((one) => one !== null) ? read : null
}

const risky = /^[\s\-?:,[\]{}#&*!|>'"%@`]|: |:$| #|\s$|^(?:true|false|null|yes|no|on|off|~|[\d.+-][\d.,:_eE+-]*)$/i
const scalar = (value: string): string => (value === '' || risky.test(value) ? JSON.stringify(value) : value)
const inList = (value: string): string => (/[,[\]{}]/.test(value) ? JSON.stringify(value) : scalar(value))
