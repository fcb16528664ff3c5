import { describe, expect, test } from 'vitest'
import type { Happening } from '../../src/desk/reducer'
import type { ChildNotice, Snapshot } from '../../src/desk/wire'
import { after, alarm, conversation, deskWith, message, nora, offer, queue, serverHalf, snapshot } from './house'

const blue = conversation('blauw', { messages: [message(1)], last_seq: 1, registration: { type: 'counselling' }, missing: ['topics'] })
const green = conversation('groen')
const noted = { at: '2026-03-01T20:00:00Z', asked: 'veilig?', answer: 'nee', action: null }
const before: Partial<Snapshot> = { conversations: [blue, green], offers: [offer('o1')], queue: queue(3), notice: { texts: { nl: 'Nu' }, until: '2026-03-01T21:00:00Z', by: 'Lou' }, alarms: [alarm('k7'), alarm('k8', 'Kim')] }

const later: ChildNotice = { texts: { nl: 'Straks', en: 'Later' }, until: '2026-03-01T22:00:00Z', by: 'Kim' }

/** Each event of the server on its own, and what a fresh snapshot would say after it. */
const events: readonly [string, Happening, Partial<Snapshot>][] = [
  ['me: another window took a break', { is: 'me', me: { status: 'break' } }, { me: { ...nora, status: 'break' } }],
  ['me: an offer lapsed', { is: 'me', me: { ...nora, status: 'away', why: 'lapsed' } }, { me: { ...nora, status: 'away' } }],
  ['me: catching one’s breath, which lasts', { is: 'me', me: { ...nora, status: 'break', why: 'recover' } }, { me: { ...nora, status: 'break', why: 'recover' } }],
  ['alarm', { is: 'alarm', alarm: alarm('k9') }, { alarms: [alarm('k7'), alarm('k8', 'Kim'), alarm('k9')] }],
  ['alarm that sounds again', { is: 'alarm', alarm: alarm('k8') }, { alarms: [alarm('k7'), alarm('k8')] }],
  ['alarm_taken', { is: 'alarm_taken', conversation: 'k7', by: 'Lou' }, { alarms: [alarm('k7', 'Lou'), alarm('k8', 'Kim')] }],
  ['alarm_taken of my own conversation', { is: 'alarm_taken', conversation: 'blauw', by: 'Lou' }, { conversations: [{ ...blue, alarm: { taken_by: 'Lou' } }, green] }],
  ['alarm_over', { is: 'alarm_over', conversation: 'k8' }, { alarms: [alarm('k7')] }],
  ['conversation: what was asked in danger', { is: 'conversation', change: { id: 'blauw', danger: [noted] } }, { conversations: [{ ...blue, danger: [noted] }, green] }],
  ['offer', { is: 'offer', offer: offer('o2') }, { offers: [offer('o1'), offer('o2')] }],
  ['the same offer again', { is: 'offer', offer: offer('o1') }, {}],
  ...['lapsed', 'withdrawn', 'left', 'accepted'].map(
    (reason): [string, Happening, Partial<Snapshot>] => [`offer_gone: ${reason}`, { is: 'offer_gone', offer: 'o1', reason }, { offers: [] }],
  ),
  ['offer_gone of an unknown offer', { is: 'offer_gone', offer: 'o9', reason: 'lapsed' }, {}],
  ['message', said('blauw', 2), { conversations: [{ ...blue, messages: [message(1), message(2)], last_seq: 2 }, green] }],
  ['message that is known', said('blauw', 1), {}],
  ['message of an unknown conversation', said('rood', 1), {}],
  ['conversation: the phase', { is: 'conversation', change: { id: 'blauw', phase: 3 } }, { conversations: [{ ...blue, phase: 3 }, green] }],
  ['conversation: the child is away', { is: 'conversation', change: { id: 'groen', child: 'away' } }, { conversations: [blue, { ...green, child: 'away' }] }],
  [
    'conversation: ended by the child',
    { is: 'conversation', change: { id: 'blauw', state: 'wrap_up', ended_by: 'child' } },
    { conversations: [{ ...blue, state: 'wrap_up', ended_by: 'child' }, green] },
  ],
  [
    'conversation: another window registered',
    { is: 'conversation', change: { id: 'blauw', registration: { age: 12 }, missing: [] } },
    { conversations: [{ ...blue, registration: { age: 12 }, missing: [] }, green] },
  ],
  ['conversation: a new one, whole', { is: 'conversation', change: conversation('rood') }, { conversations: [blue, green, conversation('rood')] }],
  ['conversation: a known one, whole', { is: 'conversation', change: { ...blue, phase: 2 } }, { conversations: [{ ...blue, phase: 2 }, green] }],
  ['conversation: an unknown one, in part', { is: 'conversation', change: { id: 'rood', phase: 2 } }, {}],
  ['conversation: closed', { is: 'conversation', change: { id: 'blauw', state: 'closed' } }, { conversations: [green] }],
  ['conversation: handed over', { is: 'conversation', change: { id: 'blauw', state: 'closed', why: 'handed_over' } }, { conversations: [green] }],
  ['queue', { is: 'queue', queue: queue(4) }, { queue: queue(4) }],
  ['notice: put', { is: 'notice', notice: later }, { notice: later }],
  ['notice: over', { is: 'notice', notice: null }, { notice: null }],
  ['typing', { is: 'typing', conversation: 'blauw', until: 1 }, {}],
  ['accept, answered', { is: 'accepted', offer: 'o1', conversation: conversation('k-o1') }, { offers: [], conversations: [blue, green, conversation('k-o1')] }],
  ['sync, answered', { is: 'synced', conversation: 'groen', messages: [message(1), message(2)] }, { conversations: [blue, { ...green, messages: [message(1), message(2)], last_seq: 2 }] }],
  [
    'say, answered',
    { is: 'said', words: { conversation: 'groen', client_id: 'c1', text: 'woord 1' }, seq: 1, at: message(1).at },
    { conversations: [blue, { ...green, messages: [message(1, 'volunteer')], last_seq: 1 }] },
  ],
  [
    'register, answered',
    { is: 'registered', conversation: 'blauw', fields: { type: null, age: 'unknown' }, missing: ['type'] },
    { conversations: [{ ...blue, registration: { age: 'unknown' }, missing: ['type'] }, green] },
  ],
]

function said(id: string, seq: number): Happening {
  return { is: 'message', conversation: id, message: message(seq) }
}

describe('a snapshot followed by an event is a fresh snapshot', () => {
  test.each(events)('%s', (_, event, change) => {
    expect(serverHalf(after(deskWith(before), event))).toEqual(serverHalf(deskWith({ ...before, ...change })))
  })

  test('and a snapshot replaces all that was the server’s', () => {
    const later = snapshot({ conversations: [green], offers: [] })
    expect(serverHalf(after(deskWith(before), { is: 'snapshot', snapshot: later }))).toEqual(serverHalf(deskWith(later)))
  })

  test('whatever the order in which messages arrive, and however often', () => {
    const desk = after(deskWith({ conversations: [green] }), said('groen', 3), said('groen', 1), said('groen', 3), said('groen', 2))
    expect(desk.conversations[0]?.messages.map((one) => one.seq)).toEqual([1, 2, 3])
    expect(desk.conversations[0]?.last_seq).toBe(3)
  })
})

describe('what is told once', () => {
  test.each(['lapsed', 'withdrawn', 'left'])('an offer that is %s', (reason) => {
    expect(after(deskWith(before), { is: 'offer_gone', offer: 'o1', reason }).notices).toEqual([{ kind: reason }])
  })

  test('nothing when another window accepted', () => {
    expect(after(deskWith(before), { is: 'offer_gone', offer: 'o1', reason: 'accepted' }).notices).toEqual([])
  })

  test('a lapse once, though two events say it', () => {
    const desk = after(deskWith(before), { is: 'offer_gone', offer: 'o1', reason: 'lapsed' }, { is: 'me', me: { status: 'away', why: 'lapsed' } })
    expect(desk.notices).toEqual([{ kind: 'lapsed' }])
    expect(after(desk, { is: 'notice_read', kind: 'lapsed' }).notices).toEqual([])
  })

  test('catching one’s breath, where its page is not in view yet, and once', () => {
    const rests: Happening = { is: 'me', me: { ...nora, status: 'break', why: 'recover' } }
    expect(after(deskWith(before), rests).notices).toEqual([{ kind: 'recover' }])
    expect(after(deskWith({ conversations: [blue] }), rests, { is: 'conversation', change: { id: 'blauw', state: 'closed' } }).notices).toEqual([])
    expect(after(deskWith(before), rests, { is: 'me', me: nora }).notices).toEqual([])
    expect(after(deskWith({ me: { ...nora, why: 'recover' }, conversations: [blue] }), rests).notices).toEqual([])
    expect(after(deskWith(), rests).notices).toEqual([])
  })

  test.each(['handed_over', 'taken_over', 'lost'])('that it is %s no longer, once the child is back here', (why) => {
    const desk = after(deskWith(before), { is: 'conversation', change: { id: 'blauw', state: 'closed', why } })
    expect(desk.notices.map(({ kind }) => kind)).toEqual([why])
    expect(after(desk, { is: 'conversation', change: conversation('rood') }).notices).toHaveLength(1)
    expect(after(desk, { is: 'conversation', change: blue }).notices).toEqual([])
    expect(after(desk, { is: 'snapshot', snapshot: snapshot(before) }).notices).toEqual([])
  })

  test.each(['lapsed', 'withdrawn', 'left'])('an offer that is %s no longer, once the next is taken', (reason) => {
    const told = after(deskWith({ offers: [offer('o1'), offer('o2', 'rood')] }), { is: 'offer_gone', offer: 'o1', reason })
    expect(after(told, { is: 'accepted', offer: 'o2', conversation: conversation('rood') }).notices).toEqual([])
  })

  test('that words were never sent, also while the next is taken', () => {
    const wrote = after(deskWith({ offers: [offer('o2', 'rood')], conversations: [blue] }), { is: 'wrote', words: { conversation: 'blauw', client_id: 'c9', text: 'hoi' } })
    const told = after(wrote, { is: 'conversation', change: { id: 'blauw', state: 'closed', why: 'handed_over' } })
    expect(after(told, { is: 'accepted', offer: 'o2', conversation: conversation('rood') }).notices).toMatchObject([{ kind: 'handed_over', unsent: true }])
  })

  test('a lapse no longer, once one is available again', () => {
    const desk = after(deskWith(before), { is: 'me', me: { status: 'away', why: 'lapsed' } })
    expect(after(desk, { is: 'me', me: { status: 'break' } }).notices).toEqual([{ kind: 'lapsed' }])
    expect(after(desk, { is: 'me', me: { status: 'available' } }).notices).toEqual([])
  })

  test('a conversation that somebody else has after the connection was lost, and what did not arrive', () => {
    const words = { conversation: 'blauw', client_id: 'x', text: 'nog iets' }
    const desk = after(deskWith(before), { is: 'wrote', words }, { is: 'link', link: 'gone' }, { is: 'snapshot', snapshot: snapshot({ conversations: [green] }) })
    expect(desk.notices).toEqual([{ kind: 'lost', of: 'blauw', nickname: 'blauw', number: null, unsent: true }])
    expect(desk.outbox).toEqual([])
    expect(desk.chosen).toBe('groen')
  })
})

describe('which conversation is in view', () => {
  test('the one just accepted, and its words are seen', () => {
    const desk = after(deskWith(before), { is: 'accepted', offer: 'o1', conversation: conversation('rood', { last_seq: 4 }) })
    expect(desk.chosen).toBe('rood')
    expect(desk.seen.rood).toBe(4)
  })

  test('another one’s new words stay unseen until it is chosen', () => {
    const unread = after(deskWith(before), said('groen', 1))
    expect(unread.seen.groen).toBe(0)
    expect(after(unread, { is: 'chose', chosen: 'groen' }).seen.groen).toBe(1)
  })

  test('stays over a reconnect', () => {
    const desk = after(deskWith(before), { is: 'chose', chosen: 'groen' }, { is: 'snapshot', snapshot: snapshot(before) })
    expect(desk.chosen).toBe('groen')
  })

  test('the child’s typing ends with its words', () => {
    const desk = after(deskWith(before), { is: 'typing', conversation: 'blauw', until: 9 })
    expect(desk.typing.blauw).toBe(9)
    expect(after(desk, said('blauw', 2)).typing).toEqual({})
  })
})

test('logging out leaves nothing', () => {
  const desk = after(deskWith(before), { is: 'logged_out' })
  expect(serverHalf(desk)).toEqual({ me: null, offers: [], conversations: [], queue: null, notice: null, alarms: [], askedAlong: [], agreements: [] })
  expect(desk.link).toBe('signed_out')
})
