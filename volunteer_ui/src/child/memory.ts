import type { Keeper } from '../shared/storage'

/** Text and token leave the page this long after the end. Milliseconds. */
export const readableFor = 10 * 60_000
/** Away for longer than this, and the page asks before it shows any text. Milliseconds. */
export const awayAfter = 60_000

/** The little that this browser keeps for the child: in the tab, and under a sanction the token alone outside it. */
export interface Memory {
  readonly tab: Keeper
  token(now: number): string | null
  keepToken(token: string): void
  /** Keep a copy of the token outside the tab until then; `null` removes it. */
  keepLonger(until: string | null): void
  /** When the conversation ended, in ms; the first call counts. `sanction`: then the token outlives the text. */
  endedAt(now: number, sanction: boolean): number
  talksAgain(): void
  /** What is being written, for when the page is loaded again. */
  draft(): string
  keepDraft(text: string): void
  /** What the child wants to be called, for as long as this tab knows its token. */
  name(): string
  keepName(name: string): void
  /** Whether it came in in spite of a time-out or block, which may still hold. */
  cameBack(): boolean
  keepCameBack(did: boolean): void
  seen(now: number): void
  wasAway(now: number): boolean
  /** Forget what is past its time; a page does this first. */
  tidy(now: number): void
  forget(): void
}

interface End {
  readonly at: number
  readonly sanction: boolean
}

export function createMemory(tab: Keeper, browser: Keeper): Memory {
  const lasting = (): { token: string; until: string } | null => {
    const copy = record(browser.get('resume'))
    return typeof copy?.token === 'string' && typeof copy.until === 'string' ? { token: copy.token, until: copy.until } : null
  }
  const end = (): End | null => {
    const kept = record(tab.get('ended_at'))
    return typeof kept?.at === 'number' ? { at: kept.at, sanction: kept.sanction === true } : null
  }
  const forget = (): void => {
    for (const key of ['resume', 'unsent', 'draft', 'survey', 'ended_at', 'seen_at', 'name', 'back']) tab.remove(key)
    browser.remove('resume')
  }
  return {
    tab,
    token(now) {
      const copy = lasting()
      return tab.get('resume') ?? (copy !== null && Date.parse(copy.until) > now ? copy.token : null)
    },
    keepToken: (token) => tab.set('resume', token),
    keepLonger(until) {
      const token = tab.get('resume') ?? lasting()?.token
      if (until === null || token === undefined) browser.remove('resume')
      else browser.set('resume', JSON.stringify({ token, until }))
    },
    endedAt(now, sanction) {
      const at = end()?.at ?? now
      tab.set('ended_at', JSON.stringify({ at, sanction }))
      return at
    },
    talksAgain: () => tab.remove('ended_at'),
    draft: () => tab.get('draft') ?? '',
    keepDraft: (text) => (text === '' ? tab.remove('draft') : tab.set('draft', text)),
    name: () => tab.get('name') ?? '',
    keepName: (name) => (name === '' ? tab.remove('name') : tab.set('name', name)),
    cameBack: () => tab.get('back') !== null,
    keepCameBack: (did) => (did ? tab.set('back', 'yes') : tab.remove('back')),
    // A page without a conversation keeps nothing, and so does one that has just been left by the exit.
    seen: (now) => void (tab.get('resume') !== null && tab.set('seen_at', String(now))),
    wasAway: (now) => tab.get('resume') !== null && now - Number(tab.get('seen_at') ?? 0) > awayAfter,
    tidy(now) {
      const copy = lasting()
      if (browser.get('resume') !== null && !(copy !== null && Date.parse(copy.until) > now)) browser.remove('resume')
      const ended = end()
      if (ended === null || now - ended.at < readableFor) return
      tab.remove('unsent')
      tab.remove('draft')
      tab.remove('survey')
      tab.remove('ended_at')
      if (ended.sanction) return
      tab.remove('resume')
      tab.remove('name')
      tab.remove('back')
    },
    forget,
  }
}

function record(kept: string | null): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(kept ?? 'null')
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
