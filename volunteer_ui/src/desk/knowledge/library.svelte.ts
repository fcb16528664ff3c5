import type { Knowledge } from '../../net/knowledge.ts'
import { blank, nothingFound, options, reduce, type Event, type Looking } from './reducer.ts'
import type { Article, Found, Hit } from './wire.ts'

/** So long after the last sign the question goes out. */
export const pauseMs = 120
/** So long after the last sign nothing was found is worth counting. */
export const missedMs = 2500

/** Looking something up: what is shown, and the questions that are under way. Only the newest of each kind is waited for. */
export class Library {
  now: Looking = $state.raw(blank)
  readonly #net: Knowledge
  readonly #language: () => string
  readonly #under: Partial<Record<'search' | 'about' | 'article', AbortController>> = {}
  readonly #counted = new Set<string>()
  #fits = ''
  #opensFirst = false
  #pause: ReturnType<typeof setTimeout> | undefined
  #miss: ReturnType<typeof setTimeout> | undefined

  constructor(net: Knowledge, language: () => string) {
    this.#net = net
    this.#language = language
  }

  /** The one door through which it changes. */
  tell(it: Event): void {
    this.now = reduce(this.now, it)
  }

  type(query: string): void {
    this.tell({ is: 'typed', query })
    this.#askSoon()
  }

  narrow(topic: string | null): void {
    this.tell({ is: 'narrowed', topic })
    this.#askSoon()
  }

  /** Ask the same again, after it could not be answered. */
  again(): void {
    const { opening, query } = this.now
    if (opening === null) this.type(query)
  }

  /** Offer what fits these sub-topics, of which nobody asked. */
  async offer(subtopics: readonly string[]): Promise<void> {
    const key = [this.#language(), ...subtopics].join(',')
    if (key === this.#fits) return
    this.#fits = key
    if (subtopics.length === 0) return this.tell({ is: 'fits', hits: [] })
    const until = this.#only('about')
    const reply = await this.#net.about(subtopics, this.#language(), until)
    if (until.aborted) return
    this.tell({ is: 'fits', hits: reply.ok ? (reply.body as { hits: readonly Hit[] }).hits : [] })
    if (!reply.ok) this.#fits = ''
  }

  /** What is marked, or the first that is found; when the answer to these words is still to come, as soon as it is there. */
  openMarked(): void {
    if (this.now.busy && this.now.marked < 0) {
      this.#opensFirst = true
      clearTimeout(this.#pause)
      return void this.#ask()
    }
    const hit = options(this.now)[Math.max(this.now.marked, 0)]
    if (hit) void this.open(hit)
  }

  async open(hit: Pick<Hit, 'article'> & Partial<Hit>): Promise<void> {
    if (hit.article === null) return
    this.tell({ is: 'opening', hit: { title: '', topic: '', subtopic: '', excerpt: '', ...hit } })
    const until = this.#only('article')
    const reply = await this.#net.article(hit.article, until)
    if (until.aborted) return
    this.tell(reply.ok ? { is: 'opened', article: reply.body as Article } : { is: 'failed', code: reply.code })
  }

  /** The article of a sub-topic, from the tree; false when it has none. */
  async openOf(subtopic: string): Promise<boolean> {
    this.leave()
    const reply = await this.#net.about([subtopic], this.#language(), this.#only('article'))
    if (!reply.ok) return this.tell({ is: 'failed', code: reply.code }), true
    const hit = (reply.body as { hits: readonly Hit[] }).hits.find((one) => one.article !== null)
    if (hit) await this.open(hit)
    return hit !== undefined
  }

  back(): void {
    this.#under.article?.abort()
    this.tell({ is: 'left_article' })
  }

  /** Somebody stops looking, or takes to the tree: what was not found is counted. */
  leave(): void {
    clearTimeout(this.#miss)
    if (nothingFound(this.now)) void this.#count()
  }

  forget(): void {
    for (const one of Object.values(this.#under)) one.abort()
    clearTimeout(this.#pause)
    clearTimeout(this.#miss)
    this.#fits = ''
    this.tell({ is: 'forgotten' })
  }

  #askSoon(): void {
    this.#opensFirst = false
    clearTimeout(this.#pause)
    clearTimeout(this.#miss)
    this.#under.search?.abort()
    this.#under.article?.abort()
    if (this.now.busy) this.#pause = setTimeout(() => void this.#ask(), pauseMs)
  }

  async #ask(): Promise<void> {
    const { query, topic } = this.now
    const until = this.#only('search')
    const reply = await this.#net.search(query.trim(), topic, this.#language(), until)
    if (until.aborted) return
    // The index is being built after a start, or one typed too quickly: it comes by itself.
    if (!reply.ok && reply.retrySeconds !== undefined) {
      if (reply.code === 'try_again') this.tell({ is: 'waits' })
      return void (this.#pause = setTimeout(() => void this.#ask(), reply.retrySeconds * 1000))
    }
    if (!reply.ok) return this.tell({ is: 'failed', code: reply.code })
    this.tell({ is: 'found', query, topic, found: reply.body as Found })
    if (this.#opensFirst) this.openMarked()
    if (nothingFound(this.now)) this.#miss = setTimeout(() => void this.#count(), missedMs)
  }

  async #count(): Promise<void> {
    const query = this.now.query.trim()
    const key = `${this.#language()} ${query.toLowerCase()}`
    if (this.#counted.has(key)) return
    this.#counted.add(key)
    await this.#net.missed(query, this.#language())
  }

  /** End the earlier question of this kind, and begin another. */
  #only(kind: 'search' | 'about' | 'article'): AbortSignal {
    this.#under[kind]?.abort()
    const begun = new AbortController()
    this.#under[kind] = begun
    return begun.signal
  }
}
