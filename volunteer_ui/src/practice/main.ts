import '../tokens.css'
import './practice.css'
import { mount } from 'svelte'
import { openPractice } from '../net/practice.ts'
import { startLanguage } from '../shared/language.svelte.ts'
import { useOwnWords } from '../shared/own_words.ts'
import { pageSettings } from '../shared/settings.ts'
import Page from './Page.svelte'
import { startSession } from './session.ts'
import { createStore } from './store.svelte.ts'
import { voiceOf } from './voice.ts'

const settings = pageSettings()
const store = createStore()
useOwnWords(settings.texts)
startLanguage(settings)

const deeds = startSession(openPractice, store.dispatch)
const target = document.getElementById('page')
if (target) mount(Page, { target, props: { store, deeds, voice: voiceOf(window), name: settings.name } })
