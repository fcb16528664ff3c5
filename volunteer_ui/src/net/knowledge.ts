import { call, type Reply } from './http.ts'

/** Where the desk looks something up. `until` ends a call that nobody waits for any more. */
export interface Knowledge {
  search(query: string, topic: string | null, language: string, until: AbortSignal): Promise<Reply>
  about(subtopics: readonly string[], language: string, until: AbortSignal): Promise<Reply>
  article(slug: string, until: AbortSignal): Promise<Reply>
  /** This was sought and not found: counted for the editors. */
  missed(query: string, language: string): Promise<Reply>
}

/** Where articles are written. */
export interface Editing {
  shelf(): Promise<Reply>
  versions(slug: string): Promise<Reply>
  version(slug: string, number: number): Promise<Reply>
  write(draft: Draft): Promise<Reply>
  publish(slug: string, number: number): Promise<Reply>
  retire(slug: string): Promise<Reply>
  approve(slug: string, approval: Approval): Promise<Reply>
  check(content: string, until: AbortSignal): Promise<Reply>
  synonyms(): Promise<Reply>
  writeSynonyms(draft: Omit<Draft, 'publish'>): Promise<Reply>
}

/** A new version, made from version `base`; 0 where there was none. */
export interface Draft {
  readonly content: string
  readonly why: string
  readonly base: number
  readonly publish: boolean
}

/** Who approved a version, in which role, and from which day until which (`2026-03-06`). */
export interface Approval {
  readonly number: number
  readonly name: string
  readonly role: string
  readonly on: string
  readonly until: string
}

const at = '/api/knowledge'
const asking = (asked: Record<string, string>): string => new URLSearchParams(asked).toString()
const shelfOf = (slug: string): string => `${at}/shelf/${encodeURIComponent(slug)}`

export const knowledge: Knowledge = {
  search: (q, topic, language, until) => call('GET', `${at}?${asking({ q, language, ...(topic === null ? {} : { topic }) })}`, undefined, until),
  about: (subtopics, language, until) => call('GET', `${at}/about?${asking({ subtopics: subtopics.join(','), language })}`, undefined, until),
  article: (slug, until) => call('GET', `${at}/articles/${encodeURIComponent(slug)}`, undefined, until),
  missed: (query, language) => call('POST', `${at}/missed`, { query, language }),
}

export const editing: Editing = {
  shelf: () => call('GET', `${at}/shelf`),
  versions: (slug) => call('GET', shelfOf(slug)),
  version: (slug, number) => call('GET', `${shelfOf(slug)}/${number}`),
  write: (draft) => call('POST', `${at}/shelf`, draft),
  publish: (slug, number) => call('POST', `${shelfOf(slug)}/publish`, { number }),
  retire: (slug) => call('POST', `${shelfOf(slug)}/retire`, {}),
  approve: (slug, approval) => call('POST', `${shelfOf(slug)}/approve`, approval),
  check: (content, until) => call('POST', `${at}/check`, { content }, until),
  synonyms: () => call('GET', `${at}/synonyms`),
  writeSynonyms: (draft) => call('POST', `${at}/synonyms`, draft),
}
