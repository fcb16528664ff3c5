import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createOutbox, slowAfter, type Accepted, type Outbox, type Refused, type Unsent } from '../src/shared/outbox'
import { keptByPage } from '../src/shared/storage'

type Sent = { client_id: string; text: string; answer(value: Accepted | Refused): void; silence(): void }

const ok = (seq: number): Accepted => ({ ok: true, seq, at: '2026-03-01T20:00:00Z' })
const flush = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0)

describe('the outbox', () => {
  let sent: Sent[]
  let shown: readonly Unsent[]
  let accepted: string[]
  let refused: string[]
  const kept = keptByPage()

  const box = (): Outbox =>
    createOutbox({
      send: (client_id, text) =>
        new Promise((answer, reject) => sent.push({ client_id, text, answer, silence: () => reject(new Error('no answer')) })),
      accepted: ({ text }) => accepted.push(text),
      refused: ({ text }, code) => refused.push(`${text}: ${code}`),
      changed: (items) => (shown = items),
      kept,
      key: 'unsent',
    })

  beforeEach(() => {
    vi.useFakeTimers()
    kept.clear()
    sent = []
    shown = []
    accepted = []
    refused = []
  })
  afterEach(() => vi.useRealTimers())

  test('sends in the order of writing, the next one after the answer', async () => {
    const outbox = box()
    outbox.open()
    outbox.put('een')
    outbox.put('twee')
    expect(sent.map(({ text }) => text)).toEqual(['een'])
    sent[0]?.answer(ok(1))
    await flush()
    expect(sent.map(({ text }) => text)).toEqual(['een', 'twee'])
    expect(accepted).toEqual(['een'])
  })

  test('sends again under the same id when no answer came', async () => {
    const outbox = box()
    outbox.open()
    outbox.put('een')
    sent[0]?.silence()
    await vi.advanceTimersByTimeAsync(500)
    expect(sent).toHaveLength(2)
    expect(sent[1]?.client_id).toBe(sent[0]?.client_id)
    sent[1]?.answer(ok(1))
    await flush()
    expect(shown).toEqual([])
    expect(kept.get('unsent')).toBeNull()
  })

  test('says that a message is not yet sent once it takes a second', async () => {
    const outbox = box()
    outbox.open()
    outbox.put('een')
    expect(shown[0]?.slow).toBe(false)
    await vi.advanceTimersByTimeAsync(slowAfter)
    expect(shown[0]?.slow).toBe(true)
  })

  test('says so at once without a connection, and sends when it is back', async () => {
    const outbox = box()
    outbox.put('een')
    expect(shown[0]?.slow).toBe(true)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sent).toEqual([])
    outbox.open()
    expect(sent.map(({ text }) => text)).toEqual(['een'])
  })

  test('goes on with the same id after a connection was lost in the middle', async () => {
    const outbox = box()
    outbox.open()
    outbox.put('een')
    outbox.pause()
    sent[0]?.silence()
    await vi.advanceTimersByTimeAsync(5000)
    expect(sent).toHaveLength(1)
    outbox.open()
    expect(sent[1]?.client_id).toBe(sent[0]?.client_id)
  })

  test('waits as long as the server asks', async () => {
    const outbox = box()
    outbox.open()
    outbox.put('een')
    sent[0]?.answer({ error: { code: 'too_many', retry_seconds: 7 } })
    await vi.advanceTimersByTimeAsync(6999)
    expect(sent).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(sent).toHaveLength(2)
  })

  test('lets go of what a view shows, though the answer was lost', async () => {
    const outbox = box()
    outbox.open()
    outbox.put('een')
    outbox.settle(sent[0]?.client_id ?? '')
    expect(shown).toEqual([])
    sent[0]?.silence()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(sent).toHaveLength(1)
  })

  test('reports what the server will never take', async () => {
    const outbox = box()
    outbox.open()
    outbox.put('een')
    outbox.put('twee')
    sent[0]?.answer({ error: { code: 'ended' } })
    await flush()
    expect(refused).toEqual(['een: ended'])
    expect(sent[1]?.text).toBe('twee')
  })

  test('keeps a message that there is nobody to hear yet', async () => {
    const outbox = box()
    outbox.open()
    outbox.put('een')
    sent[0]?.answer({ error: { code: 'not_talking' } })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(sent).toHaveLength(1)
    outbox.open()
    expect(sent).toHaveLength(2)
  })

  test('survives a reload, with the same ids and once', () => {
    const before = box()
    before.put('een')
    before.put('twee')
    const ids = shown.map(({ client_id }) => client_id)
    const reloaded = box()
    reloaded.restore()
    reloaded.restore()
    expect(shown.map(({ client_id }) => client_id)).toEqual(ids)
    reloaded.open()
    expect(sent[0]?.client_id).toBe(ids[0])
  })

  test('leaves nothing behind when it is cleared', () => {
    const outbox = box()
    outbox.put('een')
    expect(kept.get('unsent')).toContain('een')
    outbox.clear()
    expect(kept.get('unsent')).toBeNull()
  })

  test('reads rubbish as nothing', () => {
    kept.set('unsent', '{"a":')
    box().restore()
    kept.set('unsent', '[1,{"text":"x"}]')
    box().restore()
    expect(shown).toEqual([])
  })
})
