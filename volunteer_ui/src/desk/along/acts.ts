import type { Deed } from '../keys.ts'
import { goTo } from '../places.ts'
import type { Table } from '../table.svelte.ts'
import { come, own } from '../phone/along.ts'
import { muteOrNot } from '../phone/deeds.ts'
import type { Conversation } from '../wire.ts'
import { unwatch } from './deeds.ts'

/** What a key does to a conversation that one reads along with: whether it did something, or null where it is about something else. */
export function actAlong(table: Table, it: Conversation, deed: Deed): boolean | null {
  if (deed === 'write') return goTo('#whisper')
  if (deed === 'hand_over') return done(table.open('take_over'))
  if (deed === 'end') return done(void unwatch(table, it.id))
  if (it.channel === 'phone') return actInCall(table, it, deed)
  return ofItsVolunteer.has(deed) ? false : null
}

/** In the call of somebody else the keys of the phases are those of how one takes part. */
function actInCall(table: Table, it: Conversation, deed: Deed): boolean | null {
  const way = ({ phase_1: 'listen', phase_2: 'whisper', phase_3: 'join' } as const)[deed as string]
  if (way !== undefined) return table.dialog === null && it.state === 'active' && done(void come(table, it, way))
  if (deed === 'mute') return own(table.desk.me, it) !== null && done(muteOrNot(table))
  return ofItsVolunteer.has(deed) || inItsCall.has(deed) ? false : null
}

const inItsCall = new Set<Deed>(['hold', 'consult', 'recording', 'kind_6'])

const ofItsVolunteer = new Set<Deed>(['register', 'alarm', 'time_out', 'ask_along', 'phase_1', 'phase_2', 'phase_3', 'phase_4', 'phase_5'])

const done = (_: unknown): boolean => true
