import { tick } from 'svelte'
import { colleagues } from './deeds.ts'
import { goTo } from './places.ts'
import type { Table } from './table.svelte.ts'
import type { Conversation } from './wire.ts'

/** What a volunteer writes down of acute danger. */
export const dangerTexts = ['asked', 'answer', 'action'] as const
export type DangerText = (typeof dangerTexts)[number]

/** The key of the alarm: ask first, raise it when pressed again above the question, and show the card once it is on. */
export function callOrCard(table: Table, it: Conversation): void {
  if (it.alarm) showCard(table)
  else if (table.dialog?.ask === 'alarm') {
    table.dialog = null
    void raiseAlarm(table, it.id)
  } else table.open('alarm')
}

/** Call every coordinator. The card comes at once: what it says is true whether the server answers or not. */
export async function raiseAlarm(table: Table, conversation: string): Promise<void> {
  const answer = await table.ask('alarm', { conversation })
  if (answer.error) return table.tell({ is: 'noticed', notice: { kind: 'alarm_failed' } })
  table.tell({ is: 'notice_read', kind: 'alarm_failed' })
  const known = table.desk.conversations.find((one) => one.id === conversation)
  if (known && !known.alarm) table.tell({ is: 'conversation', change: { id: conversation, alarm: { taken_by: null } } })
  showCard(table)
  await lookForCoordinators(table)
}

export function showCard(table: Table): void {
  table.pane = 'card'
  table.sheet = true
  // The card has no place to focus before it is drawn.
  void tick().then(() => goTo('#danger .sentence'))
}

/** Take it: it falls silent for everybody, unless another one was first. */
export async function takeAlarm(table: Table, conversation: string): Promise<void> {
  const answer = await table.ask('alarm_take', { conversation })
  if (answer.error?.code === 'taken') table.tell({ is: 'alarm_taken', conversation, by: answer.error.by ?? '' })
  else if (answer.error) table.tell({ is: 'noticed', notice: { kind: `not_${answer.error.code}` } })
  else if (table.desk.me) table.tell({ is: 'alarm_taken', conversation, by: table.desk.me.alias })
}

/** Keep what was asked and done; the answer is the code of what went wrong. */
export async function noteDanger(table: Table, conversation: string, texts: Readonly<Record<DangerText, string>>): Promise<string | null> {
  const answer = await table.ask('danger', { conversation, ...texts })
  if (answer.error) return answer.error.code
  for (const name of dangerTexts) table.kept.keepDraft(name, conversation, '')
  return null
}

/** Who of the coordinators is there. Not known as long as the server has not said it. */
export async function lookForCoordinators(table: Table): Promise<void> {
  if (table.desk.link !== 'here') return
  const all = await colleagues(table)
  table.coordinators = all === null ? null : all.filter((one) => one.role === 'coordinator').map((one) => one.alias).sort()
}
