const offerTones = [523, 659]
const alarmTones = [880, 660, 880]
const alarmEveryMs = 2000

/** Draws attention, by sound and a notification, both without content: softly and once to an offer, and to an alarm for
 * as long as nobody has taken it. */
export class Bell {
  #sound: AudioContext | null = null
  #shown: Notification | null = null
  #called: Notification | null = null
  #alarm: ReturnType<typeof setInterval> | null = null

  /** A slow computer needs a tenth of a second for it: call this while nobody waits for a key. */
  prepare(): void {
    if (typeof AudioContext !== 'undefined') this.#sound ??= new AudioContext()
  }

  /** A browser lets a page sound only after somebody touched it; call this from a key or a click. */
  wake(): void {
    this.prepare()
    if (this.#sound?.state === 'suspended') void this.#sound.resume()
  }

  /** As it sounds for an offer. A sound that was just woken begins a moment later. */
  sound(): void {
    if (this.#sound?.state === 'suspended') void this.#sound.resume().then(() => this.#tones())
    else this.#tones()
  }

  ring(text: string): void {
    this.#tones()
    if (!mayShow()) return
    this.#shown?.close()
    this.#shown = new Notification(text, { tag: 'offer', silent: true })
    this.#shown.onclick = () => window.focus()
  }

  hush(): void {
    this.#shown?.close()
    this.#shown = null
  }

  /** Goes on until it is ended; called again it changes nothing. */
  alarm(text: string): void {
    if (this.#alarm !== null) return
    this.#tones(alarmTones, 0.4)
    this.#alarm = setInterval(() => this.#tones(alarmTones, 0.4), alarmEveryMs)
    if (!mayShow()) return
    this.#called = new Notification(text, { tag: 'alarm', requireInteraction: true })
    this.#called.onclick = () => window.focus()
  }

  endAlarm(): void {
    if (this.#alarm === null) return
    clearInterval(this.#alarm)
    this.#alarm = null
    this.#called?.close()
    this.#called = null
  }

  /** An alarm sounds, and the browser lets nobody hear it yet. */
  get isMute(): boolean {
    return this.#alarm !== null && this.#sound?.state !== 'running'
  }

  #tones(pitches: readonly number[] = offerTones, loud = 0.18): void {
    const sound = this.#sound
    if (!sound || sound.state !== 'running') return
    for (const [place, pitch] of pitches.entries()) {
      const from = sound.currentTime + place * 0.22
      const tone = sound.createOscillator()
      const volume = sound.createGain()
      tone.frequency.value = pitch
      volume.gain.setValueAtTime(0, from)
      volume.gain.linearRampToValueAtTime(loud, from + 0.03)
      volume.gain.exponentialRampToValueAtTime(0.001, from + 0.6)
      tone.connect(volume).connect(sound.destination)
      tone.start(from)
      tone.stop(from + 0.65)
    }
  }
}

const mayShow = (): boolean => typeof Notification !== 'undefined' && Notification.permission === 'granted' && !document.hasFocus()

export type Permission = 'asked' | 'yes' | 'no'

/** Whether notifications may be shown: `asked` when the browser still has to ask. */
export function mayNotify(): Permission {
  if (typeof Notification === 'undefined') return 'no'
  return Notification.permission === 'default' ? 'asked' : Notification.permission === 'granted' ? 'yes' : 'no'
}
