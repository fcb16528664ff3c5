/** Says aloud what the telephone says, where the browser can. */
export interface Voice {
  say(text: string, language: string): void
  hush(): void
}

/** Null where the browser cannot speak. */
export function voiceOf(page: Window & typeof globalThis): Voice | null {
  if (!('speechSynthesis' in page)) return null
  return {
    say(text, language) {
      const words = new page.SpeechSynthesisUtterance(text)
      words.lang = language
      page.speechSynthesis.speak(words)
    },
    hush: () => page.speechSynthesis.cancel(),
  }
}
