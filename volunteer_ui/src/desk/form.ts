import type { Value } from './wire.ts'

/** A text in each language of the helpline. */
export type Names = Readonly<Record<string, string>>

export interface Option {
  readonly slug: string
  readonly label: Names
  readonly number?: string
}

export type Kind = 'choice' | 'choices' | 'topics' | 'age' | 'referrals'

export interface Field {
  readonly name: string
  readonly kind: Kind
  readonly label: Names
  /** Contact types that need an answer here; none: it is never missed. */
  readonly required_for: 'always' | readonly string[]
  readonly options?: readonly Option[]
  /** How a referral was made. */
  readonly kinds?: readonly Option[]
  readonly max?: number
  readonly lowest?: number
  readonly highest?: number
}

export interface Aid {
  readonly do: string
  readonly questions: readonly string[]
}

export interface Phase {
  readonly phase: number
  readonly slug: string
  readonly label: Names
  readonly aid: Readonly<Record<string, Aid>>
}

export interface Snippet {
  readonly slug: string
  readonly label: Names
  readonly text: Names
}

/** What `GET /api/form` answers: the registration form, the phases and the snippets of this helpline. */
export interface Form {
  readonly version: string | number
  readonly fields: readonly Field[]
  readonly phases: readonly Phase[]
  readonly snippets: readonly Snippet[]
  /** What each of the child's nine words stands for: topics and sub-topics, which the list then shows first. */
  readonly chosen_topics?: Readonly<Record<string, readonly string[]>>
}

/** What `GET /api/topics` answers; the names stand beside the slug, by language. */
export interface Topic {
  readonly slug: string
  readonly subtopics: readonly Subtopic[]
  readonly [language: string]: string | readonly Subtopic[]
}

export interface Subtopic {
  readonly slug: string
  readonly acute?: boolean
  readonly [language: string]: string | boolean | undefined
}

/** The text in this language, else in the first there is. */
export const named = (names: Names, language: string): string => names[language] ?? Object.values(names)[0] ?? ''

export const asked = (field: Field): boolean => field.required_for === 'always' || field.required_for.length > 0

/** Whether something can stand in it that is no answer yet: such a field is made anew for each conversation. */
export const isTyped = ({ kind }: Field): boolean => kind === 'age' || kind === 'topics' || kind === 'referrals'

/** Whether this field must be answered, as far as the page can know; what is missing is the server's to say. */
export const isRequired = (field: Field, type: Value | undefined): boolean =>
  field.required_for === 'always' || (typeof type === 'string' && field.required_for.includes(type))

/** A whole number from what was typed; null for nothing; what is no number goes to the server as it is, which refuses it. */
export function ageFrom(typed: string): Value | null {
  const text = typed.trim()
  if (text === '') return null
  return /^\d{1,3}$/.test(text) ? Number(text) : text
}

/** A sub-topic in the list from which one chooses: `Thuis en familie › Ruzie met je ouders`. */
export interface Entry {
  readonly slug: string
  readonly above: string
  readonly topic: string
  readonly name: string
  /** What is typed is looked for in these. */
  readonly words: string
}

export const entries = (tree: readonly Topic[], language: string): readonly Entry[] =>
  tree.flatMap((topic) => topic.subtopics.map((one) => entry(topic, one, language)))

function entry(above: Topic, it: Subtopic, language: string): Entry {
  const [topic, name] = [inWords(above, language), inWords(it, language)]
  return { slug: it.slug, above: above.slug, topic, name, words: plain(`${topic} ${name}`) }
}

/** The same entries, those of these topics and sub-topics first. */
export function firstOf(all: readonly Entry[], slugs: readonly string[]): readonly Entry[] {
  const isFirst = (one: Entry): boolean => slugs.includes(one.slug) || slugs.includes(one.above)
  return [...all.filter(isFirst), ...all.filter((one) => !isFirst(one))]
}

/** The entries in which every typed word occurs; accents and capitals do not matter. */
export function found(all: readonly Entry[], typed: string): readonly Entry[] {
  const words = plain(typed).split(/\s+/).filter((word) => word !== '')
  return all.filter((one) => words.every((word) => one.words.includes(word)))
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

function inWords(it: Topic | Subtopic, language: string): string {
  const name = it[language] ?? it.nl
  return typeof name === 'string' ? name : it.slug
}
