import type { Call, Message, Said, Snapshot } from './wire.ts'

/** What was heard or said, in its order. */
export type Line = { readonly is: 'recording'; readonly said: readonly Said[] } | { readonly is: 'words'; readonly message: Message; readonly who: string | null }

export interface State {
  readonly link: 'starting' | 'here' | 'gone'
  readonly call: Call
  readonly lines: readonly Line[]
  /** Why it could not be done: the code of the server, or `lost` where no answer came. */
  readonly trouble: string | null
  /** The keys that were pressed in this call. */
  readonly pressed: string
}

export type Event =
  | { readonly is: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly is: 'call'; readonly call: Call }
  | { readonly is: 'message'; readonly message: Message }
  | { readonly is: 'dialled' }
  | { readonly is: 'pressed'; readonly key: string }
  | { readonly is: 'trouble'; readonly code: string }
  | { readonly is: 'gone' }

const silence: Call = { state: 'idle', hears: [], music: false, voices: [] }
const over: Call = { ...silence, state: 'over' }

export const initial: State = { link: 'starting', call: silence, lines: [], trouble: null, pressed: '' }

export const isInCall = ({ call }: State): boolean => call.state !== 'idle' && call.state !== 'over'

export function reduce(state: State, event: Event): State {
  switch (event.is) {
    case 'snapshot':
      // A telephone that was away has no call any more: the server hung up for it.
      return { ...state, link: 'here', call: isInCall(state) ? over : event.snapshot.call.state === 'idle' && state.call.state === 'over' ? over : event.snapshot.call }
    case 'call':
      return { ...state, call: event.call, lines: withRecordings(state, event.call) }
    case 'message':
      return { ...state, lines: [...state.lines, { is: 'words', message: event.message, who: event.message.sender === 'volunteer' ? (state.call.voices[0] ?? null) : null }] }
    case 'dialled':
      return { ...state, lines: [], trouble: null, pressed: '' }
    case 'pressed':
      return { ...state, pressed: state.pressed + event.key, trouble: null }
    case 'trouble':
      return { ...state, trouble: event.code }
    case 'gone':
      return { ...state, link: 'gone', call: isInCall(state) ? over : state.call }
  }
}

function withRecordings({ call, lines }: State, { hears }: Call): readonly Line[] {
  return hears.length === 0 || JSON.stringify(hears) === JSON.stringify(call.hears) ? lines : [...lines, { is: 'recording', said: hears }]
}
