import { describe, expect, test } from 'vitest'
import { reduce, type Desk } from '../../src/desk/reducer'
import { Saver, type Fields } from '../../src/desk/saver'
import type { Answer, Value } from '../../src/desk/wire'
import { after, conversation, deskWith } from './house'

/** A form whose server answers when the test says so. */
function form() {
  let desk: Desk = deskWith({ conversations: [conversation('blauw', { registration: { type: 'prank' }, missing: [] }), conversation('groen')] })
  const calls: { conversation: string; fields: Fields; answer: (answer: Answer) => Promise<void> }[] = []
  const pauses: (() => void)[] = []
  const saver = new Saver(
    () => desk.unsaved,
    (id, fields) =>
      new Promise((resolve) => {
        const answer = async (it: Answer) => {
          resolve(it)
          await new Promise((done) => setImmediate(done))
        }
        calls.push({ conversation: id, fields, answer })
      }),
    {
      registered: (id, fields, missing) => (desk = reduce(desk, { is: 'registered', conversation: id, fields, missing })),
      notRegistered: (id, fields, wrong) => (desk = reduce(desk, { is: 'not_registered', conversation: id, fields, wrong })),
    },
    (again) => void pauses.push(again),
  )
  const fill = (name: string, value: Value | null, of = 'blauw') => {
    desk = after(desk, { is: 'filled', answer: { conversation: of, name, value } })
    saver.push()
  }
  return { calls, pauses, saver, fill, unsaved: () => desk.unsaved, it: () => desk.conversations[0]! }
}

describe('the form saves itself', () => {
  test('a field as it is left, and shows what is missing then', async () => {
    const { calls, fill, it, unsaved } = form()
    fill('type', 'counselling')
    expect(calls[0]?.fields).toEqual({ type: 'counselling' })
    await calls[0]!.answer({ ok: true, missing: ['topics'] })
    expect(it().registration).toEqual({ type: 'counselling' })
    expect(it().missing).toEqual(['topics'])
    expect(unsaved()).toEqual([])
  })

  test('null clears', async () => {
    const { calls, fill, it } = form()
    fill('type', null)
    await calls[0]!.answer({ ok: true, missing: ['type'] })
    expect(it().registration).toEqual({})
  })

  test('what was filled in meanwhile goes in the next call, the newest value only', async () => {
    const { calls, fill } = form()
    fill('type', 'counselling')
    fill('age', 11)
    fill('age', 12)
    expect(calls).toHaveLength(1)
    await calls[0]!.answer({ ok: true, missing: [] })
    expect(calls[1]?.fields).toEqual({ age: 12 })
  })

  test('a field changed while its old value was saved is saved again', async () => {
    const { calls, fill, unsaved } = form()
    fill('age', 11)
    fill('age', 12)
    await calls[0]!.answer({ ok: true, missing: [] })
    expect(unsaved()).toEqual([{ conversation: 'blauw', name: 'age', value: 12 }])
    expect(calls[1]?.fields).toEqual({ age: 12 })
  })

  test('a wrong field is shown and does not keep the others from being saved', async () => {
    const { calls, fill, unsaved, it } = form()
    fill('type', 'counselling')
    fill('age', 3)
    fill('gender', 'girl')
    await calls[0]!.answer({ ok: true, missing: [] })
    await calls[1]!.answer({ error: { code: 'invalid', fields: { age: 'out_of_range' } } })
    expect(calls[2]?.fields).toEqual({ gender: 'girl' })
    await calls[2]!.answer({ ok: true, missing: ['age'] })
    expect(unsaved()).toEqual([{ conversation: 'blauw', name: 'age', value: 3, wrong: 'out_of_range' }])
    expect(it().registration.gender).toBe('girl')
    fill('age', 13)
    expect(calls[3]?.fields).toEqual({ age: 13 })
  })

  test('a refusal of the whole call stops at its fields, and is not repeated for ever', async () => {
    const { calls, fill, unsaved } = form()
    fill('type', 'counselling')
    await calls[0]!.answer({ error: { code: 'not_yours' } })
    expect(unsaved()[0]?.wrong).toBe('not_yours')
    expect(calls).toHaveLength(1)
  })

  test('without a link it waits, and is saved when there is one again', async () => {
    const { calls, fill, saver, unsaved } = form()
    fill('type', 'counselling')
    await calls[0]!.answer({ error: { code: 'no_link' } })
    expect(unsaved()).toHaveLength(1)
    saver.push()
    expect(calls[1]?.fields).toEqual({ type: 'counselling' })
  })

  test('after no answer it is tried again', async () => {
    const { calls, fill, pauses } = form()
    fill('type', 'counselling')
    await calls[0]!.answer({ error: { code: 'no_answer' } })
    pauses[0]!()
    expect(calls[1]?.fields).toEqual({ type: 'counselling' })
  })

  test('two conversations do not wait for each other', () => {
    const { calls, fill } = form()
    fill('type', 'counselling')
    fill('type', 'prank', 'groen')
    expect(calls.map((call) => call.conversation)).toEqual(['blauw', 'groen'])
  })
})
