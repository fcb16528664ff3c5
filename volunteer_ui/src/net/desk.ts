import { io, type Socket } from 'socket.io-client'
import type { Answer } from '../desk/wire.ts'

/** What the link tells: the server's events, and how it stands itself. */
export interface Heed {
  event(name: string, data: unknown): void
  connected(): void
  gone(): void
  /** The server does not let this window in; `again`: after how many seconds another try is made by itself, or never. */
  refused(code: string, again: number | null): void
}

/** The line between the desk and the server. `ask` never throws: what went wrong is an answer too. */
export interface Link {
  open(heed: Heed): void
  /** Connect anew, with the session of now. */
  renew(): void
  close(): void
  ask(event: string, data: unknown): Promise<Answer>
}

const ackMs = 10_000
const noLink: Answer = { error: { code: 'no_link' } }
const noAnswer: Answer = { error: { code: 'no_answer' } }

/** The link to `/desk`: websocket only, with the session cookie. */
export function deskLink(): Link {
  const socket: Socket = io('/desk', {
    transports: ['websocket'],
    autoConnect: false,
    reconnectionDelay: 500,
    reconnectionDelayMax: 5000,
    timeout: 10_000,
  })
  return {
    open: (heed) => {
      listen(socket, heed)
      socket.connect()
    },
    renew: () => void socket.disconnect().connect(),
    close: () => void socket.disconnect(),
    ask: (event, data) => ask(socket, event, data),
  }
}

function listen(socket: Socket, heed: Heed): void {
  socket.onAny((name: string, data: unknown) => heed.event(name, data))
  socket.on('connect', () => heed.connected())
  socket.on('disconnect', (why) => {
    if (why === 'io client disconnect') return
    heed.gone()
    // The server closed it (a session that ended, a slow reader): the client does not come back by itself then.
    if (why === 'io server disconnect') setTimeout(() => socket.connect(), 1000)
  })
  socket.on('connect_error', (trouble: Error & { data?: { code?: string; retry_seconds?: number } }) => {
    const code = trouble.data?.code
    if (code === undefined) return heed.gone()
    const again = code === 'too_many' || code === 'try_again' ? (trouble.data?.retry_seconds ?? 5) : null
    heed.refused(code, again)
    if (again !== null) setTimeout(() => socket.connect(), again * 1000)
  })
}

async function ask(socket: Socket, event: string, data: unknown): Promise<Answer> {
  // Without a link the client would keep the call and send it later, when it may not be meant any more.
  if (!socket.connected) return noLink
  try {
    const answer: unknown = await socket.timeout(ackMs).emitWithAck(event, data)
    return isAnswer(answer) ? answer : noAnswer
  } catch {
    return socket.connected ? noAnswer : noLink
  }
}

const isAnswer = (it: unknown): it is Answer => typeof it === 'object' && it !== null && ('ok' in it || 'error' in it)
