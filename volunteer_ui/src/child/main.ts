import '../tokens.css'
import './child.css'
import { mount } from 'svelte'
import { openChild } from '../net/child'
import { sayAway } from '../net/http'
import { m } from '../paraglide/messages.js'
import { startLanguage } from '../shared/language.svelte'
import { useOwnWords } from '../shared/own_words'
import { pageSettings } from '../shared/settings'
import { keptByBrowser, keptByTab } from '../shared/storage'
import { exit, onThreeEscapes } from './exit'
import { bringLetters } from './letters'
import { createMemory } from './memory'
import Page from './Page.svelte'
import type { Reader } from './reader'
import { rehearse } from './rehearse'
import { startSession } from './session'
import { createStore } from './store.svelte'
import { followKeyboard } from './viewport'

const settings = pageSettings()
const tab = keptByTab()
const store = createStore()
const memory = createMemory(tab, keptByBrowser())
useOwnWords(settings.texts)
startLanguage(settings, tab)

const session = startSession({
  open: (ear) => openChild(ear),
  memory,
  state: () => store.state,
  dispatch: store.dispatch,
  now: () => Date.now(),
})

const vanish = (): void =>
  exit({
    page: document,
    title: m.child_blank_title(),
    token: session.token,
    sayAway,
    forget() {
      memory.forget()
      tab.clear()
    },
    close: session.close,
    leaveFor: () => location.replace(settings.exitTo),
  })

onThreeEscapes(window, vanish)
document.addEventListener('visibilitychange', () => (document.hidden ? session.hidden() : session.shown()))
window.addEventListener('pagehide', session.hidden)
window.addEventListener('online', () => session.network(true))
window.addEventListener('offline', () => session.network(false))
session.network(navigator.onLine)
followKeyboard(window)

const read: Reader = async (language, topic) => (await import('./reading')).bring(language, topic)
const target = document.getElementById('page')
if (target) {
  target.replaceChildren()
  mount(Page, { target, props: { store, deeds: session.deeds, settings, written: memory.draft(), exit: vanish, read } })
}
bringLetters()
rehearse(session.deeds)
