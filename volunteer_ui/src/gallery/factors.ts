import type { NewCode } from '../desk/factors/wire.ts'
import type { Factors } from '../net/factors.ts'
import type { Reply } from '../net/http.ts'
import drawing from './square.json'
import type { SecondStep } from './recording.ts'

const yes = (body: unknown): Promise<Reply> => Promise.resolve({ ok: true, body, date: null })
const no = (code: string): Promise<Reply> => Promise.resolve({ ok: false, code })

/** The password is right, and more is asked. */
export const asksFor = (ways: readonly string[]): Promise<Reply> => Promise.resolve({ ok: false, code: 'second_factor', ways })

const made: NewCode = { factor: 'f9', secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', drawing }

/** Second steps as the recording has them. */
export const factors = ({ mine = { factors: [], required: false }, people = [], refused }: SecondStep): Factors => {
  const change = (body: unknown): Promise<Reply> => (refused === undefined ? yes(body) : no(refused))
  return {
    mine: () => yes(mine),
    people: () => yes({ people }),
    newCode: () => change(made),
    confirmCode: () => no('wrong_code'),
    askPasskey: () => change({ options: {} }),
    addPasskey: () => change(null),
    remove: () => change(null),
    reset: () => change(null),
  }
}
