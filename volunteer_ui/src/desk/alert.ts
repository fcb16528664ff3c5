/** Draws attention to an offer: two soft tones and a notification, both without content. */
export class Bell {
  #sound: AudioContext | null = null
  #shown: Notification | null = null

  /** A browser lets a page sound only after somebody touched it; call this from a key or a click. */
  wake(): void {
    if (typeof AudioContext === 'undefined') return
    this.#sound ??= new AudioContext()
    if (this.#sound.state === 'suspended') void this.#sound.resume()
  }

  /** As it sounds for an offer. A sound that was just woken begins a moment later. */
  sound(): void {
    if (this.#sound?.state === 'suspended') void this.#sound.resume().then(() => this.#tones())
    else this.#tones()
  }

  ring(text: string): void {
    this.#tones()
    if (typeof Notification === 'undefined' || Notification.permission !== 'granted' || document.hasFocus()) return
    this.#shown?.close()
    this.#shown = new Notification(text, { tag: 'offer', silent: true })
    this.#shown.onclick = () => window.focus()
  }

  hush(): void {
    this.#shown?.close()
    this.#shown = null
  }

  #tones(): void {
    const sound = this.#sound
    if (!sound || sound.state !== 'running') return
    for (const [place, pitch] of [523, 659].entries()) {
      const from = sound.currentTime + place * 0.22
      const tone = sound.createOscillator()
      const volume = sound.createGain()
      tone.frequency.value = pitch
      volume.gain.setValueAtTime(0, from)
      volume.gain.linearRampToValueAtTime(0.18, from + 0.03)
      volume.gain.exponentialRampToValueAtTime(0.001, from + 0.6)
      tone.connect(volume).connect(sound.destination)
      tone.start(from)
      tone.stop(from + 0.65)
    }
  }
}

export type Permission = 'asked' | 'yes' | 'no'

/** Whether notifications may be shown: `asked` when the browser still has to ask. */
export function mayNotify(): Permission {
  if (typeof Notification === 'undefined') return 'no'
  return Notification.permission === 'default' ? 'asked' : Notification.permission === 'granted' ? 'yes' : 'no'
}
