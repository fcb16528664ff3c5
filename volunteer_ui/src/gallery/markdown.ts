import { mount, unmount } from 'svelte'
import Markdown from '../desk/markdown/Markdown.svelte'

/** Draw a text of the knowledge base; what comes back takes it away. */
export function showMarkdown(target: HTMLElement, text: string): () => void {
  const drawn = mount(Markdown, { target, props: { text } })
  return () => void unmount(drawn)
}
