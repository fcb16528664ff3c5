import type { Recording } from '../desk/recordings/wire.ts'
import type { Happening } from '../desk/reducer.ts'
import type { Me, Queue } from '../desk/wire.ts'
import type { DeskRecording, Spoken } from './recording.ts'

const recording = (name: string, text: string, change: Partial<Recording> = {}): Recording => ({
  name,
  group: 'coming',
  language: 'nl',
  text,
  state: 'placeholder',
  seconds: 3.9,
  outdated: false,
  draft: null,
  ...change,
})
const welcome = recording('welcome', 'Fijn dat je belt. Je hoeft niet te zeggen wie je bent.')
const rest: readonly Recording[] = [
  recording('private', 'Wie met je praat, ziet je nummer niet. We nemen gesprekken nooit op. Soms luistert een begeleider mee.', { state: 'recording', seconds: 7.2 }),
  recording('calamity', 'Er is iets aan de hand. Daarom bellen er nu veel kinderen. Het kan langer duren dan anders.', { state: 'recording', seconds: 6.4, outdated: true }),
  recording('connecting', 'Je krijgt nu iemand aan de lijn.', { state: 'missing', seconds: null }),
  recording('at_1730', "om half zes 's middags.", { group: 'time', seconds: 1.9 }),
  recording('at_1800', "om zes uur 's avonds.", { group: 'time', seconds: 1.7 }),
  recording('welcome', 'Good that you ring. You need not say who you are.', { language: 'en' }),
]
const all = [welcome, ...rest]
const draft = { id: '9f86d081884c7d659a2feaa0c55ad015', seconds: 4.2, heard: false }
const drafted = [{ ...welcome, draft }, ...rest]
const listened = [{ ...welcome, draft: { ...draft, heard: true } }, ...rest]

/** Every state of the page of what the telephone says. */
export function ofRecordings({ lou, queue }: { readonly lou: Me; readonly queue: Queue }): readonly DeskRecording[] {
  const there: readonly Happening[] = [
    { is: 'snapshot', snapshot: { me: lou, offers: [], conversations: [], queue } },
    { is: 'chose', chosen: 'recordings' },
  ]
  const page = (name: string, spoken: Spoken): DeskRecording => ({ name: `recordings${name}`, screen: 'recordings', spoken, happened: there })
  return [
    page('', { all }),
    page('-times', { all, group: 'time' }),
    page('-none', { all: all.map((one) => ({ ...one, state: 'missing', seconds: null, text: one.name === 'private' ? null : one.text })) }),
    page('-trouble', { fails: true }),
    page('-sending', { all, sends: true, on: ['welcome', 'uploads'] }),
    page('-silent', { all, on: ['welcome', 'uploads'], refused: { code: 'bad_recording', why: 'silent' } }),
    page('-draft', { all: drafted }),
    page('-not-heard', { all: drafted, on: ['welcome', 'puts_live'] }),
    page('-heard', { all: listened }),
    page('-draft-gone', { all: listened, on: ['welcome', 'puts_live'], refused: { code: 'draft_gone' } }),
    page('-live', { all: [{ ...welcome, draft: { ...draft, heard: true } }, ...rest], on: ['welcome', 'puts_live'] }),
    page('-taken-away', { all, on: ['private', 'takes_away'] }),
  ]
}
