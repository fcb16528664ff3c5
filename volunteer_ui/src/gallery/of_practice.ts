import type { Event } from '../practice/reducer.ts'
import type { Call, Said } from '../practice/wire.ts'
import type { PracticeRecording } from './recording.ts'

const silence: Call = { state: 'idle', hears: [], music: false, voices: [] }
const welcome: readonly Said[] = [
  { nl: 'Fijn dat je belt. Je hoeft niet te zeggen wie je bent.', en: 'Good that you ring. You need not say who you are.' },
  { nl: 'Er is nog één kind vóór jou.', en: 'There is one child before you.' },
]
const held: readonly Said[] = [{ nl: 'We zijn er zo weer. Blijf even wachten.', en: 'We will be back soon. Please wait.' }]
const notNow: readonly Said[] = [{ nl: 'We zijn nu gesloten. Ben je nu in gevaar? Bel 112.', en: 'We are closed now. Are you in danger? Ring 112.' }]

const here: Event = { is: 'snapshot', snapshot: { call: silence, messages: [], last_seq: 0 } }
const is = (changes: Partial<Call>): Event => ({ is: 'call', call: { ...silence, ...changes } })
const says = (seq: number, sender: 'child' | 'volunteer', text: string): Event => ({
  is: 'message',
  message: { seq, client_id: `m${seq}`, sender, text, at: `2026-03-06T19:0${seq}:00Z` },
})

const waits = [here, { is: 'dialled' }, is({ state: 'waits', music: true, hears: welcome })] as const
const talks = [
  ...waits,
  is({ state: 'talks', voices: ['Nora'] }),
  says(1, 'volunteer', 'Hoi, fijn dat je belt. Waar wil je over praten?'),
  says(2, 'child', 'ik durf niet naar huis'),
  says(3, 'volunteer', 'Wat goed dat je dat vertelt.'),
] as const

export const ofPractice: readonly PracticeRecording[] = [
  { name: 'starting', events: [] },
  { name: 'idle', events: [here] },
  { name: 'withheld', events: [here], touches: [{ press: '.made-up button:last-of-type' }] },
  { name: 'no-number', events: [here, { is: 'trouble', code: 'invalid' }] },
  { name: 'rings', events: [here, { is: 'dialled' }, is({ state: 'rings' })] },
  { name: 'waits', events: waits },
  { name: 'talks', events: talks },
  { name: 'talks-with-more', events: [...talks, is({ state: 'talks', voices: ['Nora', 'Veilig Thuis'] })] },
  { name: 'alone', events: [...talks, is({ state: 'talks' })] },
  { name: 'on-hold', events: [...talks, is({ state: 'on_hold', music: true, hears: held }), { is: 'pressed', key: '2' }] },
  { name: 'leaves', events: [here, { is: 'dialled' }, is({ state: 'leaves', music: true, hears: notNow })] },
  { name: 'over', events: [...talks, is({ state: 'over' })] },
  { name: 'gone', events: [...talks, { is: 'gone' }] },
]
