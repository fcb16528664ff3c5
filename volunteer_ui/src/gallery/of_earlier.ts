import type { Happening } from '../desk/reducer.ts'
import type { Advice, Conversation, Earlier, History, Message, Snapshot } from '../desk/wire.ts'
import type { Cast } from './of_danger.ts'
import type { DeskRecording } from './recording.ts'

const contact = (day: string, length: string, type: string | null, ...marks: readonly string[]): Earlier => ({ day, channel: 'chat', length, type, marks })
const some: History = {
  contacts: [contact('2026-03-06', 'under_10s', 'hang_up'), contact('2026-03-05', 'under_1m', 'prank', 'prank'), contact('2026-03-02', 'longer', 'counselling')],
  sanctions: [{ day: '2026-03-05', kind: 'time_out', reason: 'prank' }],
  suggested_minutes: 60,
}
const often: History = {
  contacts: Array.from({ length: 30 }, (_, place) => contact(`2026-03-0${6 - (place % 6)}`, place % 3 === 0 ? 'under_10s' : 'under_5m', place % 2 === 0 ? 'prank' : 'testing', ...(place % 2 === 0 ? ['prank'] : []))),
  sanctions: ['2026-03-06', '2026-03-05', '2026-03-01'].map((day) => ({ day, kind: 'time_out', reason: 'prank' })),
  suggested_minutes: 1440,
  suggests_block: true,
}
const none: History = { contacts: [], sanctions: [], suggested_minutes: 15 }

const prank: Advice = {
  suggest: 'looks_like_prank',
  reasons: [{ code: 'marked_today', count: 2 }, { code: 'like_marked' }],
  against: [{ code: 'somebody_else' }, { code: 'copied_words' }, { code: 'may_be_testing' }],
}
const look: Advice = { suggest: 'look', reasons: [{ code: 'repeated', count: 4 }], against: [{ code: 'haste' }, { code: 'may_be_testing' }] }

const said = (seq: number, sender: 'child' | 'volunteer', text: string): Message => ({ seq, client_id: `${sender}-${seq}`, sender, text, at: `2026-03-06T19:0${seq}:00Z` })
const pizza: readonly Message[] = [
  said(1, 'child', 'twee pizza margherita met extra kaas'),
  said(2, 'volunteer', 'Hoi, je praat met Nora. Waar wil je over praten?'),
  said(3, 'child', 'en snel graag ja'),
]

/** What came before, and what is advised. */
export function ofEarlier({ nora, lou, blue, queue }: Cast): readonly DeskRecording[] {
  const talk: Conversation = { ...blue, nickname: null, topic_chosen: null, messages: pizza, last_seq: 3, phase: 1, registration: {}, missing: ['type'] }
  const desk = (change: Partial<Conversation> = {}): Snapshot => ({ me: nora, offers: [], conversations: [{ ...talk, ...change }] })
  const heard = (snapshot: Snapshot): Happening => ({ is: 'snapshot', snapshot })
  const earlier = (name: string, history: DeskRecording['earlier']): DeskRecording => ({ name: `earlier${name}`, screen: 'talking', ...(history ? { earlier: history } : {}), happened: [heard(desk())] })
  return [
    earlier('', some),
    { ...earlier('-one-by-one', some), touches: [{ press: '.earlier summary' }] },
    earlier('-none', none),
    earlier('-coming', 'coming'),
    earlier('-missing', 'missing'),
    { ...earlier('-often', often), happened: [heard({ ...desk(), me: lou, queue })], touches: [{ press: '.earlier summary' }] },
    {
      name: 'advice-prank',
      screen: 'talking',
      happened: [heard(desk()), { is: 'conversation', change: { id: 'k1', advice: prank } }],
      fresh: desk({ advice: prank }),
    },
    { name: 'advice-look', screen: 'talking', happened: [heard(desk({ advice: look }))] },
    {
      name: 'advice-put-away',
      screen: 'talking',
      happened: [heard(desk({ advice: look })), { is: 'conversation', change: { id: 'k1', advice: null } }],
      fresh: desk({ advice: null }),
    },
  ]
}
