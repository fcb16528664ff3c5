import { baseLocale, isLocale, locales, overwriteGetLocale, type Locale } from '../paraglide/runtime.js'
import { keptByTab, type Keeper } from './storage'

export { locales, type Locale }

const kept = 'language'
let spoken = $state<Locale>(baseLocale)

// Every text function asks this while a view draws itself, so a view follows the choice by itself.
overwriteGetLocale(() => spoken)

/** Begin in the language chosen earlier in this tab, else in the helpline's own. */
export function startLanguage(usual: string, store: Keeper = keptByTab()): void {
  const chosen = store.get(kept) ?? usual
  show(isLocale(chosen) ? chosen : baseLocale)
}

/** The child's or volunteer's own choice: remembered by this tab and nowhere else. */
export function speak(language: Locale, store: Keeper = keptByTab()): void {
  store.set(kept, language)
  show(language)
}

export const language = (): Locale => spoken

function show(next: Locale): void {
  spoken = next
  if (typeof document !== 'undefined') document.documentElement.lang = next
}
