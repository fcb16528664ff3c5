import { m } from '../../paraglide/messages.js'
import type { Desk } from '../reducer.ts'

/** The alias of who holds a conversation, as far as this desk knows it. */
export function volunteerOf({ queue, conversations, askedAlong }: Desk, conversation: string): string {
  const watched = conversations.find((one) => one.id === conversation)?.volunteer
  const running = queue?.running.find((one) => one.conversation === conversation)?.volunteer
  const asking = askedAlong.find((one) => one.conversation === conversation)?.volunteer
  return watched ?? running ?? asking ?? m.desk_along_somebody()
}

/** Whether it is a chat or a call, as far as this desk knows it. */
export const channelOf = ({ queue, conversations }: Desk, conversation: string): string | undefined =>
  conversations.find(({ id }) => id === conversation)?.channel ?? queue?.running.find((one) => one.conversation === conversation)?.channel
