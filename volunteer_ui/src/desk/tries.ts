import type { Trouble } from './wire.ts'

/** Codes that pass by themselves; after any other the same call will never be taken. */
const passing = new Set(['no_answer', 'no_link', 'try_again', 'too_many', 'signed_out'])
const waitsForLink = new Set(['no_link', 'signed_out'])
const usualMs = 2000

export type Later = (again: () => void, ms: number) => void

export const after: Later = (again, ms) => void setTimeout(again, ms)

export const isPassing = (trouble: Trouble): boolean => passing.has(trouble.code)

/** How many ms to wait before asking the same again; null: until the link is back, before that every try would fail. */
export function pauseMs(trouble: Trouble): number | null {
  if (waitsForLink.has(trouble.code)) return null
  return trouble.retry_seconds ? trouble.retry_seconds * 1000 : usualMs
}
