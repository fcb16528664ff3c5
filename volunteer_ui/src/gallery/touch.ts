import { tick } from 'svelte'
import type { Touch } from './recording.ts'

const TRIES = 200

/** Do what a person does on the page, one thing after another. */
export async function carryOut(touches: readonly Touch[], page: Document = document): Promise<void> {
  for (const touch of touches) {
    await tick()
    if ('press' in touch) (await find(page, touch.press)).click()
    else if ('write' in touch) write((await find(page, touch.write)) as HTMLInputElement, touch.text)
    else press(await find(page, touch.on), touch.key)
  }
  await tick()
}

/** It may be there only once an answer has come. */
async function find(page: Document, selector: string): Promise<HTMLElement> {
  for (let tries = 0; tries < TRIES; tries++) {
    const place = page.querySelector<HTMLElement>(selector)
    if (place !== null) return place
    await new Promise((done) => setTimeout(done))
  }
  throw new Error(`nothing to touch at ${selector}`)
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
