import '../child/child.css'
import page from '../../child.html?raw'
import { fillIn } from '../../html_fill.ts'
import en from '../../messages/en.json'
import nl from '../../messages/nl.json'
import numbers from './numbers.json'

/** The child's page as it is where scripts do not run; what comes back takes it away. */
export function showWithoutScripts(target: HTMLElement): () => void {
  // What is parsed so runs no script, and therefore shows what stands in <noscript>.
  const read = new DOMParser().parseFromString(fillIn(page, { texts: { nl, en }, numbers }), 'text/html')
  target.replaceChildren(...read.querySelectorAll('.head, .first, .noscript'))
  return () => target.replaceChildren()
}
