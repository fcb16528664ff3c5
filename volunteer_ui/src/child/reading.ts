import { fetchHelp } from '../net/help'
import type { Reader } from './reader'
import Texts from './Texts.svelte'

/** What a child may read, and how it is shown: a script of its own, which nobody waits for. */
export const bring: Reader = async (language, topic) => ({ view: Texts, texts: await fetchHelp(language, topic) })
