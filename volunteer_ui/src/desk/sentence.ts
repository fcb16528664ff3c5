import { isWriting, type Press } from './keys.ts'

/** So long a pause, and what is pressed next is not the same sentence any more. */
const pauseMs = 2000

/**
 * The sentence that somebody is typing. Its line can go in the middle of it: the child stops, or a colleague has the conversation.
 * What is still typed then is no deed, and does not land in the line of another child.
 */
export class Sentence {
  #last: number | null = null

  /** Heed one press; true when it goes on with a sentence whose line is gone. */
  goesOn(press: Press, target: EventTarget | null, now: number): boolean {
    if (press.altKey || ['Enter', 'Tab', 'Escape'].includes(press.key)) this.end()
    else if (isSign(press)) {
      const goesOn = !isWriting(target) && this.isOpen(now)
      if (goesOn || isWriting(target)) this.#last = now
      return goesOn
    }
    return false
  }

  /** Whether somebody is in the middle of it. */
  isOpen(now: number): boolean {
    return this.#last !== null && now - this.#last < pauseMs
  }

  /** It is said, or left for something else. */
  end(): void {
    this.#last = null
  }
}

const isSign = (press: Press): boolean => [...press.key].length === 1 && !press.ctrlKey && !press.metaKey
