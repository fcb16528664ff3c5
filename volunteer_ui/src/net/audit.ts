import { call, type Reply } from './http.ts'

/** What is looked for; an empty text is everything. `since` and `until` are moments, the second is not within. */
export interface Sought {
  readonly what: string
  readonly by: string
  readonly conversation: string
  readonly since: string
  readonly until: string
  readonly before: string
}

/** Where coordinators read who did what. */
export interface Audit {
  find(sought: Sought): Promise<Reply>
  chain(): Promise<Reply>
}

export const audit: Audit = {
  find: (sought) => call('GET', `/api/audit?${new URLSearchParams(Object.entries(sought).filter(([, value]) => value !== ''))}`),
  chain: () => call('GET', '/api/audit/chain'),
}
