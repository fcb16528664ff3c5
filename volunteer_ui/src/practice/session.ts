import type { Ear, PracticeNet } from '../net/practice.ts'
import { sendable } from '../shared/text.ts'
import type { Event } from './reducer.ts'
import type { Answer } from './wire.ts'

/** What can be done with the telephone. Every view gets these and the state, and nothing else. */
export interface Deeds {
  /** Ring with this number; null: with a withheld one. */
  dial(number: string | null): void
  press(key: string): void
  /** True once it was said. */
  say(text: string): Promise<boolean>
  hangUp(): void
}

export function startSession(open: (ear: Ear) => PracticeNet, dispatch: (event: Event) => void): Deeds {
  const net = open({
    heard: (type, data) => dispatch({ is: type, [type]: data } as unknown as Event),
    lost: () => dispatch({ is: 'gone' }),
  })
  const told = async (asked: Promise<Answer>): Promise<boolean> => {
    const { error } = await asked.catch((): Answer => ({ error: { code: 'lost' } }))
    if (error !== undefined) dispatch({ is: 'trouble', code: error.code })
    return error === undefined
  }
  return {
    dial(number) {
      dispatch({ is: 'dialled' })
      void told(net.dial(number))
    },
    press(key) {
      dispatch({ is: 'pressed', key })
      void told(net.press(key))
    },
    async say(text) {
      const clean = sendable(text)
      return clean !== null && (await told(net.say(drawId(), clean)))
    },
    hangUp: () => void told(net.hangUp()),
  }
}

// `crypto.randomUUID` is absent on a page that came over plain http from another machine.
const drawId = (): string => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
