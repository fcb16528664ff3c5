import { io } from 'socket.io-client'
import type { Answer, FromServer } from '../practice/wire.ts'

export interface Ear {
  heard<Name extends keyof FromServer>(type: Name, data: FromServer[Name]): void
  lost(): void
}

/** What the telephone of the practice line can ask. Each rejects when there is no connection, or no answer in time. */
export interface PracticeNet {
  dial(number: string | null): Promise<Answer>
  press(key: string): Promise<Answer>
  say(client_id: string, text: string): Promise<Answer>
  hangUp(): Promise<Answer>
}

const answerDeadline = 5000
const lostByServer = 1.5
const events = ['snapshot', 'call', 'message'] as const

export function openPractice(ear: Ear): PracticeNet {
  const socket = io('/practice', { transports: ['websocket', 'polling'], tryAllTransports: true, reconnectionDelay: 500, reconnectionDelayMax: 4000 })
  const comeBack = (seconds: number): void => void setTimeout(() => socket.connect(), seconds * 1000)
  const ask = async (event: string, data: object): Promise<Answer> => {
    if (!socket.connected) throw new Error('not connected')
    return (await socket.timeout(answerDeadline).emitWithAck(event, data)) as Answer
  }
  for (const event of events) socket.on(event, (data: FromServer[typeof event]) => ear.heard(event, data))
  socket.on('disconnect', (reason) => {
    if (reason === 'io server disconnect') comeBack(lostByServer)
    ear.lost()
  })
  socket.on('connect_error', (error: Error & { data?: { retry_seconds?: number } }) => {
    if (!socket.active) comeBack(Math.max(error.data?.retry_seconds ?? 5, 1))
    ear.lost()
  })
  return {
    dial: (number) => ask('dial', { number }),
    press: (key) => ask('press', { key }),
    say: (client_id, text) => ask('say', { client_id, text }),
    hangUp: () => ask('hang_up', {}),
  }
}
