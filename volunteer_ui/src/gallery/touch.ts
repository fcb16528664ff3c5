import { tick } from 'svelte'
import type { Touch } from './recording.ts'

/** Do what a person does on the page, one thing after another. */
export async function carryOut(touches: readonly Touch[], page: Document = document): Promise<void> {
  for (const touch of touches) {
    await tick()
    if ('press' in touch) find(page, touch.press).click()
    else if ('write' in touch) write(find(page, touch.write) as HTMLInputElement, touch.text)
    else press(find(page, touch.on), touch.key)
  }
  await tick()
}

function find(page: Document, selector: string): HTMLElement {
  const place = page.querySelector<HTMLElement>(selector)
  if (place === null) throw new Error(`nothing to touch at ${selector}`)
  return place
}

function write(place: HTMLInputElement, text: string): void {
  place.focus()
  place.value = text
  for (const kind of ['input', 'change']) place.dispatchEvent(new Event(kind, { bubbles: true }))
}

function press(place: HTMLElement, key: string): void {
  place.focus()
  place.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
}
