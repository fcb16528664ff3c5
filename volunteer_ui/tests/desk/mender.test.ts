import { expect, test } from 'vitest'
import { Mender } from '../../src/desk/mender'
import { reduce, type Desk } from '../../src/desk/reducer'
import type { Answer } from '../../src/desk/wire'
import { conversation, deskWith, message } from './house'

function reader(answer: (after: number) => Answer) {
  let desk: Desk = deskWith({ conversations: [conversation('blauw', { messages: [message(1)], last_seq: 1 })] })
  const asked: number[] = []
  const later: (() => void)[] = []
  const mender = new Mender(
    () => desk.conversations,
    async (_, after) => (asked.push(after), answer(after)),
    (id, messages) => (desk = reduce(desk, { is: 'synced', conversation: id, messages })),
    (again) => void later.push(again),
  )
  const hear = (seq: number) => {
    desk = reduce(desk, { is: 'message', conversation: 'blauw', message: message(seq) })
    mender.look()
  }
  const wait = async () => {
    for (const again of later.splice(0)) again()
    await new Promise((done) => setImmediate(done))
  }
  return { hear, wait, asked, look: () => mender.look(), seqs: () => desk.conversations[0]!.messages.map((one) => one.seq) }
}

test('what is missing between two messages is asked for', async () => {
  const { hear, wait, asked, seqs } = reader((after) => ({ ok: true, messages: [after + 1, after + 2, after + 3].map((seq) => message(seq)) }))
  hear(4)
  await wait()
  expect(asked).toEqual([1])
  expect(seqs()).toEqual([1, 2, 3, 4])
})

test('what was only overtaken is not asked for', async () => {
  const { hear, wait, asked } = reader(() => ({ ok: true, messages: [] }))
  hear(3)
  hear(2)
  await wait()
  expect(asked).toEqual([])
})

test('what the server does not have is asked for once', async () => {
  const { hear, wait, asked, look } = reader(() => ({ ok: true, messages: [] }))
  hear(3)
  await wait()
  look()
  await wait()
  expect(asked).toEqual([1])
})

test('is asked for again when no answer came', async () => {
  const { hear, wait, asked } = reader(() => ({ error: { code: 'no_answer' } }))
  hear(3)
  await wait()
  await wait()
  expect(asked).toEqual([1, 1])
})
