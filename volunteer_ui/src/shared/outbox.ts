import type { Keeper } from './storage'

/** A message that the server has not yet acknowledged; `slow` once that is worth a word on the page. */
export interface Unsent {
  readonly client_id: string
  readonly text: string
  readonly slow: boolean
}

export interface Accepted {
  readonly ok: true
  readonly seq: number
  readonly at: string
}
export interface Refused {
  readonly error: { readonly code: string; readonly retry_seconds?: number }
}

export interface OutboxParts {
  /** Hand one message to the server. Rejects when no answer came before the deadline. */
  send(client_id: string, text: string): Promise<Accepted | Refused>
  accepted(item: Unsent, answer: Accepted): void
  /** The server will never take this one: it left the outbox without being sent. */
  refused(item: Unsent, code: string): void
  changed(items: readonly Unsent[]): void
  kept: Keeper
  key: string
}

export interface Outbox {
  put(text: string): void
  /** Send from now on, beginning with the oldest. */
  open(): void
  /** The connection is gone: keep everything, send nothing. */
  pause(): void
  /** The server showed this message in a view, so it has it, whatever became of the answer. */
  settle(client_id: string): void
  /** Take up what an earlier load of the page left behind. */
  restore(): void
  clear(): void
}

/** After this long without an answer the page says "not yet sent". Milliseconds. */
export const slowAfter = 1000
const pauseAfterSilence = 500

/** Messages leave one at a time, in the order of writing, under the same `client_id` until the server has answered. */
export function createOutbox(parts: OutboxParts): Outbox {
  let items: readonly Unsent[] = []
  let isOpen = false
  let sending = false
  let waiting: ReturnType<typeof setTimeout> | undefined

  function hold(next: readonly Unsent[]): void {
    items = next
    if (items.length === 0) parts.kept.remove(parts.key)
    else parts.kept.set(parts.key, JSON.stringify(items.map(({ client_id, text }) => ({ client_id, text }))))
    parts.changed(items)
  }

  const drop = (client_id: string): void => hold(items.filter((item) => item.client_id !== client_id))

  function markSlow(which: (item: Unsent) => boolean): void {
    if (items.some((item) => !item.slow && which(item))) hold(items.map((item) => (which(item) ? { ...item, slow: true } : item)))
  }

  async function sendOldest(): Promise<void> {
    const item = items[0]
    if (!isOpen || sending || waiting !== undefined || item === undefined) return
    sending = true
    const answer = await parts.send(item.client_id, item.text).catch(() => null)
    sending = false
    // It may have been settled by a view, or wiped, while the answer was under way.
    if (items.some(({ client_id }) => client_id === item.client_id)) take(item, answer)
    void sendOldest()
  }

  function take(item: Unsent, answer: Accepted | Refused | null): void {
    if (answer === null) return again(pauseAfterSilence)
    if ('ok' in answer) {
      drop(item.client_id)
      return parts.accepted(item, answer)
    }
    const { code, retry_seconds } = answer.error
    if (code === 'try_again' || code === 'too_many') return again((retry_seconds ?? 1) * 1000)
    if (code === 'not_talking') return pause() // kept for when there is somebody to say it to
    drop(item.client_id)
    parts.refused(item, code)
  }

  function again(milliseconds: number): void {
    waiting = setTimeout(() => {
      waiting = undefined
      void sendOldest()
    }, milliseconds)
  }

  function pause(): void {
    isOpen = false
    clearTimeout(waiting)
    waiting = undefined
    markSlow(() => true)
  }

  return {
    put(text) {
      const item = { client_id: crypto.randomUUID?.() ?? drawId(), text, slow: !isOpen }
      hold([...items, item])
      setTimeout(() => markSlow(({ client_id }) => client_id === item.client_id), slowAfter)
      void sendOldest()
    },
    open() {
      isOpen = true
      void sendOldest()
    },
    pause,
    settle(client_id) {
      if (items.some((item) => item.client_id === client_id)) drop(client_id)
    },
    restore() {
      const known = new Set(items.map((item) => item.client_id))
      const earlier = read(parts.kept.get(parts.key)).filter((item) => !known.has(item.client_id))
      if (earlier.length > 0) hold([...earlier, ...items])
    },
    clear() {
      clearTimeout(waiting)
      waiting = undefined
      hold([])
    },
  }
}

// `crypto.randomUUID` is absent on a page that came over plain http from another machine.
function drawId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function read(kept: string | null): Unsent[] {
  try {
    const list: unknown = JSON.parse(kept ?? '[]')
    return Array.isArray(list) ? list.filter(isItem).map(({ client_id, text }) => ({ client_id, text, slow: true })) : []
  } catch {
    return []
  }
}

const isItem = (value: unknown): value is Unsent =>
  typeof value === 'object' && value !== null && 'client_id' in value && typeof value.client_id === 'string' && 'text' in value && typeof value.text === 'string'
