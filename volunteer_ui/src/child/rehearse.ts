import { mount, unmount } from 'svelte'
import Choose from './Choose.svelte'
import type { Deeds } from './session'

/** Make the screen of the first tap once where nobody sees it, when nothing else is to be done: an old phone then answers it at once. */
export function rehearse(deeds: Deeds): void {
  const whenIdle = window.requestIdleCallback ?? ((then: () => void) => setTimeout(then, 300))
  whenIdle(() => void unmount(mount(Choose, { target: document.createElement('div'), props: { deeds } })))
}
