/** Tell the server that the child is gone, in a way that survives the page. It answers nothing that anybody waits for. */
export function sayAway(token: string): void {
  const sent = navigator.sendBeacon?.('/child/away', token) ?? false
  if (sent) return
  const headers = { 'content-type': 'text/plain;charset=UTF-8' }
  fetch('/child/away', { method: 'POST', body: token, headers, keepalive: true }).catch(() => undefined)
}

/** What the server answered to a call of a page: its body, or a code (`no_link` when it could not be reached). */
export type Reply = { readonly ok: true; readonly body: unknown; readonly date: number | null } | Refused

/** `reason` is what is wrong with a text, `why` with a sound, `latest` the version that somebody else wrote meanwhile, `ways` what a log-in may show beside the password, `passkey` what to ask a device. */
export interface Refused {
  readonly ok: false
  readonly code: string
  readonly retrySeconds?: number
  readonly reason?: string
  readonly why?: string
  readonly latest?: number
  readonly ways?: readonly string[]
  readonly passkey?: Readonly<Record<string, unknown>>
}

/** What an app shows, or a device signed, once it was asked for. */
export type Proof = { readonly code: string } | { readonly assertion: Readonly<Record<string, unknown>> }

export const logIn = (name: string, password: string, proof?: Proof): Promise<Reply> => call('POST', '/api/session', { name, password, ...proof })

export const logOut = (): Promise<Reply> => call('DELETE', '/api/session')

/** The registration form, the phases and the snippets. */
export const fetchForm = (): Promise<Reply> => call('GET', '/api/form')

/** The tree of topics. */
export const fetchTopics = (): Promise<Reply> => call('GET', '/api/topics')

/** What coordinators did with conversations of whoever asks. */
export const fetchOpened = (): Promise<Reply> => call('GET', '/api/audit/mine')

/** One call; `until` ends it early, which reads as `no_link`. */
export async function call(method: string, path: string, body?: unknown, until?: AbortSignal): Promise<Reply> {
  const json = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  return ask(path, { method, ...json, signal: deadline(15_000, until) }, (answer) => answer.json())
}

/** A file as it is; over a slow line that takes its time. */
export const sendFile = (path: string, file: Blob): Promise<Reply> =>
  ask(path, { method: 'POST', body: file, headers: { 'content-type': 'application/octet-stream' }, signal: deadline(120_000) }, (answer) => answer.json())

/** A sound; the body is an `ArrayBuffer`. */
export const fetchSound = (path: string): Promise<Reply> => ask(path, { method: 'GET', signal: deadline(30_000) }, (answer) => answer.arrayBuffer())

async function ask(path: string, how: RequestInit, read: (answer: Response) => Promise<unknown>): Promise<Reply> {
  try {
    const answer = await fetch(path, how)
    if (!answer.ok) return refusal(await answer.json())
    return { ok: true, body: answer.status === 204 ? null : await read(answer), date: dateOf(answer) }
  } catch {
    return { ok: false, code: 'no_link' }
  }
}

/** `AbortSignal.timeout` and `any` are younger than the oldest browser we build for. */
function deadline(ms: number, until?: AbortSignal): AbortSignal {
  const stop = new AbortController()
  setTimeout(() => stop.abort(), ms)
  if (until?.aborted) stop.abort()
  until?.addEventListener('abort', () => stop.abort(), { once: true })
  return stop.signal
}

function refusal(read: unknown): Refused {
  const error = (read as { error?: Record<string, unknown> } | null)?.error ?? {}
  return {
    ok: false,
    code: typeof error.code === 'string' ? error.code : 'fault',
    ...(typeof error.retry_seconds === 'number' ? { retrySeconds: error.retry_seconds } : {}),
    ...(typeof error.reason === 'string' ? { reason: error.reason } : {}),
    ...(typeof error.why === 'string' ? { why: error.why } : {}),
    ...(typeof error.latest === 'number' ? { latest: error.latest } : {}),
    ...(Array.isArray(error.ways) ? { ways: error.ways as string[] } : {}),
    ...(typeof error.passkey === 'object' && error.passkey ? { passkey: error.passkey as Record<string, unknown> } : {}),
  }
}

/** The server's clock (ms), for countdowns on a computer whose own clock is wrong. */
function dateOf(answer: Response): number | null {
  const date = Date.parse(answer.headers.get('date') ?? '')
  return Number.isNaN(date) ? null : date
}
