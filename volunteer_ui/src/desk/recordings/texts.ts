import { m } from '../../paraglide/messages.js'
import type { Refused } from '../../net/http.ts'
import type { Deed } from './recordings.svelte.ts'
import type { Group, State } from './wire.ts'

const groups: Readonly<Record<Group, () => string>> = {
  coming: m.desk_recordings_coming,
  place: m.desk_recordings_place,
  wait: m.desk_recordings_wait,
  refusal: m.desk_recordings_refusal,
  time: m.desk_recordings_time,
}
export const groupName = (group: Group): string => groups[group]()

const states: Readonly<Record<State, () => string>> = {
  recording: m.desk_recordings_recording,
  placeholder: m.desk_recordings_placeholder,
  missing: m.desk_recordings_missing,
}
export const stateName = (state: State): string => states[state]()

const deeds: Readonly<Record<Deed, () => string>> = {
  live: m.desk_recordings_done_live,
  discarded: m.desk_recordings_done_discarded,
  back: m.desk_recordings_done_back,
}
export const doneText = (done: Deed): string => deeds[done]()

const bad: Readonly<Record<string, () => string>> = {
  not_sound: m.desk_recordings_not_sound,
  too_long: m.desk_recordings_too_long,
  too_short: m.desk_recordings_too_short,
  silent: m.desk_recordings_silent,
  clipped: m.desk_recordings_clipped,
}

const codes: Readonly<Record<string, () => string>> = {
  not_heard: m.desk_recordings_not_heard,
  draft_gone: m.desk_recordings_draft_gone,
  no_placeholder: m.desk_recordings_no_placeholder,
  no_sound: m.desk_recordings_no_sound,
  not_found: m.desk_recordings_not_found,
  too_large: m.desk_recordings_too_long,
  forbidden: m.desk_not_forbidden,
  no_link: m.desk_recordings_no_link,
}

/** What was refused, and what to do about it. */
export function refusedText({ code, why }: Refused): string {
  return (code === 'bad_recording' ? bad[why ?? ''] : codes[code])?.() ?? m.desk_fault()
}
