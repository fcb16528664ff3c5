import { m } from '../../paraglide/messages.js'
import type { Refused } from '../../net/http.ts'
import type { State } from './wire.ts'

const states: Readonly<Record<State, () => string>> = { draft: m.desk_shelf_draft, published: m.desk_shelf_published, retired: m.desk_shelf_retired }
export const stateName = (state: State): string => states[state]()

const deeds = { kept: m.desk_shelf_done_kept, published: m.desk_shelf_done_published, retired: m.desk_shelf_done_retired, approved: m.desk_shelf_done_approved, found: m.desk_shelf_done_found }
export const doneText = (done: keyof typeof deeds | null): string => (done === null ? '' : deeds[done]())

/** What was refused, and what to do about it. */
export function refusedText({ code, reason, latest }: Refused): string {
  switch (code) {
    case 'edited_meanwhile':
      return m.desk_shelf_meanwhile({ latest: latest ?? 0 })
    case 'invalid':
      return reason ? m.desk_shelf_invalid({ reason }) : m.desk_shelf_invalid_something()
    case 'forbidden':
      return m.desk_not_forbidden()
    case 'no_link':
      return m.desk_shelf_no_link()
    default:
      return m.desk_fault()
  }
}
