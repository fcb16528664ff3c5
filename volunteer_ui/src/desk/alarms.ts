import { held } from './along/held.ts'
import type { Desk } from './reducer.ts'
import type { Alarm } from './wire.ts'

/** It sounds, for the first time or again: who took it before is gone. */
export function alarmRaised(desk: Desk, it: Omit<Alarm, 'taken_by'>): Desk {
  const others = desk.alarms.filter((one) => one.conversation !== it.conversation)
  return { ...desk, alarms: [...others, { ...it, taken_by: null }] }
}

/** A coordinator took it: told to all coordinators, and to the volunteer who raised it. */
export function alarmTaken(desk: Desk, conversation: string, by: string): Desk {
  return {
    ...desk,
    alarms: desk.alarms.map((one) => (one.conversation === conversation ? { ...one, taken_by: by } : one)),
    conversations: desk.conversations.map((one) => (one.id === conversation ? { ...one, alarm: { taken_by: by } } : one)),
  }
}

export const alarmOver = (desk: Desk, conversation: string): Desk => ({
  ...desk,
  alarms: desk.alarms.filter((one) => one.conversation !== conversation),
})

/** Those that nobody has taken, oldest first. */
export const sounding = ({ alarms }: Pick<Desk, 'alarms'>): readonly Alarm[] =>
  alarms.filter((one) => one.taken_by === null).sort((one, other) => one.raised_at.localeCompare(other.raised_at))

/** Is there an alarm in a conversation that this desk holds? */
export const isInDanger = (desk: Pick<Desk, 'conversations'>): boolean => held(desk).some((one) => one.alarm)
