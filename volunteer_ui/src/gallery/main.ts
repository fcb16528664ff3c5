import '../tokens.css'
import { mount } from 'svelte'
import { languages, speak } from '../shared/language.svelte.ts'
import { keptByPage } from '../shared/storage.ts'
import Index from './Index.svelte'
import { ofChild } from './of_child.ts'
import { ofDesk } from './of_desk.ts'
import { ofPractice } from './of_practice.ts'
import { now } from './recording.ts'
import { stopTime } from './still.ts'
import { themes, wear, type Theme } from './theme.ts'
import { carryOut } from './touch.ts'

// For the tests that draw a text for which no state stands.
Object.assign(window, {
  bringMarkdown: async () => (await import('./markdown.ts')).showMarkdown,
  bringHostile: async () => (await import('./hostile.ts')).draw,
})

stopTime(now)
let takeAway: () => void = () => undefined
let face: string | null = null

/** `#child/waiting/nl/dark`: a state, in a language and a theme. Without it the list of all. */
async function show(): Promise<void> {
  const [whose, name, language = 'nl', theme = 'auto'] = location.hash.slice(1).split('/')
  // The pages have styles of their own, which do not go together; and after the exit nothing is left to draw in.
  const target = document.getElementById('page')
  if ((face !== null && face !== whose) || target === null) return location.reload()
  face = whose ?? ''
  takeAway()
  speak(language, keptByPage())
  if (whose === 'child' || whose === 'desk' || whose === 'practice') takeAway = await draw(target, whose, name ?? '')
  else mount(Index, { target, props: { locales: languages(), themes, all: { child: [...ofChild, { name: 'scripts-off' }], desk: ofDesk, practice: ofPractice } } })
  wear(theme as Theme)
  await document.fonts.ready
  document.documentElement.dataset.shown = location.hash
}

async function draw(target: HTMLElement, whose: 'child' | 'desk' | 'practice', name: string): Promise<() => void> {
  if (whose === 'child') {
    if (name === 'scripts-off') return (await import('./scripts_off.ts')).showWithoutScripts(target)
    const recording = named(ofChild, name)
    const gone = (await import('./child.ts')).showChild(target, recording)
    if (recording.reads) await new Promise((done) => setTimeout(done))
    await carryOut(recording.touches ?? [])
    return gone
  }
  if (whose === 'practice') {
    const recording = named(ofPractice, name)
    const gone = (await import('./practice.ts')).showPractice(target, recording)
    await carryOut(recording.touches ?? [])
    return gone
  }
  const recording = named(ofDesk, name)
  const gone = await (await import('./desk.ts')).showDesk(target, recording)
  await carryOut(recording.touches ?? [])
  return gone
}

function named<T extends { readonly name: string }>(all: readonly T[], name: string): T {
  const found = all.find((one) => one.name === name)
  if (!found) throw new Error(`the gallery has no ${name}`)
  return found
}

addEventListener('hashchange', () => void show())
void show()
