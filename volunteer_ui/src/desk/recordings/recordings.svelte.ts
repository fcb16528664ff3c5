import type { Refused, Reply } from '../../net/http.ts'
import type { Recordings } from '../../net/recordings.ts'
import type { Player } from './player.ts'
import type { Found, Group, Recording } from './wire.ts'

export type Deed = 'live' | 'discarded' | 'back'

/** What was said of a deed, under the recording that it was about. */
export interface Told {
  readonly of: string
  readonly done: Deed | null
  readonly refused: Refused | null
}

/** One recording among all: its language and its name. */
export const keyOf = ({ language, name }: Recording): string => `${language}/${name}`

/** The page of what the telephone says. */
export class RecordingsDesk {
  /** `null`: not here yet. */
  here: boolean | null = $state(null)
  all: readonly Recording[] = $state.raw([])
  languages: readonly string[] = $state.raw([])
  language = $state('')
  group: Group = $state('coming')
  told: Told | null = $state.raw(null)
  /** What is being sent, by key. */
  sending: string | null = $state(null)
  /** What sounds: a key, and behind it `/draft` for the draft. */
  playing: string | null = $state(null)

  readonly #net: Recordings
  readonly #player: Player

  constructor(net: Recordings, player: Player) {
    this.#net = net
    this.#player = player
  }

  /** The recordings of the language and the group that were chosen. */
  get shown(): readonly Recording[] {
    return this.all.filter((one) => one.language === this.language && one.group === this.group)
  }

  /** In how many places of a language a child would hear nothing. */
  missing(language: string): number {
    return this.all.filter((one) => one.language === language && one.state === 'missing').length
  }

  async look(): Promise<void> {
    const reply = await this.#net.all()
    this.here = reply.ok
    if (!reply.ok) return
    const { languages, recordings } = reply.body as Found
    this.languages = languages
    this.all = recordings
    if (!languages.includes(this.language)) this.language = languages[0] ?? ''
  }

  /** Send a file; what a child hears stays as it is. */
  async upload(it: Recording, file: Blob): Promise<void> {
    this.told = null
    this.sending = keyOf(it)
    const reply = await this.#net.upload(it.language, it.name, file)
    this.sending = null
    await this.#after(it, reply, null)
  }

  /** Listen to what a child hears, or to the draft; again stops it. Who heard a draft to its end may put it in place. */
  async play(it: Recording, draft: boolean): Promise<void> {
    const which = keyOf(it) + (draft ? '/draft' : '')
    const stops = this.playing === which
    this.stop()
    if (stops) return
    this.playing = which
    this.told = null
    const sound = await (draft ? this.#net.draft(it.language, it.name) : this.#net.played(it.language, it.name))
    if (this.playing !== which) return
    const ended = sound.ok && (await this.#player.play(sound.body as ArrayBuffer))
    if (this.playing !== which) return
    this.playing = null
    if (!sound.ok) this.told = { of: keyOf(it), done: null, refused: sound }
    else if (!ended) this.told = { of: keyOf(it), done: null, refused: { ok: false, code: 'no_sound' } }
    else if (draft && it.draft && !it.draft.heard) await this.#after(it, await this.#net.listened(it.language, it.name, it.draft.id), null)
  }

  stop(): void {
    this.playing = null
    this.#player.stop()
  }

  async putLive(it: Recording): Promise<void> {
    if (it.draft?.heard) await this.#after(it, await this.#net.putLive(it.language, it.name, it.draft.id), 'live')
    else this.told = { of: keyOf(it), done: null, refused: { ok: false, code: 'not_heard' } }
  }

  async discard(it: Recording): Promise<void> {
    if (it.draft) await this.#after(it, await this.#net.discard(it.language, it.name, it.draft.id), 'discarded')
  }

  async usePlaceholder(it: Recording): Promise<void> {
    await this.#after(it, await this.#net.usePlaceholder(it.language, it.name), 'back')
  }

  async #after(it: Recording, reply: Reply, done: Deed | null): Promise<void> {
    this.told = reply.ok ? { of: keyOf(it), done, refused: null } : { of: keyOf(it), done: null, refused: reply }
    await this.look()
  }
}
