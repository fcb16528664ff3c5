import type { Deed } from '../keys.ts'
import { goTo } from '../places.ts'
import type { Table } from '../table.svelte.ts'
import type { Conversation } from '../wire.ts'
import { unwatch } from './deeds.ts'

/** What a key does to a conversation that one reads along with: whether it did something, or null where it is about something else. */
export function actAlong(table: Table, it: Conversation, deed: Deed): boolean | null {
  if (deed === 'write') return goTo('#whisper')
  if (deed === 'hand_over') return done(table.open('take_over'))
  if (deed === 'end') return done(void unwatch(table, it.id))
  return ofItsVolunteer.has(deed) ? false : null
}

const ofItsVolunteer = new Set<Deed>(['register', 'alarm', 'time_out', 'ask_along', 'phase_1', 'phase_2', 'phase_3', 'phase_4', 'phase_5'])

const done = (_: unknown): boolean => true
