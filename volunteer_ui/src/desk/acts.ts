import { tick } from 'svelte'
import { sounding } from './alarms.ts'
import { actAlong } from './along/acts.ts'
import { askAlong, comeAlong } from './along/deeds.ts'
import { callOrCard, takeAlarm } from './danger.ts'
import { accept, be, decline, goToPhase, leaveTheTable } from './deeds.ts'
import { mayLock } from './idle.ts'
import { deedFor, isWriting, type Deed } from './keys.ts'
import { lookUp } from './knowledge/deeds.ts'
import { actBeside, actOnPhone } from './phone/acts.ts'
import { goTo } from './places.ts'
import type { Table } from './table.svelte.ts'

/** What a press of a key does, wherever on the desk it lands. */
export function press(table: Table, event: KeyboardEvent): void {
  if (!table.desk.me || table.desk.locked || table.desk.link === 'signed_out') return
  if (table.sentence.goesOn(event, event.target, Date.now())) return event.preventDefault()
  const deed = deedFor(event, { writing: isWriting(event.target) || table.dialog !== null, letters: table.letters })
  if (deed !== null && act(table, deed)) event.preventDefault()
}

/** Carry it out; false when there is nothing to do it with now. */
function act(table: Table, deed: Deed): boolean {
  const it = table.conversation
  const along = it?.watching ? actAlong(table, it, deed) : null
  if (along !== null) return along
  const onPhone = it?.channel === 'phone' ? actOnPhone(table, it, deed) : null
  if (onPhone !== null) return onPhone
  if (table.desk.beside !== null && actBeside(table, table.desk.beside, deed)) return true
  switch (deed) {
    case 'accept':
      return table.desk.offers.length > 0 && done(void accept(table))
    case 'decline':
      return table.desk.offers.length > 0 && done(void decline(table))
    case 'available':
    case 'break':
    case 'away':
    case 'last':
      return done(void be(table, deed))
    case 'write':
      table.sheet = false
      return goTo('#write')
    case 'register':
      table.sheet = it !== null
      table.pane = 'form'
      // The sheet has no place to focus before it is drawn.
      return it !== null && done(void tick().then(() => goTo('#registration :is(input, select)')))
    case 'search':
      return table.dialog === null && done(void lookUp(table))
    case 'next':
      return chooseNext(table)
    case 'queue':
      return table.desk.queue !== null && done(table.tell({ is: 'chose', chosen: 'queue' }))
    case 'notice':
      return table.desk.queue !== null && done(table.open('notice'))
    case 'hand_over':
      return it?.state === 'active' && done(table.open('hand_over'))
    case 'end':
      return it !== null && done(it.state === 'active' ? table.open('end') : toFinish(table))
    case 'alarm':
      return it !== null && done(callOrCard(table, it))
    case 'take': {
      const oldest = sounding(table.desk)[0]
      return oldest !== undefined && done(void takeAlarm(table, oldest.conversation))
    }
    case 'ask_along':
      return it?.state === 'active' && done(void askAlong(table, it))
    case 'come_along':
      return table.desk.queue !== null && done(void comeAlong(table))
    case 'time_out':
      return it !== null && table.dialog === null && done(table.open('time_out'))
    case 'sanctions':
      return done(table.tell({ is: 'chose', chosen: 'sanctions' }))
    case 'mute':
    case 'hold':
    case 'consult':
    case 'recording':
    case 'kind_6':
      return false
    case 'lock':
      return mayLock(table.desk) && table.dialog === null && done(void leaveTheTable(table))
    case 'about':
    case 'keys':
      return done(table.open(deed))
    default:
      return it?.state === 'active' && done(void goToPhase(table, it.id, Number(deed.slice(-1))))
  }
}

/** The conversation after the one in view; from the queue the first. */
function chooseNext(table: Table): boolean {
  const all = table.desk.conversations
  const next = all[(all.findIndex((one) => one.id === table.desk.chosen) + 1) % all.length]
  return next !== undefined && done(table.tell({ is: 'chose', chosen: next.id }))
}

/** In wrap-up the form is what one finishes: it comes to the front. */
function toFinish(table: Table): void {
  table.pane = 'form'
  table.sheet = true
  void tick().then(() => goTo('#finish'))
}

const done = (_: unknown): boolean => true
