import '../child/child.css'
import { mount, unmount } from 'svelte'
import { exit } from '../child/exit.ts'
import { bringLetters } from '../child/letters.ts'
import Page from '../child/Page.svelte'
import Texts from '../child/Texts.svelte'
import type { Deeds } from '../child/session.ts'
import { createStore } from '../child/store.svelte.ts'
import { answered, closed } from '../child/survey.ts'
import { ours, startLanguage } from '../shared/language.svelte.ts'
import { useOwnWords } from '../shared/own_words.ts'
import { keptByPage } from '../shared/storage.ts'
import { sendable } from '../shared/text.ts'
import { m } from '../paraglide/messages.js'
import { settings } from './of_child.ts'
import { texts } from './texts_to_read.ts'
import type { Own } from './own.ts'
import type { ChildRecording } from './recording.ts'

bringLetters()
const nothing = (): void => undefined

/** Draw a state of the child's page; what comes back takes it away. */
export function showChild(target: HTMLElement, { events, own, reads = 0 }: ChildRecording): () => void {
  const plain = own ? dress(own) : nothing
  const store = createStore()
  for (const event of events) store.dispatch(event)
  const deeds: Deeds = {
    begin: () => store.dispatch({ type: 'begin' }),
    back: () => store.dispatch({ type: 'back' }),
    enter: nothing,
    again: nothing,
    say: (text) => sendable(text) !== null,
    writes: nothing,
    leave: () => store.dispatch({ type: 'leaving' }),
    wipe: () => store.dispatch({ type: 'wiped' }),
    answer: (moment, face) => store.dispatch({ type: 'survey', survey: answered(store.state.survey, moment, face) }),
    skip: (moment) => store.dispatch({ type: 'survey', survey: closed(store.state.survey, moment) }),
    prefer: (choice) => store.dispatch({ type: 'preferred', choice }),
    goOn: () => store.dispatch({ type: 'unveil' }),
    hereAgain: nothing,
  }
  const vanish = (): void =>
    exit({ page: document, title: m.child_blank_title(), token: () => null, sayAway: nothing, forget: nothing, close: nothing, leaveFor: nothing })
  const drawn = mount(Page, { target, props: { store, deeds, settings: own?.settings ?? settings, exit: vanish, read: async () => ({ view: Texts, texts: texts.slice(0, reads) }) } })
  return () => {
    void unmount(drawn)
    plain()
  }
}

/** Let the page be that of another helpline; what comes back undoes it. */
function dress({ settings: chosen, style }: Own): () => void {
  const sheet = Object.assign(document.createElement('style'), { textContent: style })
  document.head.append(sheet)
  useOwnWords(chosen.texts)
  startLanguage(chosen, keptByPage())
  return () => {
    sheet.remove()
    useOwnWords({})
    startLanguage(ours, keptByPage())
  }
}
