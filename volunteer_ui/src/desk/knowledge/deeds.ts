import { tick } from 'svelte'
import { goTo } from '../places.ts'
import type { Table } from '../table.svelte.ts'

let from: HTMLElement | null = null

/** Open the search beside the conversation, and remember where one was. */
export async function lookUp(table: Table): Promise<void> {
  const here = document.activeElement
  if (here instanceof HTMLElement && here !== document.body && here.closest('#knowledge') === null) from = here
  table.pane = 'knowledge'
  table.sheet = true
  await tick()
  document.querySelector<HTMLInputElement>('#search')?.select()
  goTo('#search')
}

/** Back to where one was writing. What was found stays in view where there is room for it. */
export async function goBack(table: Table): Promise<void> {
  table.library.leave()
  table.sheet = false
  // What leads stands there again: nothing where nobody talks, the card where there is an alarm.
  if (table.conversation === null || table.conversation.alarm) table.pane = 'usual'
  await tick()
  if (from?.isConnected && from.checkVisibility?.() !== false) from.focus()
  else goTo('#write')
  from = null
}

/** The sub-topics that are registered, else those of the word that the child chose. */
export function subtopicsOf(table: Table): readonly string[] {
  const it = table.conversation
  const registered = table.desk.unsaved.find((one) => one.conversation === it?.id && one.name === 'topics')?.value ?? it?.registration.topics
  const chosen = Array.isArray(registered) && registered.length > 0 ? (registered as readonly string[]) : (table.form?.chosen_topics?.[it?.topic_chosen ?? ''] ?? [])
  return chosen.flatMap((slug) => below(table, slug)).slice(0, most)
}

const most = 6

/** A topic stands for what is below it, but for "something else". */
const below = (table: Table, slug: string): readonly string[] =>
  table.topics.find((one) => one.slug === slug)?.subtopics.map((one) => one.slug).filter((one) => !one.endsWith('-other')) ?? [slug]
