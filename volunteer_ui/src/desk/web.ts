import type { Audit } from '../net/audit.ts'
import type { Factors } from '../net/factors.ts'
import type { Proof, Reply } from '../net/http.ts'
import type { Editing, Knowledge } from '../net/knowledge.ts'
import type { Recordings } from '../net/recordings.ts'

/** What the desk fetches by HTTP. */
export interface Web {
  logIn(name: string, password: string, proof?: Proof): Promise<Reply>
  logOut(): Promise<Reply>
  fetchForm(): Promise<Reply>
  fetchOpened(): Promise<Reply>
  fetchTopics(): Promise<Reply>
  readonly knowledge: Knowledge
  readonly editing: Editing
  readonly audit: Audit
  readonly factors: Factors
  readonly recordings: Recordings
}
