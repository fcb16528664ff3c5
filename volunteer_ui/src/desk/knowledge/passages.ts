/** What of an article can be put into what one writes: a paragraph, or a line of a list. */
export const passagesIn = (article: ParentNode): readonly HTMLElement[] =>
  [...article.querySelectorAll<HTMLElement>('p, li')].filter((one) => one.querySelector('p, li') === null)

const label = /^[\p{L} ]{2,30}:\s+/u

/** The five lines of questions, one for each phase: the list of five whose lines all begin with a name. */
export function phaseLinesIn(article: ParentNode): readonly HTMLElement[] {
  for (const list of article.querySelectorAll('ul, ol')) {
    const lines = [...list.children].filter((one): one is HTMLElement => one instanceof HTMLElement)
    if (lines.length === 5 && lines.every((one) => label.test(one.innerText ?? one.textContent ?? ''))) return lines
  }
  return []
}

/** The words as one would say them: without the name of the phase before them, or the quotes around all of it. */
export function spoken(words: string, ofPhase: boolean): string {
  const bare = (ofPhase ? words.trim().replace(label, '') : words.trim()).replace(/\s+/g, ' ')
  const [, inside = bare] = /^["“„]([^"“”„]*)["”]$/.exec(bare) ?? []
  return inside
}

/** The words that are marked within this place; empty when the mark is elsewhere. */
export function markedIn(place: Node, selection: Selection | null = getSelection()): string {
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return ''
  return place.contains(selection.getRangeAt(0).commonAncestorContainer) ? selection.toString().trim() : ''
}
