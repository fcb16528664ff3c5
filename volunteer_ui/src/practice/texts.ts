import { m } from '../paraglide/messages.js'
import { language } from '../shared/language.svelte'
import { inLanguage } from '../shared/text.ts'
import type { Line, State } from './reducer.ts'
import type { Call } from './wire.ts'

/** How the call stands, in a sentence. */
export function standing({ state, voices }: Call): string {
  switch (state) {
    case 'idle':
      return ''
    case 'rings':
      return m.practice_rings()
    case 'waits':
      return m.practice_waits()
    case 'talks':
      return voices.length > 0 ? m.practice_talks({ who: listed(voices.map((one) => one ?? m.practice_somebody())) }) : m.practice_alone()
    case 'on_hold':
      return m.practice_on_hold()
    case 'leaves':
      return m.practice_leaves()
    case 'over':
      return m.practice_over()
  }
}

const listed = (names: readonly string[]): string => new Intl.ListFormat(language(), { type: 'conjunction' }).format(names)

/** A line as it is heard. */
export const wordsOf = (line: Line, language: string): string => (line.is === 'words' ? line.message.text : line.said.map((one) => inLanguage(one, language)).join(' '))

const troubles: Readonly<Record<string, () => string>> = {
  invalid: () => m.practice_no_number(),
  not_talking: () => m.practice_nobody_hears(),
  too_many: () => m.practice_too_many(),
  practice_elsewhere: () => m.practice_elsewhere(),
}

/** What went wrong, in a sentence; nothing where nothing did. */
export function troubleOf({ trouble, link }: State): string {
  if (link === 'gone') return m.practice_gone()
  if (trouble === null) return ''
  return (troubles[trouble] ?? m.practice_trouble)()
}
