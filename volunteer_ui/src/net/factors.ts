import { call, type Reply } from './http.ts'

/** Second steps of a log-in. Whoever is logged in gives the password again; who gave it just now does not. */
export interface Factors {
  mine(): Promise<Reply>
  newCode(password?: string): Promise<Reply>
  confirmCode(factor: string, code: string): Promise<Reply>
  askPasskey(password?: string): Promise<Reply>
  addPasskey(name: string, credential: Readonly<Record<string, unknown>>): Promise<Reply>
  remove(factor: string, password: string): Promise<Reply>
  people(): Promise<Reply>
  reset(staff: string, password: string): Promise<Reply>
}

const path = '/api/factors'
const known = (password: string | undefined) => (password === undefined ? {} : { password })

export const factors: Factors = {
  mine: () => call('GET', path),
  newCode: (password) => call('POST', `${path}/code`, known(password)),
  confirmCode: (factor, code) => call('POST', `${path}/code/${factor}`, { code }),
  askPasskey: (password) => call('POST', `${path}/passkey`, known(password)),
  addPasskey: (name, credential) => call('POST', `${path}/passkey/made`, { name, credential }),
  remove: (factor, password) => call('POST', `${path}/${factor}/remove`, { password }),
  people: () => call('GET', `${path}/people`),
  reset: (staff, password) => call('POST', `${path}/people/${staff}/reset`, { password }),
}
