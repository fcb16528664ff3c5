import { getContext, setContext, type Component } from 'svelte'
import type { Reading } from '../net/help'

/** How what a child may read meanwhile comes to the page, with the view that shows it: both only when there is time to read. */
export type Reader = (language: string, topic: string | null) => Promise<{ readonly view: Component<{ texts: readonly Reading[]; title: string }>; readonly texts: readonly Reading[] }>

const key = Symbol('reader')

export const putReader = (reader: Reader | undefined): void => void setContext(key, reader)
export const readerHere = (): Reader | undefined => getContext<Reader | undefined>(key)
