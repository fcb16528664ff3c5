import type { Article, Found, Hit } from './wire.ts'

/** What the part for looking something up shows. */
export interface Looking {
  readonly query: string
  /** Only within this topic. */
  readonly topic: string | null
  /** What was found for the query and the topic as they are now, or for those of just before while `busy`. */
  readonly found: Found | null
  readonly busy: boolean
  /** The server reads the articles after a start: the answer comes by itself. */
  readonly waits: boolean
  /** Why it cannot be shown: a code. */
  readonly trouble: string | null
  /** The articles of what is registered about this conversation. */
  readonly fitting: readonly Hit[]
  /** Opened lately, the last one first. */
  readonly recent: readonly Hit[]
  /** Which of the options the arrow keys stand on; -1 for none. */
  readonly marked: number
  /** An article that is on its way. */
  readonly opening: Hit | null
  readonly article: Article | null
}

export type Event =
  | { readonly is: 'typed'; readonly query: string }
  | { readonly is: 'narrowed'; readonly topic: string | null }
  | { readonly is: 'found'; readonly query: string; readonly topic: string | null; readonly found: Found }
  | { readonly is: 'fits'; readonly hits: readonly Hit[] }
  | { readonly is: 'moved'; readonly by: 1 | -1 }
  | { readonly is: 'opening'; readonly hit: Hit }
  | { readonly is: 'opened'; readonly article: Article }
  | { readonly is: 'waits' }
  | { readonly is: 'failed'; readonly code: string }
  | { readonly is: 'left_article' }
  | { readonly is: 'forgotten' }

export const blank: Looking = {
  query: '',
  topic: null,
  found: null,
  busy: false,
  waits: false,
  trouble: null,
  fitting: [],
  recent: [],
  marked: -1,
  opening: null,
  article: null,
}

const mostRecent = 5

export function reduce(now: Looking, it: Event): Looking {
  switch (it.is) {
    case 'typed':
      return asked({ ...now, query: it.query })
    case 'narrowed':
      return asked({ ...now, topic: it.topic })
    case 'found':
      // The answer to an earlier question says nothing about this one.
      if (it.query !== now.query || it.topic !== now.topic) return now
      return { ...now, found: it.found, busy: false, waits: false, trouble: null, marked: -1 }
    case 'fits':
      return { ...now, fitting: it.hits, marked: isEmpty(now) ? -1 : now.marked }
    case 'moved':
      return { ...now, marked: moved(now.marked, it.by, options(now).length) }
    case 'opening':
      return { ...now, opening: it.hit, trouble: null }
    case 'opened':
      return { ...now, article: it.article, opening: null, trouble: null, recent: withRecent(now.recent, it.article) }
    case 'waits':
      return { ...now, waits: now.busy }
    case 'failed':
      return { ...now, busy: false, waits: false, opening: null, trouble: it.code }
    case 'left_article':
      return { ...now, article: null, opening: null, trouble: null }
    case 'forgotten':
      return blank
  }
}

/** Nothing is sought: what fits the conversation, what was opened lately and the tree are shown instead. */
export const isEmpty = ({ query }: Looking): boolean => query.trim() === ''

/** What the arrow keys walk, in the order in which it stands. */
export const options = (now: Looking): readonly Hit[] => (isEmpty(now) ? [...now.fitting, ...recentOf(now)] : (now.found?.hits ?? []))

/** Opened lately, and not among what fits. */
export const recentOf = ({ recent, fitting }: Looking): readonly Hit[] => recent.filter((one) => !fitting.some((other) => other.article === one.article))

/** Everything was looked through, and there is nothing. */
export const nothingFound = (now: Looking): boolean => !isEmpty(now) && !now.busy && now.found !== null && now.found.hits.length === 0

function asked(now: Looking): Looking {
  const empty = isEmpty(now)
  return { ...now, found: empty ? null : now.found, busy: !empty, waits: false, trouble: null, marked: -1, article: null, opening: null }
}

/** Up from the first and down from the last leads back to the line in which one types. */
function moved(marked: number, by: 1 | -1, count: number): number {
  const next = marked + by
  return next >= count ? -1 : next < -1 ? count - 1 : next
}

function withRecent(recent: readonly Hit[], { article, title, topic, subtopic }: Article): readonly Hit[] {
  const others = recent.filter((one) => one.article !== article)
  return [{ article, title, topic, subtopic, excerpt: '' }, ...others].slice(0, mostRecent)
}
