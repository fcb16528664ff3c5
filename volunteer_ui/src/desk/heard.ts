import type { Happening } from './reducer.ts'
import type { Alarm, AskedAlong, AskedIn, Change, ChildNotice, Me, Message, Offer, Queue, Whisper } from './wire.ts'

/** How long the child's typing is shown after its last sign. */
const typingMs = 6000

/** How long a key that the child pressed is shown. */
const keyMs = 8000

/** What an event of the server means for the desk; null for one that this page does not know. `now`: the server's time (ms). */
export function heard(name: string, data: never, now: number): Happening | null {
  switch (name) {
    case 'me':
      return { is: 'me', me: data as Partial<Me> & { why?: string } }
    case 'offer':
      return { is: 'offer', offer: data as Offer }
    case 'offer_gone':
      return { is: 'offer_gone', ...(data as { offer: string; reason: string }) }
    case 'conversation':
      return { is: 'conversation', change: data as Change }
    case 'message': {
      const { conversation, ...message } = data as Message & { conversation: string }
      return { is: 'message', conversation, message }
    }
    case 'typing':
      return { is: 'typing', conversation: (data as { conversation: string }).conversation, until: now + typingMs }
    case 'key':
      return { is: 'key', pressed: { ...(data as { conversation: string; key: string }), until: now + keyMs }, now }
    case 'queue':
      return { is: 'queue', queue: data as Queue }
    case 'notice':
      return { is: 'notice', notice: (data as { notice: ChildNotice | null }).notice }
    case 'alarm':
      return { is: 'alarm', alarm: data as Alarm }
    case 'alarm_taken':
      return { is: 'alarm_taken', ...(data as { conversation: string; by: string }) }
    case 'whisper':
      return { is: 'whisper', whisper: data as Whisper }
    case 'asked_along':
      return { is: 'asked_along', call: data as AskedAlong }
    case 'beside':
      return { is: 'beside', ...(data as { beside: AskedIn | null }) }
    case 'agreements':
      return { is: 'agreements', ...(data as { sanctions: readonly string[] }) }
    case 'asked_along_over':
      return { is: 'asked_along_over', ...(data as { conversation: string }) }
    case 'alarm_over':
      return { is: 'alarm_over', ...(data as { conversation: string }) }
    default:
      return null
  }
}
