import { diffLines } from 'diff'

/** A line of two versions beside each other: only in the earlier, only in the later, or in both. */
export interface Line {
  readonly is: 'gone' | 'new' | 'same'
  readonly text: string
}

/** What changed from one version to another, line by line; `around` lines that stayed the same are kept beside a change, the others are null. */
export function changes(earlier: string, later: string, around = 2): readonly (Line | null)[] {
  const lines = diffLines(earlier, later).flatMap(({ value, added, removed }): Line[] => {
    const is = added ? 'new' : removed ? 'gone' : 'same'
    return value.replace(/\n$/, '').split('\n').map((text) => ({ is, text }))
  })
  const near = (place: number) => lines.slice(Math.max(0, place - around), place + around + 1).some((one) => one.is !== 'same')
  const shown = lines.map((line, place) => (near(place) ? line : null))
  return shown.filter((line, place) => line !== null || shown[place - 1] !== null)
}
