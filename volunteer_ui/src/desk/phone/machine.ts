import type { Conversation } from '../wire.ts'
import type { Quality } from './figures.ts'

/** `off`: no phone · `joining`: on its way · `ready`: can be rung · `lost`: trying again · `practice`: the server is the phone. */
export type Line = 'off' | 'joining' | 'ready' | 'lost' | 'practice'

/** `rung`: held silently until its offer is accepted · `answering`: picking up · `up`: both sides are connected. */
export type Talk = 'none' | 'rung' | 'answering' | 'up'

/** Why there is no sound of ours: nobody may listen to the microphone, there is none, or something else has it. */
export type MicTrouble = 'refused' | 'none' | 'busy'

/** How this browser stands as a phone. */
export interface Standing {
  readonly line: Line
  readonly talk: Talk
  /** There is a conversation to be had on the phone: whatever rings is answered. */
  readonly wanted: boolean
  readonly muted: boolean
  readonly trouble: MicTrouble | null
  readonly quality: Quality
  /** How loud both sides are, 0 to 1. */
  readonly heard: number
  readonly said: number
  /** Since when (ms) nothing is heard of the child. */
  readonly silentSince: number | null
}

export const still: Standing = { line: 'off', talk: 'none', wanted: false, muted: false, trouble: null, quality: 'good', heard: 0, said: 0, silentSince: null }

export type Heard =
  | { readonly is: 'line'; readonly line: Line }
  | { readonly is: 'rung' }
  | { readonly is: 'up' }
  | { readonly is: 'over' }
  | { readonly is: 'wanted'; readonly wanted: boolean }
  | { readonly is: 'muted'; readonly muted: boolean }
  | { readonly is: 'trouble'; readonly trouble: MicTrouble | null }
  | { readonly is: 'measured'; readonly quality: Quality; readonly heard: number; readonly said: number; readonly at: number }

/** Softer than this is silence: breath and the noise of a line. */
export const soundFrom = 0.01

const withoutTalk = { talk: 'none', muted: false, quality: 'good', heard: 0, said: 0, silentSince: null } as const

/** How it stands after something was heard. Pure. */
export function step(at: Standing, it: Heard): Standing {
  switch (it.is) {
    case 'line':
      // A talk goes on without the line: sound has its own way.
      return it.line === 'off' ? { ...at, ...withoutTalk, line: it.line } : { ...at, line: it.line }
    case 'rung':
      return { ...at, talk: at.wanted ? 'answering' : 'rung' }
    case 'up':
      return { ...at, talk: 'up' }
    case 'over':
      return { ...at, ...withoutTalk }
    case 'wanted':
      return { ...at, wanted: it.wanted, talk: it.wanted && at.talk === 'rung' ? 'answering' : at.talk }
    case 'muted':
      return { ...at, muted: it.muted }
    case 'trouble':
      return { ...at, trouble: it.trouble }
    case 'measured':
      return measured(at, it)
  }
}

function measured(at: Standing, { quality, heard, said, at: now }: Extract<Heard, { is: 'measured' }>): Standing {
  if (at.talk !== 'up') return at
  return { ...at, quality, heard, said, silentSince: heard >= soundFrom ? null : (at.silentSince ?? now) }
}

export type Command = 'answer' | 'hang_up'

/** What is to be done because it stands otherwise now. Who is not wanted any more hangs up; what was never answered is
 * taken back by whoever rang. */
export function commands(before: Standing, after: Standing): readonly Command[] {
  if (before.talk !== 'answering' && after.talk === 'answering') return ['answer']
  const talks = after.talk === 'answering' || after.talk === 'up'
  return before.wanted && !after.wanted && talks ? ['hang_up'] : []
}

/** For how long nothing was heard of the child (ms). */
export const silentFor = (at: Standing, now: number): number => (at.talk !== 'up' || at.silentSince === null ? 0 : Math.max(0, now - at.silentSince))

/** The same on a practice line, where one speaks by typing: since it was accepted, or the child's last words. */
export function unsaidFor({ call, hold, holders, messages }: Pick<Conversation, 'call' | 'hold' | 'holders' | 'messages'>, now: number): number {
  const since = holders?.at(-1)?.since
  if (!call?.is_up || hold === true || since === undefined) return 0
  const said = messages.filter(({ sender }) => sender === 'child').at(-1)?.at ?? since
  return Math.max(0, now - Math.max(Date.parse(since), Date.parse(said)))
}
