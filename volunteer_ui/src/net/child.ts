import { io } from 'socket.io-client'
import type { Answer, Choice, Entered, FromServer, Moment, Refusal, Said, Synced, Wish } from '../child/wire'

/** No answer within this time counts as none: a long-polling proxy may have lost the body. Milliseconds. */
export const answerDeadline = 5000
const lostByServer = 1500

export interface Ear {
  /** The token to come back with, asked anew at every connect. */
  token(): string | null
  /** Was this page told that something keeps the child out? Asked anew too: what changed meanwhile is in the snapshot. */
  isOut(): boolean
  heard<Name extends keyof FromServer>(type: Name, data: FromServer[Name]): void
  lost(): void
  refused(refusal: Refusal): void
}

/** What the child's page can ask. Each rejects when there is no connection, or no answer before the deadline. */
export interface ChildNet {
  enter(wish: Wish): Promise<Answer<Entered>>
  say(client_id: string, text: string): Promise<Said>
  sync(after: number): Promise<Answer<Synced>>
  leave(): Promise<unknown>
  forget(): Promise<unknown>
  prefer(choice: Choice): Promise<unknown>
  survey(moment: Moment, feeling: number | null, size: number | null): Promise<Answer<object>>
  typing(): void
  /** Connect, after this page was superseded. */
  connect(): void
  /** Leave and come back: the server shows everything afresh, to whoever the token now says we are. */
  again(): void
  close(): void
}

const events = ['snapshot', 'opening', 'queue', 'joined', 'interrupted', 'message', 'typing', 'ended', 'keep', 'out', 'superseded'] as const

/** dial: how a connection is made; tests bring their own. */
export function openChild(ear: Ear, dial: typeof io = io): ChildNet {
  const socket = dial('/child', {
    transports: typeof WebSocket === 'undefined' ? ['polling'] : ['websocket', 'polling'],
    tryAllTransports: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 4000,
    timeout: 6000,
    auth: (give) => {
      const token = ear.token()
      give({ ...(token === null ? {} : { resume: token }), ...(ear.isOut() ? { out: true } : {}) })
    },
  })
  let superseded = false
  let later: ReturnType<typeof setTimeout> | undefined

  const connectIn = (milliseconds: number): void => {
    clearTimeout(later)
    later = setTimeout(() => socket.connect(), milliseconds)
  }
  const ask = async <Yes>(event: string, data: object): Promise<Yes> => {
    if (!socket.connected) throw new Error('not connected')
    return (await socket.timeout(answerDeadline).emitWithAck(event, data)) as Yes
  }

  for (const event of events) {
    socket.on(event, (data: FromServer[typeof event]) => {
      ear.heard(event, data)
      if (event !== 'superseded') return
      // Two tabs that both come back would take the conversation from each other for ever.
      superseded = true
      socket.disconnect()
    })
  }
  socket.on('disconnect', (reason) => {
    // The client comes back by itself after every other reason.
    if (reason === 'io server disconnect' && !superseded) connectIn(lostByServer * (0.5 + Math.random()))
    ear.lost()
  })
  socket.on('connect_error', (error: Error & { data?: unknown }) => {
    if (socket.active) {
      // No network, no server, or a proxy that swallows websockets: begin with what every proxy lets through.
      socket.io.opts.transports = ['polling', 'websocket']
      return ear.lost()
    }
    const refusal = asRefusal(error.data)
    connectIn(Math.max(refusal.retry_seconds ?? 5, 1) * 1000)
    ear.refused(refusal)
  })

  return {
    enter: (wish) => ask('enter', wish),
    say: (client_id, text) => ask('say', { client_id, text }),
    sync: (after) => ask('sync', { after }),
    leave: () => ask('leave', {}),
    forget: () => ask('forget', {}),
    prefer: (choice) => ask('prefer', { choice }),
    survey: (moment, feeling, size) => ask('survey', { moment, feeling, size }),
    typing: () => void (socket.connected && socket.volatile.emit('typing', {})),
    connect() {
      superseded = false
      socket.connect()
    },
    again() {
      socket.disconnect().connect()
    },
    close() {
      clearTimeout(later)
      socket.disconnect()
    },
  }
}

function asRefusal(data: unknown): Refusal {
  const known = typeof data === 'object' && data !== null && 'code' in data && typeof data.code === 'string'
  return known ? (data as Refusal) : { code: 'fault' }
}
