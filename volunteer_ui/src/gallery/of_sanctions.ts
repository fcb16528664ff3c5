import type { Happening } from '../desk/reducer.ts'
import type { Reach } from '../desk/sanctions/reach.ts'
import type { Event } from '../desk/sanctions/reducer.ts'
import type { Sanction } from '../desk/sanctions/wire.ts'
import type { Answer, Conversation, Me, Snapshot } from '../desk/wire.ts'
import type { Cast } from './of_danger.ts'
import type { DeskRecording } from './recording.ts'

const prank: Sanction = {
  sanction: 's1',
  kind: 'time_out',
  scope: 'device',
  by: 'Nora',
  mine: false,
  reason: 'prank',
  note: null,
  since: '2026-03-06T19:05:00Z',
  until: '2026-03-06T19:20:00Z',
  asked_until: '2026-03-06T19:20:00Z',
  refused: 3,
  pending: false,
  holds: true,
  way_back: 'open',
  advised: 'looks_like_prank',
  conversation: 'k9',
}
const asked: Sanction = { ...prank, sanction: 's2', by: 'Sam', reason: 'sexual', since: '2026-03-06T18:50:00Z', until: '2026-03-06T19:50:00Z', asked_until: '2026-03-07T18:50:00Z', refused: 0, pending: true, advised: 'nothing' }
const over: Sanction = { ...prank, sanction: 's3', by: 'Sam', reason: 'other', note: 'Stuurde steeds hetzelfde plaatje en gaf geen antwoord op vragen.', since: '2026-03-06T17:00:00Z', until: '2026-03-06T17:15:00Z', holds: false, refused: 1, way_back: 'used', advised: 'look' }
const blocked: Sanction = { ...prank, sanction: 's4', kind: 'block', by: 'Kim', reason: 'abusive', since: '2026-03-04T20:00:00Z', until: '2026-03-11T20:00:00Z', asked_until: '2026-03-11T20:00:00Z', refused: 14, advised: null }
const due: Sanction = { ...blocked, sanction: 's5', by: null, reason: 'sexual', since: '2026-02-20T20:00:00Z', until: '2026-03-22T20:00:00Z', asked_until: '2026-03-22T20:00:00Z', refused: 0, way_back: 'used' }
const network: Sanction = { ...blocked, sanction: 's6', scope: 'network', by: 'Kim', since: '2026-03-06T19:08:00Z', until: '2026-03-06T19:08:00Z', asked_until: '2026-03-07T07:08:00Z', pending: true, holds: false, refused: 0 }
const third: Sanction = { ...prank, sanction: 's7', refused: 0, since: '2026-03-06T19:01:00Z', until: '2026-03-07T19:01:00Z', suggests_block: true }
const mine = (one: Sanction): Sanction => ({ ...one, by: 'Nora', mine: true })

const reach = (change: Partial<Reach> = {}): Answer => ({
  ok: true,
  device: { contacts: '5-19', counselling: '1-4' },
  network: { other_devices: '20+', live: '1-4', waiting: '0' },
  number: { contacts: '0', counselling: '0' },
  scopes: { device: 'ok', network: 'ok', number: 'no_pseudonym' },
  runs: { device: true, network: true, number: false },
  ...change,
})

const all: Event = { is: 'heard', all: [network, prank, third, asked, over, blocked, due] }
const waiting = (events: readonly Event[]): readonly string[] =>
  events.flatMap((it) => (it.is === 'heard' ? it.all.filter((one) => one.pending && !one.mine).map((one) => one.sanction) : []))
const heard = (snapshot: Snapshot): Happening => ({ is: 'snapshot', snapshot })

/** Every state of time-outs and blocks at the desk. */
export function ofSanctions({ nora, lou, blue, queue }: Cast): readonly DeskRecording[] {
  const desk = (change: Partial<Conversation> = {}, me: Me = nora): Snapshot => ({ me, offers: [], conversations: [{ ...blue, ...change }] })
  const list = (name: string, sanctions: readonly Event[], me: Me = lou, touches: DeskRecording['touches'] = []): DeskRecording => ({
    name: `sanctions${name}`,
    screen: 'sanctions',
    sanctions,
    touches,
    happened: [heard({ me, offers: [], conversations: [], ...(me === lou ? { queue, agreements: waiting(sanctions) } : {}) }), { is: 'chose', chosen: 'sanctions' }],
  })
  const ask = (name: string, change: Partial<DeskRecording> = {}): DeskRecording => ({ name: `time-out${name}`, screen: 'talking', ask: 'time_out', happened: [heard(desk())], ...change })
  const gave = (pending: boolean): Event => ({ is: 'gave', conversation: 'k1', given: { sanction: 's1', until: pending ? '2026-03-06T20:12:00Z' : '2026-03-06T19:27:00Z', pending } })
  const stopped: Partial<Conversation> = { state: 'wrap_up', ended_by: 'time_out' }
  const block = (name: string, reach: Answer, change: Partial<DeskRecording> = {}): DeskRecording => ({
    name: `block${name}`,
    screen: 'queue',
    ask: 'block',
    of: 'k1',
    answers: { block_preview: reach, ...change.answers },
    happened: change.happened ?? [heard({ me: lou, offers: [], conversations: [], queue })],
    ...(change.touches ? { touches: change.touches } : {}),
  })
  const give = [{ write: '.dialog [name=reason]', text: 'prank' }, { press: '.dialog [type=submit]' }]
  const until = '2026-03-07T19:12:00Z'
  const longest = '[name=minutes][value="1440"]'
  return [
    { name: 'back-after-time-out', screen: 'talking', happened: [heard(desk({ way_back: true }))] },
    { name: 'back-after-block', screen: 'talking', happened: [heard({ ...desk({ way_back: true }, lou), queue })] },
    { name: 'ended-by-block', screen: 'wrap_up', happened: [heard(desk({ state: 'wrap_up', ended_by: 'block' }))] },
    ask(''),
    ask('-suggested', { answers: { history: { ok: true, contacts: [], sanctions: [], suggested_minutes: 60 } } }),
    ask('-long', { touches: [{ press: longest }] }),
    ask('-coached', { happened: [heard(desk({}, { ...nora, level: 'coached', chats: 1 }))] }),
    ask('-coordinator', { happened: [heard({ ...desk({}, lou), queue })], touches: [{ press: longest }] }),
    ask('-other', { touches: [{ press: '.reasons button:last-of-type' }] }),
    ask('-other-missing', { touches: [{ press: '.reasons button:last-of-type' }, { press: '.dialog .deeds .strong' }] }),
    ask('-refused', { answers: { time_out: { error: { code: 'no_pseudonym' } } }, touches: [{ press: '.reasons button' }] }),
    ask('-in-danger', { happened: [heard(desk({ alarm: { taken_by: 'Lou' } }))], touches: [{ press: '.reasons button' }] }),
    ask('-in-wrap-up', { screen: 'wrap_up', happened: [heard(desk({ state: 'wrap_up', ended_by: 'child' }))] }),
    {
      name: 'time-out-given',
      screen: 'wrap_up',
      happened: [heard(desk()), { is: 'conversation', change: { id: 'k1', ...stopped } }],
      fresh: desk(stopped),
      sanctions: [gave(false)],
    },
    { name: 'time-out-given-pending', screen: 'wrap_up', happened: [heard(desk(stopped))], sanctions: [gave(true)] },
    { name: 'time-out-undoing', screen: 'wrap_up', happened: [heard(desk(stopped))], sanctions: [gave(false)], touches: [{ press: '.given button' }] },
    { name: 'conversation-more', screen: 'talking', happened: [heard(desk())], touches: [{ key: 'ArrowDown', on: '.deeds [aria-haspopup=menu]' }] },
    block('', reach()),
    block('-network', reach(), { touches: [{ press: '[name=scope][value=network]' }] }),
    block('-long', reach(), { touches: [{ write: '[name=hours]', text: '168' }] }),
    block('-school', reach({ scopes: { device: 'ok', network: 'spared', number: 'no_pseudonym' } })),
    block('-nothing-to-recognise', reach({ scopes: { device: 'no_pseudonym', network: 'no_pseudonym', number: 'no_pseudonym' } })),
    block('-forgotten', { error: { code: 'not_yours' } }),
    block('-without-reason', reach(), { touches: give.slice(1) }),
    block('-nothing-runs', reach({ network: { other_devices: '0', live: '0', waiting: '0' }, runs: { device: false, network: false, number: false } })),
    block('-other', reach(), { touches: [{ write: '.dialog [name=reason]', text: 'other' }] }),
    block('-in-danger', reach(), {
      happened: [heard({ me: lou, offers: [], conversations: [], queue, alarms: [{ conversation: 'k1', volunteer: 'Nora', raised_at: '2026-03-06T19:10:00Z', taken_by: 'Lou' }] })],
      touches: give,
    }),
    block('-given', reach(), { answers: { block: { ok: true, until } }, touches: give }),
    block('-waits', reach(), { answers: { block: { ok: true, until, pending: 's9' } }, touches: give }),
    {
      name: 'coordinator-agreement',
      screen: 'queue',
      happened: [heard({ me: lou, offers: [], conversations: [], queue }), { is: 'agreements', sanctions: ['s2'] }],
      fresh: { me: lou, offers: [], conversations: [], queue, agreements: ['s2'] },
    },
    list('', [all]),
    list('-over', [all], lou, [{ press: '.list summary' }]),
    list('-coming', []),
    list('-none', [{ is: 'heard', all: [] }]),
    list('-unread', [{ is: 'unread', code: 'no_link' }]),
    list('-asked-by-me', [{ is: 'heard', all: [{ ...network, by: 'Lou', mine: true }] }]),
    list('-renewing', [{ is: 'heard', all: [due] }], lou, [{ press: 'article .deeds .button:last-of-type' }]),
    list('-undoing', [all], lou, [{ press: 'article .deeds .strong + .button' }]),
    list('-of-mine', [{ is: 'heard', all: [mine(prank), mine(asked), mine(over)] }], nora),
    list('-of-mine-none', [{ is: 'heard', all: [] }], nora),
  ]
}
