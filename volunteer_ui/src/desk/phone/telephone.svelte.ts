import type { Credentials, SipHeed, SipLine } from '../../net/sip.ts'
import type { Keeper } from '../../shared/storage.ts'
import type { Desk } from '../reducer.ts'
import type { Answer, Conversation } from '../wire.ts'
import { own } from './along.ts'
import { chosenOn, keepChosen, type Chosen } from './devices.ts'
import { figuresOf, heardBetween, none, qualityOf, saidBetween, type Figures } from './figures.ts'
import { commands, step, still, type Command, type Heard, type MicTrouble, type Standing } from './machine.ts'
import type { PhoneAnswer } from './wire.ts'

/** The world around the phone. */
export interface World {
  ask(event: string, data: unknown): Promise<Answer>
  open(credentials: Credentials, heed: SipHeed): Promise<SipLine>
  microphone(id: string): Promise<MediaStream | MicTrouble>
  play(sound: MediaStream, headset: string): () => void
  readonly device: Keeper
  now(): number
}

/** After so long (ms) there is something to say to a child that says nothing, unless the helpline says otherwise. */
export const usualSilentMs = 15_000
/** How often it is looked how both sides sound (ms). */
const lookMs = 500
/** When credentials were refused, or there were none, others are asked for so much later (ms). */
const againMs = 5000

const isTalk = (one: Conversation): boolean => one.channel === 'phone' && one.state === 'active' && one.call !== null

/** Whether somebody is to be talked to, or listened to, on the phone. Who only watches a call is not rung for it. */
export const wants = ({ me, conversations, beside }: Desk): boolean =>
  beside?.is_asked === false || conversations.some((one) => isTalk(one) && (!one.watching || own(me, one) !== null))

/** Whether this window is a phone: where calls are taken, held or listened in on. */
export const isPhone = ({ me, ...desk }: Desk): boolean =>
  me?.phone !== null && me?.phone !== undefined && (me.channels.includes('phone') || me.role === 'coordinator' || wants({ me, ...desk }))

/** This window's browser as a phone. */
export class Telephone {
  standing: Standing = $state.raw(still)
  chosen: Chosen = $state.raw({ microphone: '', headset: '', tried: false })
  silentMs = $state(usualSilentMs)
  /** Who helps this browser through its network. */
  iceServers: readonly RTCIceServer[] = []
  readonly #world: World
  #line: SipLine | null = null
  #on = false
  /** The check before a shift is open. */
  #trying = false
  #joins: Promise<void> | null = null
  /** Which of its lines is the newest: what an older one tells is about nothing. */
  #newest = 0
  /** Its log-in is worth nothing any more, and a talk still uses it. */
  #stale = false
  #again: ReturnType<typeof setTimeout> | null = null
  #watch: ReturnType<typeof setInterval> | null = null
  #figures: Figures = none
  #microphone: MediaStream | null = null
  #silence: () => void = () => undefined

  constructor(world: World) {
    this.#world = world
    this.chosen = chosenOn(world.device)
  }

  /** The desk is otherwise now. */
  follow(desk: Desk): void {
    const on = isPhone(desk)
    if (on !== this.#on) {
      this.#on = on
      if (on) void this.#once()
      else if (!this.#trying) this.close()
    }
    const wanted = wants(desk)
    if (wanted !== this.standing.wanted) this.tell({ is: 'wanted', wanted })
  }

  /** The one door through which it changes. */
  tell(it: Heard): void {
    const before = this.standing
    this.standing = step(before, it)
    for (const command of commands(before, this.standing)) void this.#carryOut(command)
    if (before.talk === 'none' || this.standing.talk !== 'none') return
    this.#quiet()
    if (this.#stale) this.#refused()
  }

  mute(muted: boolean): void {
    for (const track of this.#microphone?.getAudioTracks() ?? []) track.enabled = !muted
    this.tell({ is: 'muted', muted })
  }

  choose(it: Chosen): void {
    this.chosen = it
    keepChosen(this.#world.device, it)
  }

  /** How long the PBX takes to answer (ms); null while there is no line. */
  async roundTrip(): Promise<number | null> {
    return this.#line === null ? null : this.#line.roundTrip()
  }

  /** A line for the check before a shift, where there is none. */
  async try(): Promise<void> {
    this.#trying = true
    if (this.#line === null) await this.#once()
  }

  close(): void {
    if (this.#again !== null) clearTimeout(this.#again)
    this.#again = null
    this.#line?.close()
    this.#line = null
    this.tell({ is: 'line', line: 'off' })
    this.#quiet()
  }

  /** The check is over: the line stays only where this window is a phone. */
  tried(): void {
    this.#trying = false
    if (!this.#on) this.close()
  }

  /** However many ask for it at once. */
  #once(): Promise<void> {
    this.#joins ??= this.#join().finally(() => (this.#joins = null))
    return this.#joins
  }

  async #join(): Promise<void> {
    this.tell({ is: 'line', line: 'joining' })
    const answer = await this.#world.ask('phone', {})
    if (!this.#on && !this.#trying) return
    if (answer.error) return this.#later()
    const { practice, silent_seconds: seconds, ...given } = answer as unknown as PhoneAnswer
    if (seconds !== undefined) this.silentMs = seconds * 1000
    if (practice) return this.tell({ is: 'line', line: 'practice' })
    const credentials: Credentials = { ...given, ice_servers: given.ice_servers.map((one) => (typeof one === 'string' ? { urls: one } : one)) }
    this.iceServers = credentials.ice_servers
    const line = await this.#world.open(credentials, this.#heed()).catch(() => null)
    if (line === null) return this.#later()
    if (!this.#on && !this.#trying) return line.close()
    this.#line = line
  }

  #later(): void {
    this.tell({ is: 'line', line: 'lost' })
    if (this.#again !== null || !this.#on) return
    this.#again = setTimeout(() => {
      this.#again = null
      if (this.#on) void this.#once()
    }, againMs)
  }

  #heed(): SipHeed {
    const mine = ++this.#newest
    const newest = (deed: () => void) => () => {
      if (mine === this.#newest) deed()
    }
    return {
      registered: newest(() => this.tell({ is: 'line', line: 'ready' })),
      lost: newest(() => this.tell({ is: 'line', line: 'lost' })),
      refused: newest(() => this.#refused()),
      rung: () => this.tell({ is: 'rung' }),
      up: () => {
        this.tell({ is: 'up' })
        this.#listen()
      },
      heard: (sound) => {
        this.#silence()
        this.#silence = this.#world.play(sound, this.chosen.headset)
      },
      over: () => this.tell({ is: 'over' }),
    }
  }

  /** Closing the line would end the talk: it goes on, and afterwards there is a new line. */
  #refused(): void {
    this.#stale = this.standing.talk === 'answering' || this.standing.talk === 'up'
    if (this.#stale) return this.tell({ is: 'line', line: 'lost' })
    this.#line?.close()
    this.#line = null
    this.#later()
  }

  async #carryOut(command: Command): Promise<void> {
    if (command === 'hang_up') return void this.#line?.hangUp()
    const opened = await this.#world.microphone(this.chosen.microphone)
    const microphone = typeof opened === 'string' ? null : opened
    this.tell({ is: 'trouble', trouble: typeof opened === 'string' ? opened : null })
    if (this.standing.talk !== 'answering') return microphone?.getTracks().forEach((track) => track.stop())
    this.#microphone = microphone
    this.mute(this.standing.muted)
    this.#line?.answer(microphone)
  }

  #listen(): void {
    if (this.#watch !== null) return
    this.#figures = none
    this.#watch = setInterval(() => void this.#look(), lookMs)
  }

  async #look(): Promise<void> {
    const report = await this.#line?.stats()
    if (!report || this.#watch === null) return
    const before = this.#figures
    this.#figures = figuresOf(report as unknown as Parameters<typeof figuresOf>[0])
    if (before === none) return
    this.tell({ is: 'measured', quality: qualityOf(before, this.#figures), heard: heardBetween(before, this.#figures), said: saidBetween(before, this.#figures), at: this.#world.now() })
  }

  /** Nobody hears anything any more. */
  #quiet(): void {
    if (this.#watch !== null) clearInterval(this.#watch)
    this.#watch = null
    this.#silence()
    this.#silence = () => undefined
    this.#microphone?.getTracks().forEach((track) => track.stop())
    this.#microphone = null
  }
}
