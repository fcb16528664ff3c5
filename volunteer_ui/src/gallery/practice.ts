import '../practice/practice.css'
import { mount, unmount } from 'svelte'
import Page from '../practice/Page.svelte'
import { createStore } from '../practice/store.svelte.ts'
import type { PracticeRecording } from './recording.ts'

const nothing = (): void => undefined

/** Draw a state of the practice line's telephone; what comes back takes it away. */
export function showPractice(target: HTMLElement, { events }: PracticeRecording): () => void {
  const store = createStore()
  for (const event of events) store.dispatch(event)
  const deeds = { dial: nothing, press: nothing, say: async () => true, hangUp: nothing }
  const drawn = mount(Page, { target, props: { store, deeds, voice: { say: nothing, hush: nothing }, name: 'Hulplijn' } })
  return () => void unmount(drawn)
}
