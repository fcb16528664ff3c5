/** A deed that has a key of its own. The letters are those of the Dutch words and stand on the buttons. */
export const keys = {
  accept: 'A',
  decline: 'N',
  available: 'B',
  break: 'P',
  away: 'W',
  last: 'L',
  write: 'S',
  register: 'R',
  search: '/',
  next: 'V',
  queue: 'Q',
  notice: 'M',
  about: 'I',
  hand_over: 'O',
  end: 'K',
  alarm: 'G',
  take: 'U',
  ask_along: 'J',
  come_along: 'C',
  time_out: 'T',
  sanctions: 'Z',
  mute: '0',
  hold: 'H',
  consult: 'Y',
  recording: 'X',
  phase_1: '1',
  phase_2: '2',
  phase_3: '3',
  phase_4: '4',
  phase_5: '5',
  kind_6: '6',
  lock: '9',
  keys: '?',
} as const

export type Deed = keyof typeof keys

const deeds = new Map<string, Deed>(Object.entries(keys).map(([deed, key]) => [key, deed as Deed]))

/** What of a key press matters here; a KeyboardEvent is one. */
export interface Press {
  readonly key: string
  readonly code: string
  readonly altKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly repeat: boolean
  readonly isComposing: boolean
}

/** `writing`: the press belongs to a field or a dialog · `letters`: single letters are switched on. */
export interface Where {
  readonly writing: boolean
  readonly letters: boolean
}

/** The deed that a key asks for: with Alt always, bare only when not writing. Enter and Esc are no deed at all. */
export function deedFor(press: Press, where: Where): Deed | null {
  if (isSearch(press)) return 'search'
  // AltGr reaches the page as Ctrl+Alt and writes signs like €.
  if (press.ctrlKey || press.metaKey || press.repeat || press.isComposing) return null
  if (!press.altKey && where.writing) return null
  const deed = deeds.get(sign(press)) ?? null
  return press.altKey || where.letters || deed === 'keys' ? deed : null
}

/** Ctrl+K, or ⌘K on a Mac, opens the search from wherever one is. */
const isSearch = ({ key, altKey, ctrlKey, metaKey, isComposing }: Press): boolean => key.toLowerCase() === 'k' && ctrlKey !== metaKey && !altKey && !isComposing

/** The sign on the key. On a Mac Alt changes the letter (Alt+A is å), so there the place of the key decides. */
function sign(press: Press): string {
  const plain = /^[a-z0-9?/]$/i.test(press.key) ? press.key : (/^(?:Key|Digit)([A-Z0-9])$/.exec(press.code)?.[1] ?? '')
  return plain.toUpperCase()
}

const written = 'textarea, select, [contenteditable="true"], [role="combobox"], [role="listbox"], [role="menu"], [role="dialog"], [role="alertdialog"]'
const unwritten = new Set(['button', 'checkbox', 'radio', 'range', 'reset', 'submit'])

/** Whether a letter pressed here is writing, or choosing from a list by its first letter. */
export function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false
  if (target instanceof HTMLInputElement) return !unwritten.has(target.type) || target.closest(written) !== null
  return target.closest(written) !== null
}
