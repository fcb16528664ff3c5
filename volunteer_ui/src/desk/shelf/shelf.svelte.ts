import type { Refused, Reply } from '../../net/http.ts'
import type { Approval, Editing } from '../../net/knowledge.ts'
import type { Kept } from '../kept.ts'
import { apart, empty, together, type Filled } from './file.ts'
import type { Checked, Missed, Referral, Standing, Version, Volume } from './wire.ts'

export type Part = 'articles' | 'due' | 'missed' | 'used' | 'synonyms'

/** What is being written: an article, or a new one when `volume` is null; `base` is the version that it was made from. */
export interface Writing {
  readonly volume: Volume | null
  readonly base: number
  readonly content: string
  readonly kept: string
}

/** Two versions beside each other. */
export interface Compared {
  readonly from: number
  readonly to: number
  readonly earlier: string
  readonly later: string
}

const soonMs = 400

/** Where a text that is not kept yet stays over a reload. */
export type Drafts = Pick<Kept, 'editing' | 'keepEditing'>
const nowhere: Drafts = { editing: () => null, keepEditing: () => undefined }

/** The editors' shelf. What is being written stays here while a conversation is in view. */
export class Shelf {
  part: Part = $state('articles')
  articles: readonly Standing[] = $state.raw([])
  missed: readonly Missed[] = $state.raw([])
  /** All that an article can refer to. */
  referrals: readonly Referral[] = $state.raw([])
  /** `null`: not here yet. */
  here: boolean | null = $state(null)
  writing: Writing | null = $state.raw(null)
  /** The whole file as text, where the form does not do. */
  asText = $state(false)
  preview: Checked | null = $state.raw(null)
  /** What is wrong with the text as it stands. */
  wrong: string | null = $state(null)
  compared: Compared | null = $state.raw(null)
  synonyms: { readonly content: string; readonly kept: string; readonly base: number } | null = $state.raw(null)
  /** What was refused, and what came of the last deed. */
  refused: Refused | null = $state.raw(null)
  done: 'kept' | 'published' | 'retired' | 'approved' | 'found' | null = $state(null)
  busy = $state(false)

  #why = $state('')
  readonly #net: Editing
  readonly #drafts: Drafts
  #until: AbortController | undefined
  #soon: ReturnType<typeof setTimeout> | undefined

  constructor(net: Editing, drafts: Drafts = nowhere) {
    this.#net = net
    this.#drafts = drafts
  }

  /** Why there is a new version. */
  get why(): string {
    return this.#why
  }

  set why(why: string) {
    this.#why = why
    this.#hold()
  }

  async look(): Promise<void> {
    const reply = await this.#net.shelf()
    this.here = reply.ok
    if (!reply.ok) return
    const { articles, missed, referrals } = reply.body as { articles: readonly Standing[]; missed: readonly Missed[]; referrals: readonly Referral[] }
    this.articles = articles
    this.missed = missed
    this.referrals = referrals
  }

  /** Take up the article that was being written when the page went away. */
  async takeUp(): Promise<void> {
    const it = this.#drafts.editing('article')
    if (it === null || this.writing !== null) return
    const { article, base, content, why } = it
    const reply = article === null ? null : await this.#doing(() => this.#net.versions(article))
    if (article !== null && !reply?.ok) return
    const volume = reply?.ok ? (reply.body as Volume) : null
    this.#begin({ volume, base, content, kept: volume?.content ?? '' })
    this.why = why
    this.done = 'found'
  }

  /** The form, where the text fits it. */
  get form(): Filled | null {
    return this.writing === null ? null : apart(this.writing.content)
  }

  get changed(): boolean {
    return this.writing !== null && this.writing.content !== this.writing.kept
  }

  async open(slug: string): Promise<void> {
    const reply = await this.#doing(() => this.#net.versions(slug))
    if (!reply?.ok) return
    const volume = reply.body as Volume
    this.#begin({ volume, base: volume.latest, content: volume.content, kept: volume.content })
  }

  /** A new article, about what was not found perhaps. */
  begin(language: string, title = ''): void {
    const content = together({ ...empty, language, title })
    this.#begin({ volume: null, base: 0, content, kept: content })
  }

  close(): void {
    this.#until?.abort()
    clearTimeout(this.#soon)
    this.writing = null
    this.#drafts.keepEditing('article', null)
    this.compared = null
    this.preview = null
    this.refused = null
    this.done = null
    void this.look()
  }

  write(content: string): void {
    if (this.writing === null) return
    this.writing = { ...this.writing, content }
    this.refused = null
    this.done = null
    this.#hold()
    this.#checkSoon()
  }

  fill(change: Partial<Filled>): void {
    const { form } = this
    if (form) this.write(together({ ...form, ...change }))
  }

  async keep(publish: boolean): Promise<void> {
    const writing = this.writing
    if (writing === null) return
    const { content, base } = writing
    const reply = await this.#doing(() => this.#net.write({ content, why: this.why.trim(), base, publish }))
    if (!reply?.ok) return
    const { article } = reply.body as { article: string; number: number }
    this.why = ''
    await this.#again(article, publish ? 'published' : 'kept')
  }

  /** Go on from the version that somebody else wrote meanwhile, with one's own text. */
  goOnFrom(latest: number): void {
    if (this.writing === null) return
    this.writing = { ...this.writing, base: latest }
    this.#hold()
    this.refused = null
  }

  async compare(from: number, to: number | 'mine'): Promise<void> {
    const writing = this.writing
    if (writing?.volume == null) return
    const [earlier, later] = await Promise.all([this.#text(from), to === 'mine' ? writing.content : this.#text(to)])
    if (earlier === null || later === null) return
    this.compared = { from, to: to === 'mine' ? 0 : to, earlier, later }
  }

  /** Take the text of an earlier version up again; it is kept only when somebody keeps it. */
  async restore({ number }: Version, why: string): Promise<void> {
    const text = await this.#text(number)
    if (text === null) return
    this.compared = null
    this.write(text)
    this.why = why
  }

  async publish(number: number): Promise<void> {
    await this.#settle('published', (slug) => this.#net.publish(slug, number))
  }

  async retire(): Promise<void> {
    await this.#settle('retired', (slug) => this.#net.retire(slug))
  }

  async approve(approval: Approval): Promise<boolean> {
    return this.#settle('approved', (slug) => this.#net.approve(slug, approval))
  }

  async openSynonyms(): Promise<void> {
    const reply = await this.#doing(() => this.#net.synonyms())
    if (!reply?.ok) return
    const { content, number } = reply.body as { content: string; number: number }
    const draft = this.#drafts.editing('synonyms')
    this.synonyms = { content: draft?.content ?? content, kept: content, base: draft?.base ?? number }
    if (draft === null) return
    this.why = draft.why
    this.done = 'found'
  }

  writeSynonyms(content: string): void {
    if (this.synonyms) this.synonyms = { ...this.synonyms, content }
    this.#hold()
    this.refused = null
    this.done = null
  }

  async keepSynonyms(): Promise<void> {
    if (this.synonyms === null) return
    const { content, base } = this.synonyms
    const reply = await this.#doing(() => this.#net.writeSynonyms({ content, why: this.why.trim(), base }))
    if (!reply?.ok) return
    this.synonyms = { content, kept: content, base: (reply.body as { number: number }).number }
    this.why = ''
    this.done = 'kept'
  }

  goOnFromSynonyms(latest: number): void {
    if (this.synonyms) this.synonyms = { ...this.synonyms, base: latest }
    this.#hold()
    this.refused = null
  }

  #begin(writing: Writing): void {
    this.writing = writing
    this.compared = null
    this.preview = null
    this.wrong = null
    this.refused = null
    this.done = null
    this.why = ''
    this.asText = apart(writing.content) === null
    if (writing.volume !== null || this.changed) void this.#check()
  }

  async #settle(done: 'published' | 'retired' | 'approved', deed: (slug: string) => Promise<Reply>): Promise<boolean> {
    const slug = this.writing?.volume?.article
    if (slug === undefined) return false
    const reply = await this.#doing(() => deed(slug))
    if (!reply?.ok) return false
    await this.#again(slug, done)
    return true
  }

  /** Show how the article stands now, without taking away what is being written. */
  async #again(slug: string, done: 'kept' | 'published' | 'retired' | 'approved'): Promise<void> {
    const [reply] = await Promise.all([this.#net.versions(slug), this.look()])
    const writing = this.writing
    if (reply.ok && writing !== null) {
      const volume = reply.body as Volume
      const saved = done === 'kept' || (done === 'published' && volume.content === writing.content)
      this.writing = saved ? { volume, base: volume.latest, content: writing.content, kept: volume.content } : { ...writing, volume }
      this.#hold()
    }
    this.done = done
  }

  async #text(number: number): Promise<string | null> {
    const { volume } = this.writing ?? {}
    if (!volume) return null
    if (number === volume.latest) return volume.content
    const reply = await this.#doing(() => this.#net.version(volume.article, number))
    return reply?.ok ? (reply.body as { content: string }).content : null
  }

  /** One deed at a time; what is refused is said. */
  async #doing(deed: () => Promise<Reply>): Promise<Reply | null> {
    if (this.busy) return null
    this.busy = true
    this.done = null
    const reply = await deed()
    this.busy = false
    this.refused = reply.ok ? null : reply
    return reply
  }

  /** What is not kept yet stays here over a reload. */
  #hold(): void {
    const { writing, synonyms, why } = this
    if (writing) {
      const { volume, base, content } = writing
      this.#drafts.keepEditing('article', this.changed ? { article: volume?.article ?? null, base, content, why } : null)
    } else if (synonyms) {
      const { content, kept, base } = synonyms
      this.#drafts.keepEditing('synonyms', content !== kept ? { article: null, base, content, why } : null)
    }
  }

  #checkSoon(): void {
    clearTimeout(this.#soon)
    this.#soon = setTimeout(() => void this.#check(), soonMs)
  }

  async #check(): Promise<void> {
    this.#until?.abort()
    const begun = new AbortController()
    this.#until = begun
    const content = this.writing?.content
    if (content === undefined) return
    const reply = await this.#net.check(content, begun.signal)
    if (begun.signal.aborted || this.writing === null) return
    if (reply.ok) this.preview = reply.body as Checked
    this.wrong = !reply.ok && reply.code === 'invalid' ? (reply.reason ?? '') : null
  }
}
