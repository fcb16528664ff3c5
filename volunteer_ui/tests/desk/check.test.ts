import { describe, expect, test } from 'vitest'
import { tryLink } from '../../src/desk/check'
import type { Answer } from '../../src/desk/wire'

/** A server that takes this long (ms) for each answer, on a clock that only its answers move. */
function server(...lengths: readonly number[]) {
  let time = 0
  let asked = 0
  const ask = async (): Promise<Answer> => {
    time += lengths[asked++ % lengths.length] ?? 0
    return { ok: true }
  }
  return { ask, now: () => time, asked: () => asked }
}

describe('the connection', () => {
  test('is good when answers come at once', async () => {
    const { ask, now, asked } = server(60, 1900, 80, 70, 90)
    expect(await tryLink(ask, now)).toBe('good')
    expect(asked()).toBe(5)
  })

  test('is slow when they do not', async () => {
    const { ask, now } = server(60, 900, 800, 950, 700)
    expect(await tryLink(ask, now)).toBe('slow')
  })

  test('is looked at for a few seconds at most', async () => {
    const { ask, now, asked } = server(9000)
    expect(await tryLink(ask, now)).toBe('slow')
    expect(asked()).toBe(1)
  })

  test('is none when nobody answers', async () => {
    expect(await tryLink(async () => ({ error: { code: 'no_answer' } }))).toBe('none')
  })
})
