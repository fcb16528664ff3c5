/** How the sound travels, in words. `unheard`: none arrives at all, and nothing says that this side's connection is to blame. */
export type Quality = 'good' | 'poor' | 'bad' | 'unheard'

/** What a browser counts of a call, from its beginning. Seconds; energies as in webrtc-stats, `totalAudioEnergy`.
 * `unsaid`: the share of what was sent from here that did not arrive, as the other end last told. */
export interface Figures {
  readonly received: number
  readonly lost: number
  readonly jitter: number
  readonly roundTrip: number
  readonly unsaid: number
  readonly heardEnergy: number
  readonly heardSeconds: number
  readonly saidEnergy: number
  readonly saidSeconds: number
}

export const none: Figures = { received: 0, lost: 0, jitter: 0, roundTrip: 0, unsaid: 0, heardEnergy: 0, heardSeconds: 0, saidEnergy: 0, saidSeconds: 0 }

interface Stat {
  readonly type: string
  readonly kind?: string
  readonly [name: string]: unknown
}

const number = (stat: Stat | undefined, name: string): number => {
  const value = stat?.[name]
  return typeof value === 'number' && Number.isFinite(value) ? value : 0
}

/** Read what `getStats` reports of the sound. */
export function figuresOf(report: { forEach(look: (stat: Stat) => void): void }): Figures {
  const of = new Map<string, Stat>()
  report.forEach((stat) => {
    if (stat.kind === undefined || stat.kind === 'audio') of.set(stat.type, stat)
  })
  const inbound = of.get('inbound-rtp')
  const source = of.get('media-source')
  return {
    received: number(inbound, 'packetsReceived'),
    lost: number(inbound, 'packetsLost'),
    jitter: number(inbound, 'jitter'),
    roundTrip: number(of.get('remote-inbound-rtp'), 'roundTripTime'),
    unsaid: number(of.get('remote-inbound-rtp'), 'fractionLost'),
    heardEnergy: number(inbound, 'totalAudioEnergy'),
    heardSeconds: number(inbound, 'totalSamplesDuration'),
    saidEnergy: number(source, 'totalAudioEnergy'),
    saidSeconds: number(source, 'totalSamplesDuration'),
  }
}

/** How it arrived between two looks. Where words break off it is bad; where one has to listen well it is poor. */
export function qualityOf(before: Figures, after: Figures): Quality {
  const received = after.received - before.received
  const lost = Math.max(0, after.lost - before.lost)
  if (after.unsaid > 0.1 || after.roundTrip > 0.8) return 'bad'
  // The child's side may be silent, or not there yet: what is not sent says nothing of this side's wifi.
  if (received <= 0) return 'unheard'
  const share = lost / (lost + received)
  if (share > 0.1 || after.jitter > 0.12) return 'bad'
  return share > 0.03 || after.jitter > 0.05 || after.roundTrip > 0.4 ? 'poor' : 'good'
}

/** How loud it was between two looks, 0 to 1. */
const loudness = (energy: number, seconds: number): number => (seconds > 0 && energy > 0 ? Math.min(1, Math.sqrt(energy / seconds)) : 0)

export const heardBetween = (before: Figures, after: Figures): number => loudness(after.heardEnergy - before.heardEnergy, after.heardSeconds - before.heardSeconds)
export const saidBetween = (before: Figures, after: Figures): number => loudness(after.saidEnergy - before.saidEnergy, after.saidSeconds - before.saidSeconds)
