/** How loud a sound is at this moment. */
export class Meter {
  readonly #context = new AudioContext()
  readonly #analyser: AnalyserNode
  readonly #samples: Float32Array<ArrayBuffer>

  constructor(sound: MediaStream) {
    this.#analyser = this.#context.createAnalyser()
    this.#samples = new Float32Array(this.#analyser.fftSize)
    this.#context.createMediaStreamSource(sound).connect(this.#analyser)
  }

  /** 0 to 1. */
  level(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples)
    const energy = this.#samples.reduce((sum, sample) => sum + sample * sample, 0)
    return Math.min(1, Math.sqrt(energy / this.#samples.length))
  }

  close(): void {
    void this.#context.close()
  }
}
