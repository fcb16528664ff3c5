import type { Happening } from '../desk/reducer.ts'
import type { Me } from '../desk/wire.ts'
import type { Factor } from '../desk/factors/wire.ts'
import type { DeskRecording, Touch } from './recording.ts'

const signedOut: Happening = { is: 'link', link: 'signed_out' }
const password: readonly Touch[] = [{ write: '[name=name]', text: 'cora' }, { write: '[name=password]', text: 'x' }, { press: '[type=submit]' }]
const wrongCode: readonly Touch[] = [{ write: '[name=code]', text: '123456' }, { press: '[type=submit]' }]

const app: Factor = { factor: 'f1', kind: 'code', name: 'app', since: '2026-02-02T19:00:00Z', used_at: '2026-03-06T17:58:00Z' }
const lou = { id: 's3', alias: 'Lou', role: 'coordinator', factors: 1, mine: true } as const
const people = [{ id: 's4', alias: 'Kim', role: 'coordinator', factors: 2, mine: false }, lou, { id: 's1', alias: 'Nora', role: 'volunteer', factors: 0, mine: false }, { id: 's2', alias: 'Sam', role: 'volunteer', factors: 1, mine: false }] as const

/** The second step of a log-in, and where it is set up. */
export const ofFactors = (nora: Me, coordinator: Me, heard: (me: Me) => Happening): readonly DeskRecording[] => {
  const own = (name: string, more: Partial<DeskRecording> = {}): DeskRecording => ({ name, screen: 'available', ask: 'second_step', happened: [heard(nora)], ...more })
  return [
    { name: 'log-in-code', screen: 'log_in', happened: [signedOut], second: { ways: ['code'] }, touches: password },
    { name: 'log-in-code-wrong', screen: 'log_in', happened: [signedOut], second: { ways: ['code'] }, touches: [...password, ...wrongCode] },
    { name: 'log-in-set-up', screen: 'log_in', happened: [signedOut], second: { ways: [] }, touches: password },
    own('second-step-none'),
    own('second-step', { second: { mine: { factors: [app], required: false } } }),
    own('second-step-coordinator', { screen: 'queue', happened: [heard(coordinator)], second: { mine: { factors: [app], required: true }, people } }),
    own('second-step-password', { second: { mine: { factors: [app], required: false } }, touches: [{ press: '.dialog li .button' }] }),
    own('second-step-password-wrong', {
      second: { mine: { factors: [app], required: false }, refused: 'wrong_credentials' },
      touches: [{ press: '.dialog li .button' }, { write: '.dialog [name=password]', text: 'x' }, { press: '.dialog [type=submit]' }],
    }),
    own('second-step-set-up', { touches: [{ press: '.dialog section .button' }, { write: '.dialog [name=password]', text: 'x' }, { press: '.dialog [type=submit]' }] }),
  ]
}
