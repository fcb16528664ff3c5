import { closeMicrophone, devices, openMicrophone, type Devices } from './devices.ts'
import { echo } from './echo.ts'
import type { MicTrouble } from './machine.ts'
import { Meter } from './meter.ts'
import type { Telephone } from './telephone.svelte.ts'

/** `slow`: one notices it in a talk · `no_way`: the network lets no sound through · `none`: the PBX does not answer. */
export type Net = 'trying' | 'good' | 'slow' | 'no_way' | 'none'
export type Echo = 'recording' | 'playing' | 'asked' | 'heard' | 'not_heard'

/** What the check found; what is not there yet was not looked at. */
export interface Found {
  readonly microphone?: 'good' | MicTrouble
  readonly devices?: Devices
  readonly echo?: Echo
  readonly net?: Net
  /** How loud one speaks, 0 to 1. */
  readonly level?: number
}

const slowMs = 300
const netMs = 8000
const levelMs = 100

/** Whether sound could find a way: the browser has an address to offer. */
async function findsWay(ice: readonly RTCIceServer[]): Promise<boolean> {
  const probe = new RTCPeerConnection({ iceServers: [...ice] })
  try {
    probe.addTransceiver('audio')
    const found = new Promise<boolean>((done) => {
      probe.addEventListener('icecandidate', ({ candidate }) => done(candidate !== null))
      setTimeout(() => done(false), netMs)
    })
    await probe.setLocalDescription(await probe.createOffer())
    return await found
  } finally {
    probe.close()
  }
}

const settled = async (telephone: Telephone): Promise<void> => {
  for (let waited = 0; waited < netMs && telephone.standing.line === 'joining'; waited += levelMs) await new Promise((done) => setTimeout(done, levelMs))
}

/** The check of microphone, headset and network. Nothing that is said leaves the page, and nothing of it is kept. */
export class Check {
  found: Found = $state.raw({})
  readonly #telephone: Telephone
  #microphone: MediaStream | null = null
  #meter: Meter | null = null
  #watch: ReturnType<typeof setInterval> | null = null

  constructor(telephone: Telephone) {
    this.#telephone = telephone
  }

  async begin(): Promise<void> {
    await Promise.all([this.listen(), this.tryNet()])
  }

  /** Hear the chosen microphone, and see what there is. */
  async listen(): Promise<void> {
    this.#deafen()
    const opened = await openMicrophone(this.#telephone.chosen.microphone)
    this.#set({ microphone: typeof opened === 'string' ? opened : 'good', devices: await devices() })
    if (typeof opened === 'string') return
    this.#microphone = opened
    this.#meter = new Meter(opened)
    this.#watch = setInterval(() => this.#set({ level: this.#meter?.level() ?? 0 }), levelMs)
  }

  async tryNet(): Promise<void> {
    this.#set({ net: 'trying' })
    await this.#telephone.try()
    await settled(this.#telephone)
    const tookMs = await this.#telephone.roundTrip()
    const way = tookMs !== null && (await findsWay(this.#telephone.iceServers).catch(() => false))
    this.#set({ net: tookMs === null ? 'none' : !way ? 'no_way' : tookMs > slowMs ? 'slow' : 'good' })
  }

  /** Two seconds, and back again. */
  async hearBack(): Promise<void> {
    if (this.#microphone === null || this.found.echo === 'recording' || this.found.echo === 'playing') return
    this.#set({ echo: 'recording' })
    const heard = await echo(this.#microphone, this.#telephone.chosen.headset, () => this.#set({ echo: 'playing' }))
    this.#set({ echo: heard ? 'asked' : 'not_heard' })
  }

  answered(heard: boolean): void {
    this.#set({ echo: heard ? 'heard' : 'not_heard' })
    if (heard) this.#telephone.choose({ ...this.#telephone.chosen, tried: true })
  }

  end(): void {
    this.#deafen()
    this.#telephone.tried()
  }

  #deafen(): void {
    if (this.#watch !== null) clearInterval(this.#watch)
    this.#watch = null
    this.#meter?.close()
    this.#meter = null
    closeMicrophone(this.#microphone)
    this.#microphone = null
  }

  #set(change: Found): void {
    this.found = { ...this.found, ...change }
  }
}
