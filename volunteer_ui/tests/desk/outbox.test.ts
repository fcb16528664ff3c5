import { describe, expect, test } from 'vitest'
import { Post } from '../../src/desk/post'
import { reduce, type Desk } from '../../src/desk/reducer'
import type { Unsent } from '../../src/desk/unsent'
import type { Answer } from '../../src/desk/wire'
import { after, conversation, deskWith, message, snapshot } from './house'

const words = (client_id: string, of = 'blauw'): Unsent => ({ conversation: of, client_id, text: `woorden ${client_id}` })
const took = (seq: number): Answer => ({ ok: true, seq, at: '2026-03-01T20:00:00Z' })

/** A desk whose server answers when the test says so; pauses pass at once when the test says so. */
function postOffice(...written: readonly Unsent[]) {
  let desk: Desk = after(deskWith({ conversations: [conversation('blauw'), conversation('groen')] }), ...written.map((one) => ({ is: 'wrote', words: one }) as const))
  const sent: { words: Unsent; answer: (answer: Answer) => Promise<void> }[] = []
  const pauses: { ms: number; again: () => void }[] = []
  const post = new Post(
    () => desk.outbox,
    (one) =>
      new Promise((resolve) => {
        const answer = async (it: Answer) => {
          resolve(it)
          await new Promise((done) => setImmediate(done))
        }
        sent.push({ words: one, answer })
      }),
    {
      said: (one, seq, at) => (desk = reduce(desk, { is: 'said', words: one, seq, at })),
      refused: (one, code) => (desk = reduce(desk, { is: 'words_refused', client_id: one.client_id, code })),
    },
    (again, ms) => void pauses.push({ ms, again }),
  )
  return { post, sent, pauses, ids: () => sent.map((one) => one.words.client_id), outbox: () => desk.outbox, tell: (it: Parameters<typeof reduce>[1]) => (desk = reduce(desk, it)), desk: () => desk }
}

describe('the outbox', () => {
  test('sends in order, one at a time, and each conversation by itself', async () => {
    const office = postOffice(words('1'), words('2'), words('3', 'groen'))
    office.post.push()
    expect(office.ids()).toEqual(['1', '3'])
    await office.sent[0]!.answer(took(1))
    expect(office.ids()).toEqual(['1', '3', '2'])
    await office.sent[2]!.answer(took(2))
    expect(office.outbox().map((one) => one.client_id)).toEqual(['3'])
    expect(office.desk().conversations[0]?.messages.map((one) => one.text)).toEqual(['woorden 1', 'woorden 2'])
  })

  test('sends the same words under the same client_id when no answer comes', async () => {
    const office = postOffice(words('1'))
    office.post.push()
    await office.sent[0]!.answer({ error: { code: 'no_answer' } })
    office.post.push()
    expect(office.ids()).toEqual(['1'])
    office.pauses[0]!.again()
    expect(office.ids()).toEqual(['1', '1'])
    await office.sent[1]!.answer(took(1))
    expect(office.outbox()).toEqual([])
  })

  test('waits as long as the server asks', async () => {
    const office = postOffice(words('1'))
    office.post.push()
    await office.sent[0]!.answer({ error: { code: 'try_again', retry_seconds: 7 } })
    expect(office.pauses.map((one) => one.ms)).toEqual([7000])
    expect(office.outbox()).toEqual([words('1')])
  })

  test.each(['no_link', 'signed_out'])('keeps everything when %s, and sends it when it is pushed again', async (code) => {
    const office = postOffice(words('1'))
    office.post.push()
    await office.sent[0]!.answer({ error: { code } })
    expect(office.pauses).toEqual([])
    office.post.push()
    expect(office.ids()).toEqual(['1', '1'])
  })

  test('shows what will never be taken, and goes on with the next', async () => {
    const office = postOffice(words('1'), words('2'))
    office.post.push()
    await office.sent[0]!.answer({ error: { code: 'ended' } })
    expect(office.outbox()[0]).toEqual({ ...words('1'), refused: 'ended' })
    expect(office.ids()).toEqual(['1', '2'])
    office.tell({ is: 'words_dropped', client_id: '1' })
    expect(office.outbox().map((one) => one.client_id)).toEqual(['2'])
  })
})

describe('one’s own words', () => {
  const waiting = after(deskWith({ conversations: [conversation('blauw')] }), { is: 'wrote', words: words('c1') })

  test('leave the outbox when their echo comes before the answer, and are there once', () => {
    const echoed = after(waiting, { is: 'message', conversation: 'blauw', message: message(1, 'volunteer', 'c1') })
    expect(echoed.outbox).toEqual([])
    const answered = after(echoed, { is: 'said', words: words('c1'), seq: 1, at: message(1).at })
    expect(answered.conversations[0]?.messages).toHaveLength(1)
  })

  test('stay when a child happens to use the same client_id', () => {
    expect(after(waiting, { is: 'message', conversation: 'blauw', message: message(1, 'child', 'c1') }).outbox).toEqual([words('c1')])
  })

  test('leave the outbox when a snapshot has them already', () => {
    const there = conversation('blauw', { messages: [message(1, 'volunteer', 'c1')], last_seq: 1 })
    expect(after(waiting, { is: 'snapshot', snapshot: snapshot({ conversations: [there] }) }).outbox).toEqual([])
  })

  test('stay over a reconnect that does not have them', () => {
    expect(after(waiting, { is: 'snapshot', snapshot: snapshot({ conversations: [conversation('blauw')] }) }).outbox).toEqual([words('c1')])
  })
})
