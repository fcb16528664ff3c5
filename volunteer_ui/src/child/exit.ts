export interface ExitParts {
  page: Document
  /** The title of the empty page. */
  title: string
  token: () => string | null
  sayAway(token: string): void
  forget(): void
  close(): void
  leaveFor(): void
}

/** Vanish. The order is the promise: first nothing is to be seen, then the server hears of it, then nothing is kept. */
export function exit(parts: ExitParts): void {
  parts.page.body.replaceChildren()
  parts.page.title = parts.title
  const deeds = [
    () => {
      const token = parts.token()
      if (token !== null) parts.sayAway(token)
    },
    // A connection that closes keeps what was not yet sent, so it closes before everything is forgotten.
    parts.close,
    parts.forget,
  ]
  for (const deed of deeds) {
    try {
      deed()
    } catch {
      continue // nothing may stand between the child and the way out
    }
  }
  parts.leaveFor()
}

/** Esc three times within two seconds, anywhere on the page. */
export function onThreeEscapes(target: EventTarget, deed: () => void, now: () => number = () => performance.now()): void {
  let presses: readonly number[] = []
  const pressed = (event: Event): void => {
    const { key, isComposing, repeat } = event as KeyboardEvent
    if (key !== 'Escape' || isComposing || repeat) return
    presses = [...presses.filter((at) => now() - at < 2000), now()]
    if (presses.length < 3) return
    presses = []
    deed()
  }
  target.addEventListener('keydown', pressed, { capture: true })
}
