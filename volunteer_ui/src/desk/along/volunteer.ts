import { m } from '../../paraglide/messages.js'
import type { Desk } from '../reducer.ts'

/** The alias of who holds a conversation, as far as this desk knows it. */
export function volunteerOf({ queue, conversations, askedAlong }: Desk, conversation: string): string {
  const watched = conversations.find((one) => one.id === conversation)?.volunteer
  const running = queue?.running.find((one) => one.conversation === conversation)?.volunteer
  const asking = askedAlong.find((one) => one.conversation === conversation)?.volunteer
  return watched ?? running ?? asking ?? m.desk_along_somebody()
}
