import { UA, WebSocketInterface } from 'jssip'
import type { RTCSession } from 'jssip/lib/RTCSession'

/** With what this browser is a phone, as the event `phone` answers. */
export interface Credentials {
  readonly phone: string
  readonly password: string
  readonly uri: string
  readonly ice_servers: readonly RTCIceServer[]
}

/** What the line tells. `rung` is held silently until it is answered; `over`: it was taken back, or the call has ended. */
export interface SipHeed {
  registered(): void
  /** It tries again by itself. */
  lost(): void
  /** These credentials are worth nothing any more. */
  refused(): void
  rung(): void
  /** Both sides are connected. */
  up(): void
  heard(sound: MediaStream): void
  over(): void
}

export interface SipLine {
  /** Without a microphone one only listens. */
  answer(microphone: MediaStream | null): void
  hangUp(): void
  stats(): Promise<RTCStatsReport | null>
  /** How long the PBX takes to answer (ms); null when it does not. */
  roundTrip(): Promise<number | null>
  close(): void
}

const registerSeconds = 120
const ringSeconds = 180
/** From the first way that was found on, others are waited for so long (ms). */
const gatherMs = 400
const busy = 486
const signedOut = 4001

const address = (): string => `${location.protocol === 'http:' ? 'ws' : 'wss'}://${location.host}/sip`

/** Be a phone: registered for as long as the line is open, also after the network was away. */
export function openSip({ uri, password, ice_servers }: Credentials, heed: SipHeed): SipLine {
  const ua = new UA({
    sockets: [new WebSocketInterface(address())],
    uri,
    password,
    register_expires: registerSeconds,
    session_timers: false,
    no_answer_timeout: ringSeconds,
    connection_recovery_min_interval: 1,
    connection_recovery_max_interval: 5,
    user_agent: 'helpline',
  })
  let call: RTCSession | null = null

  ua.on('registered', () => heed.registered())
  ua.on('registrationFailed', ({ response }) => (response === null || response === undefined ? heed.lost() : heed.refused()))
  ua.on('disconnected', (why: { code?: number }) => (why.code === signedOut ? heed.refused() : heed.lost()))
  ua.on('newRTCSession', ({ originator, session }: { originator: string; session: RTCSession }) => {
    if (originator !== 'remote') return
    if (call !== null) return void session.terminate({ status_code: busy })
    call = session
    const over = () => {
      if (call !== session) return
      call = null
      heed.over()
    }
    session.on('failed', over)
    session.on('ended', over)
    session.on('confirmed', () => heed.up())
    session.on('icecandidate', hurry())
    session.on('peerconnection', ({ peerconnection }) => peerconnection.addEventListener('track', ({ track, streams }) => heed.heard(streams[0] ?? new MediaStream([track]))))
    heed.rung()
  })
  ua.start()

  return {
    answer: (microphone) =>
      call?.answer({
        ...(microphone === null ? { mediaConstraints: { audio: false, video: false } } : { mediaStream: microphone }),
        pcConfig: { iceServers: [...ice_servers] },
      }),
    hangUp: () => {
      if (call !== null && !call.isEnded()) call.terminate()
    },
    stats: async () => (call?.connection ? call.connection.getStats() : null),
    roundTrip: () => roundTrip(ua, uri),
    close: () => ua.stop(),
  }
}

/** A helper in the network that does not answer would keep the call waiting for ten seconds. */
function hurry(): (found: { ready: () => void }) => void {
  let began = false
  return ({ ready }) => {
    if (began) return
    began = true
    setTimeout(ready, gatherMs)
  }
}

/** What the library's types leave out. */
interface Asks {
  sendOptions(target: string, body: undefined, options: { eventHandlers: Record<string, (told: { response?: unknown }) => void> }): void
}

function roundTrip(ua: UA, uri: string): Promise<number | null> {
  return new Promise((done) => {
    const asked = performance.now()
    const answered = () => done(performance.now() - asked)
    const failed = ({ response }: { response?: unknown }) => (response ? answered() : done(null))
    try {
      ;(ua as UA & Asks).sendOptions(uri, undefined, { eventHandlers: { succeeded: answered, failed } })
    } catch {
      done(null)
    }
  })
}
