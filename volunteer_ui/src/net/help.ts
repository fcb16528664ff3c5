import { call } from './http'

/** A part of an article that is for children themselves. */
export interface Reading {
  readonly article: string
  readonly title: string
  readonly body: string
}

/** What a child may read meanwhile, by the topic that it chose; nothing when it cannot be had. */
export async function fetchHelp(language: string, topic: string | null): Promise<readonly Reading[]> {
  const asked = new URLSearchParams({ language, ...(topic === null ? {} : { topic }) })
  const reply = await call('GET', `/api/help?${asked.toString()}`)
  return reply.ok ? (reply.body as { articles: readonly Reading[] }).articles : []
}
