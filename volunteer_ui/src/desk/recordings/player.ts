/** Lets somebody hear a sound. */
export interface Player {
  /** True when it came to its end; false when this browser cannot play it. Never, when it was stopped. */
  play(sound: ArrayBuffer): Promise<boolean>
  stop(): void
}

/** The sound of this browser. */
export class BrowserPlayer implements Player {
  #context: AudioContext | null = null
  #source: AudioBufferSourceNode | null = null

  async play(sound: ArrayBuffer): Promise<boolean> {
    if (typeof AudioContext === 'undefined') return false
    const context = (this.#context ??= new AudioContext())
    try {
      await context.resume()
      const buffer = await context.decodeAudioData(sound)
      return await new Promise((ended) => {
        const source = (this.#source = context.createBufferSource())
        source.buffer = buffer
        source.onended = () => ended(true)
        source.connect(context.destination)
        source.start()
      })
    } catch {
      return false
    }
  }

  stop(): void {
    if (this.#source) this.#source.onended = null
    this.#source?.stop()
    this.#source = null
  }
}
