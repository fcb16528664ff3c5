import { ofChild } from './of_child.ts'
import { ofDesk } from './of_desk.ts'
import { ofPractice } from './of_practice.ts'
import { carryOut } from './touch.ts'

/** What somebody wrote, wherever it stands. */
const written = new Set(['nickname', 'text', 'note', 'alias', 'volunteer', 'from', 'why', 'title', 'excerpt', 'query', 'notice', 'asked', 'answer', 'action', 'nl', 'en'])
/** Where every text was written by somebody. */
const drafts = new Set(['drafts', 'texts'])

function filled(value: unknown, text: string, all = false): unknown {
  if (Array.isArray(value)) return value.map((each) => filled(each, text, all))
  if (typeof value !== 'object' || value === null) return value
  const isCode = (value as { sender?: unknown }).sender === 'system'
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) =>
      typeof each === 'string' && !isCode && (all || written.has(key)) ? [key, text] : [key, filled(each, text, all || drafts.has(key))],
    ),
  )
}

/** How many elements of each kind there are. */
function counted(): Record<string, number> {
  const found: Record<string, number> = {}
  for (const { localName } of document.querySelectorAll('body *')) found[localName] = (found[localName] ?? 0) + 1
  return found
}

async function drawn(target: HTMLElement, face: string, name: string, text: string): Promise<() => void> {
  if (face === 'child') {
    const recording = filled(named(ofChild, name), text) as (typeof ofChild)[number]
    const gone = (await import('./child.ts')).showChild(target, { ...recording, name })
    await carryOut(recording.touches ?? [])
    return gone
  }
  if (face === 'practice') {
    const recording = filled(named(ofPractice, name), text) as (typeof ofPractice)[number]
    const gone = (await import('./practice.ts')).showPractice(target, { ...recording, name })
    await carryOut(recording.touches ?? [])
    return gone
  }
  const recording = filled(named(ofDesk, name), text) as (typeof ofDesk)[number]
  const gone = await (await import('./desk.ts')).showDesk(target, { ...recording, name })
  await carryOut(recording.touches ?? [])
  return gone
}

/** Draw a state with this text wherever somebody wrote something; how many elements it has of each kind. */
export async function draw(state: string, text: string): Promise<Record<string, number>> {
  const [face = '', name = ''] = state.split('/')
  const target = document.getElementById('page') as HTMLElement
  const gone = await drawn(target, face, name, text)
  for (const place of document.querySelectorAll<HTMLInputElement>('textarea, input:not([type]), input[type=text], input[type=search]')) {
    place.value = text
    for (const kind of ['input', 'change']) place.dispatchEvent(new Event(kind, { bubbles: true }))
  }
  await new Promise((done) => setTimeout(done))
  const found = counted()
  gone()
  return found
}

function named<T extends { readonly name: string }>(all: readonly T[], name: string): T {
  const found = all.find((one) => one.name === name)
  if (!found) throw new Error(`the gallery has no ${name}`)
  return found
}
