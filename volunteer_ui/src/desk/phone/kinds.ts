import type { Form, Option } from '../form.ts'
import type { Deed } from '../keys.ts'

/** The kinds of call that are registered with one key, in the order of the keys. */
const kinds: readonly (readonly [Deed, string])[] = [
  ['phase_1', 'silent'],
  ['phase_2', 'hang_up'],
  ['phase_3', 'testing'],
  ['phase_4', 'abusive'],
  ['phase_5', 'wrong_number'],
  ['kind_6', 'fault'],
]

export interface Kind {
  readonly key: Deed
  readonly option: Option
}

/** Those that the form of this helpline has. */
export function kindsOf(form: Form | null): readonly Kind[] {
  const options = form?.fields.find(({ name }) => name === 'type')?.options ?? []
  return kinds.flatMap(([key, slug]) => {
    const option = options.find((one) => one.slug === slug)
    return option ? [{ key, option }] : []
  })
}
