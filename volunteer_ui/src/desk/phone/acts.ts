import type { Deed } from '../keys.ts'
import type { Table } from '../table.svelte.ts'
import type { Conversation } from '../wire.ts'
import { call, holdOrResume, muteOrNot } from './deeds.ts'

/** What a key does in a call; null: what it does anywhere. */
export function actOnPhone(table: Table, it: Conversation, deed: Deed): boolean | null {
  switch (deed) {
    case 'mute':
      return isThere(it) && done(muteOrNot(table))
    case 'hold':
      return isThere(it) && done(void holdOrResume(table, it))
    case 'consult':
      return isThere(it) && table.dialog === null && done(table.open('consult', it.id))
    case 'recording':
      return isThere(it) && table.dialog === null && done(void call(table, it, 'recording'))
    default:
      return null
  }
}

const isThere = (it: Conversation): boolean => it.state === 'active' && it.call !== null && it.call !== undefined
const done = (_: unknown): boolean => true
