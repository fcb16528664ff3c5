import type { Answer } from './wire.ts'

export type LinkQuality = 'good' | 'slow' | 'none'

const tries = 5
/** From here on writing back and forth is felt to drag (ms for one answer). */
const slowMs = 400
/** Enough is known after this (ms). */
const mostMs = 8000

/** How long the server takes to answer, in words: the middle one of a few tries. */
export async function tryLink(ask: () => Promise<Answer>, now: () => number = () => performance.now()): Promise<LinkQuality> {
  const began = now()
  const lengths: number[] = []
  while (lengths.length < tries && now() - began < mostMs) {
    const asked = now()
    if ((await ask()).error) return 'none'
    lengths.push(now() - asked)
  }
  lengths.sort((a, b) => a - b)
  return (lengths[Math.floor(lengths.length / 2)] ?? slowMs) < slowMs ? 'good' : 'slow'
}
