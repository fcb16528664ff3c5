import type { Topic } from '../form.ts'

const name = (names: { readonly [language: string]: unknown } | undefined, language: string, otherwise: string): string => {
  const said = names?.[language] ?? names?.nl
  return typeof said === 'string' ? said : otherwise
}

/** `Thuis › Ruzie met je ouders`, as the tree has it. */
export function placeOf(tree: readonly Topic[], { topic, subtopic }: { readonly topic: string; readonly subtopic: string }, language: string): string {
  const above = tree.find((one) => one.slug === topic)
  const below = above?.subtopics.find((one) => one.slug === subtopic)
  return [name(above, language, topic), name(below, language, subtopic)].filter((one) => one !== '').join(' › ')
}

export const nameOf = (one: { readonly [language: string]: unknown; readonly slug: string }, language: string): string => name(one, language, one.slug)
