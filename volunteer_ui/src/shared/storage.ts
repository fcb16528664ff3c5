/** Where a page keeps what it must find again: a browser's storage, or memory where the browser forbids storage. */
export interface Keeper {
  get(key: string): string | null
  set(key: string, value: string): void
  remove(key: string): void
  clear(): void
}

export const keptByTab = (): Keeper => keeper(() => sessionStorage)
export const keptByBrowser = (): Keeper => keeper(() => localStorage)

/** A keeper that lasts as long as the page. */
export function keptByPage(): Keeper {
  const held = new Map<string, string>()
  return {
    get: (key) => held.get(key) ?? null,
    set: (key, value) => void held.set(key, value),
    remove: (key) => void held.delete(key),
    clear: () => held.clear(),
  }
}

function keeper(open: () => Storage): Keeper {
  try {
    const storage = open()
    return {
      get: (key) => storage.getItem(key),
      // A full storage must never stop a child from writing: what does not fit is not kept.
      set: (key, value) => attempt(() => storage.setItem(key, value)),
      remove: (key) => storage.removeItem(key),
      clear: () => storage.clear(),
    }
  } catch {
    return keptByPage() // reading `sessionStorage` itself throws where a browser blocks it
  }
}

function attempt(deed: () => void): void {
  try {
    deed()
  } catch {
    return
  }
}
