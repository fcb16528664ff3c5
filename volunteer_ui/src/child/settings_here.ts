import { createContext } from 'svelte'
import type { Settings } from '../shared/settings'

/** The settings, for every part of the child's page. */
export const [settingsHere, putSettings] = createContext<Settings>()
