import { baseLocale, locales, overwriteGetLocale, type Locale } from '../paraglide/runtime.js'
import { keptByTab, type Keeper } from './storage'

/** What a helpline speaks: the language of who does not choose, all of them, and those that run from right to left. */
export interface Tongues {
  readonly language: string
  readonly languages: readonly string[]
  readonly fromRightToLeft: readonly string[]
}

export const ours: Tongues = { language: baseLocale, languages: locales, fromRightToLeft: [] }

const kept = 'language'
let tongues = $state.raw(ours)
let spoken = $state<string>(baseLocale)

// Every text function asks this while a view draws itself, so a view follows the choice by itself.
overwriteGetLocale(() => locale(spoken))

/** A language as the text functions take it. Those that the pages were not built with have the helpline's own words. */
export const locale = (language: string): Locale => language as Locale

/** Begin in the language chosen earlier in this tab, else in the helpline's own. */
export function startLanguage(spokenHere: Tongues, store: Keeper = keptByTab()): void {
  tongues = spokenHere
  const chosen = store.get(kept) ?? ''
  show(tongues.languages.includes(chosen) ? chosen : tongues.language)
}

/** The child's or volunteer's own choice: remembered by this tab and nowhere else. */
export function speak(language: string, store: Keeper = keptByTab()): void {
  store.set(kept, language)
  show(language)
}

export const language = (): string => spoken
export const languages = (): readonly string[] => tongues.languages

function show(next: string): void {
  spoken = next
  if (typeof document === 'undefined') return
  document.documentElement.lang = next
  document.documentElement.dir = tongues.fromRightToLeft.includes(next) ? 'rtl' : 'ltr'
}
