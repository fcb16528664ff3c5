// @vitest-environment jsdom
import { describe, expect, test } from 'vitest'
import { press } from '../../src/desk/acts'
import { calls } from '../../src/desk/along/calls'
import { whisper } from '../../src/desk/along/deeds'
import { standingOf } from '../../src/desk/standing'
import { after, conversation, deskWith, nora, queue, serverHalf, snapshot } from './house'
import { desk } from './line'

const alt = (sign: string): KeyboardEvent => new KeyboardEvent('keydown', { key: sign, altKey: true })
const lou = { ...nora, name: 'cora', alias: 'Lou', role: 'coordinator' as const, status: 'away' as const }
const blue = conversation('blauw')
const watched = conversation('blauw', { watching: true, watched_by: ['Lou'], volunteer: 'Nora' })
const rest = snapshot({ me: lou, queue: queue(0) })
const along = snapshot({ me: lou, queue: queue(0), conversations: [watched] })
const call = { conversation: 'blauw', volunteer: 'Nora' }
const green = { conversation: 'groen', volunteer: 'Sam' }

describe('who asks along', () => {
  test('does so by one key, once, and not while somebody reads along', async () => {
    const { table, hear, of } = desk()
    hear('snapshot', snapshot({ conversations: [blue] }))
    press(table, alt('j'))
    await of('ask_along')[0]!.answer({ ok: true })
    hear('conversation', { id: 'blauw', asked_along: true })
    press(table, alt('j'))
    hear('conversation', { id: 'blauw', asked_along: null, watched_by: ['Lou'] })
    press(table, alt('j'))
    expect(of('ask_along').map((one) => one.data)).toEqual([{ conversation: 'blauw' }])
    expect(table.conversation?.watched_by).toEqual(['Lou'])
  })

  test('reads who took the conversation over', () => {
    const { table, hear } = desk()
    hear('snapshot', snapshot({ conversations: [blue] }))
    hear('whisper', { conversation: 'blauw', from: 'Lou', text: 'ik neem het over', at: '2026-03-01T20:00:00Z' })
    hear('conversation', { id: 'blauw', state: 'closed', why: 'taken_over', by: 'Lou' })
    expect(table.desk.notices).toMatchObject([{ kind: 'taken_over', nickname: 'blauw', unsent: false, by: 'Lou' }])
    expect(table.desk.whispers).toEqual([])
  })
})

describe('a coordinator', () => {
  test('answers who asked first by one key', async () => {
    const { table, hear, of } = desk()
    hear('snapshot', snapshot({ me: lou, queue: queue(0), asked_along: [call] }))
    hear('asked_along', green)
    press(table, alt('c'))
    expect(of('watch')[0]?.data).toEqual({ conversation: 'blauw', reason: 'asked' })
    await of('watch')[0]!.answer({ ok: true, conversation: watched })
    hear('asked_along_over', { conversation: 'blauw' })
    expect([table.desk.chosen, table.desk.askedAlong]).toEqual(['blauw', [green]])
  })

  test('hears that another one was first, or that it is over', async () => {
    const { table, hear, of } = desk()
    hear('snapshot', snapshot({ me: lou, queue: queue(0), asked_along: [call] }))
    press(table, alt('c'))
    await of('watch')[0]!.answer({ error: { code: 'not_yours' } })
    expect(table.desk.notices).toEqual([{ kind: 'along_gone' }])
  })

  test('is shown where to choose when nobody asks, and is not asked by herself', () => {
    const { table, hear, of } = desk()
    hear('snapshot', snapshot({ me: lou, queue: queue(0), conversations: [blue], asked_along: [call] }))
    expect(calls(table.desk)).toEqual([])
    press(table, alt('c'))
    expect([table.desk.chosen, of('watch')]).toEqual(['queue', []])
  })

  test('has no key by which a child hears or loses anything while reading along', () => {
    const { table, hear, asked } = desk()
    hear('snapshot', along)
    const before = asked.length
    for (const sign of ['g', 'r', 'j', '1', '3', '5', 's']) press(table, alt(sign))
    expect([asked.length, table.dialog]).toEqual([before, null])
  })

  test('takes over by a key and a reason, and stops by a key', async () => {
    const { table, hear, of } = desk()
    hear('snapshot', along)
    press(table, alt('o'))
    expect(table.dialog).toEqual({ ask: 'take_over', of: 'blauw' })
    table.dialog = null
    press(table, alt('k'))
    hear('conversation', { id: 'blauw', state: 'closed' })
    await of('unwatch')[0]!.answer({ ok: true })
    expect([table.desk.chosen, table.desk.notices]).toEqual(['queue', []])
  })

  test('is told when it ends by itself, and keeps a whisper that did not arrive', async () => {
    const { table, hear, of } = desk()
    hear('snapshot', along)
    const said = whisper(table, 'blauw', 'vraag naar thuis')
    await of('whisper')[0]!.answer({ error: { code: 'ended' } })
    expect(await said).toBe('ended')
    hear('conversation', { id: 'blauw', state: 'closed' })
    expect(table.desk.notices.map((one) => one.kind)).toEqual(['along_over'])
  })

  test('who reads along is not counted as talking, and loses nothing that is theirs', () => {
    const { me, conversations } = along
    expect(standingOf(deskWith({ me, conversations }))).toBeNull()
    const lost = after(deskWith(along), { is: 'snapshot', snapshot: rest })
    expect(lost.notices).toEqual([])
  })
})

describe('snapshot and events', () => {
  test('of what was taken over are those of one’s own', () => {
    const events = after(deskWith(along), { is: 'opened', conversation: blue })
    expect(serverHalf(events)).toEqual(serverHalf(deskWith({ ...along, conversations: [blue] })))
    expect(events.conversations[0]?.watching).toBeUndefined()
  })

  test('of who asks are the same, also under another name', () => {
    const events = after(deskWith({ ...rest, asked_along: [call] }), { is: 'asked_along', call: { ...call, volunteer: 'Roos' } }, { is: 'asked_along', call: green }, { is: 'asked_along_over', conversation: 'groen' })
    expect(serverHalf(events)).toEqual(serverHalf(deskWith({ ...rest, asked_along: [{ ...call, volunteer: 'Roos' }] })))
  })
})
