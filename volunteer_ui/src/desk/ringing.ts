import { sounding } from './alarms.ts'
import type { Bell } from './alert.ts'
import type { Desk } from './reducer.ts'

export type Rung = 'offer' | 'alarm' | 'along' | 'agreement' | 'beside'

/** Which changes of the desk are heard. What a notification says of each has no content. */
export class Ringing {
  readonly #bell: Bell
  readonly #text: (of: Rung) => string

  constructor(bell: Bell, text: (of: Rung) => string) {
    this.#bell = bell
    this.#text = text
  }

  /** An alarm sounds, and the browser lets nobody hear it yet. */
  get isMute(): boolean {
    return this.#bell.isMute
  }

  /** Somebody pressed a key or clicked: from now on the browser lets the page make sound. */
  wake(): void {
    this.#bell.wake()
  }

  /** As it sounds for an offer. */
  sound(): void {
    this.#bell.wake()
    this.#bell.sound()
  }

  /** It sounds until somebody has taken it, also while the link is gone; but not for whoever has no desk. */
  alarm(desk: Desk): void {
    const here = desk.link === 'here' || desk.link === 'gone'
    if (here && sounding(desk).length > 0) this.#bell.alarm(this.#text('alarm'))
    else this.#bell.endAlarm()
  }

  /** What came since rings once. */
  heed(desk: Desk, before: Desk): void {
    if (desk.offers.length > before.offers.length) this.#bell.ring(this.#text('offer'))
    if (desk.askedAlong.length > before.askedAlong.length) this.#bell.ring(this.#text('along'))
    if (desk.agreements.some((one) => !before.agreements.includes(one))) this.#bell.ring(this.#text('agreement'))
    if (desk.beside?.is_asked && !before.beside) this.#bell.ring(this.#text('beside'))
    if (!desk.beside?.is_asked && desk.offers.length === 0 && desk.askedAlong.length === 0 && desk.agreements.length === 0) this.#bell.hush()
  }
}
