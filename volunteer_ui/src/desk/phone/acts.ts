import { close, come, go } from '../deeds.ts'
import type { Deed } from '../keys.ts'
import type { Table } from '../table.svelte.ts'
import type { AskedIn, Conversation } from '../wire.ts'
import { add, call, endWithRecording, fillKind, hangUp, holdOrResume, muteOrNot } from './deeds.ts'
import { kindsOf } from './kinds.ts'
import { asked, colleagueIn } from './others.ts'

/** What a key does in a call; null: what it does anywhere. */
export function actOnPhone(table: Table, it: Conversation, deed: Deed): boolean | null {
  switch (deed) {
    case 'mute':
      return isThere(it) && done(muteOrNot(table))
    case 'hold':
      return isThere(it) && done(void holdOrResume(table, it))
    case 'consult':
      return isThere(it) && table.dialog === null && done(asked(it) ? void add(table, it, asked(it)) : table.open('consult', it.id))
    case 'hand_over':
      return colleagueIn(it) === null ? null : table.dialog === null && done(void call(table, it, 'pass_on'))
    case 'recording':
      return isThere(it) && table.dialog === null && done(endWithRecording(table, it))
    case 'end':
      return table.dialog === null && (it.state === 'wrap_up' ? done(void close(table, it.id)) : isThere(it) ? done(hangUp(table, it)) : null)
    default:
      return it.state === 'wrap_up' ? actOnKind(table, it, deed) : null
  }
}

/** What a key does for whom a colleague asks for their call, or who is beside them; false: what it does anywhere. */
export function actBeside(table: Table, it: AskedIn, deed: Deed): boolean {
  switch (deed) {
    case 'accept':
      return it.is_asked && table.desk.offers.length === 0 && done(void come(table))
    case 'decline':
      return it.is_asked && table.desk.offers.length === 0 && done(void go(table))
    case 'mute':
      return !it.is_asked && done(muteOrNot(table))
    case 'end':
      return !it.is_asked && table.conversation === null && done(void go(table))
    default:
      return false
  }
}

/** In the wrap-up the keys of the phases are those of the kinds of call. */
function actOnKind(table: Table, it: Conversation, deed: Deed): boolean | null {
  const kind = kindsOf(table.form).find((one) => one.key === deed)
  return kind === undefined ? null : table.dialog === null && done(fillKind(table, it, kind.option.slug))
}

const isThere = (it: Conversation): boolean => it.state === 'active' && it.call !== null && it.call !== undefined
const done = (_: unknown): boolean => true
