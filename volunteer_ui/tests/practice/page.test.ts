// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte'
import { afterEach, expect, test, vi } from 'vitest'
import Page from '../../src/practice/Page.svelte'
import { createStore } from '../../src/practice/store.svelte'
import type { Call } from '../../src/practice/wire'

const silence: Call = { state: 'idle', hears: [], music: false, voices: [] }

afterEach(cleanup)

function shown() {
  const store = createStore()
  const deeds = { dial: vi.fn(), press: vi.fn(), say: vi.fn(async () => true), hangUp: vi.fn() }
  const voice = { say: vi.fn(), hush: vi.fn() }
  store.dispatch({ is: 'snapshot', snapshot: { call: silence, messages: [], last_seq: 0 } })
  render(Page, { store, deeds, voice, name: 'Hulplijn' })
  return { deeds, voice, call: (changes: Partial<Call>) => store.dispatch({ is: 'call', call: { ...silence, ...changes } }) }
}
const button = (name: string): HTMLElement => screen.getByRole('button', { name })

test('a withheld number is rung with as none', async () => {
  const { deeds } = shown()
  await fireEvent.click(button('Verborgen nummer'))
  await fireEvent.click(button('Bellen'))
  expect(deeds.dial).toHaveBeenCalledWith(null)
})

test('the keyboard presses the keys of the telephone, but not while one writes', async () => {
  const { deeds, call } = shown()
  call({ state: 'talks', voices: ['Nora'] })
  await screen.findByText('Je praat met Nora.')
  await fireEvent.keyDown(document.body, { key: '7' })
  await fireEvent.keyDown(screen.getByLabelText('Typ wat je zegt'), { key: '8' })
  expect(deeds.press.mock.calls).toEqual([['7']])
})

test('what is heard is read aloud only when one asked for it', async () => {
  const { voice, call } = shown()
  call({ state: 'waits', hears: [{ nl: 'Fijn dat je belt.', en: 'Good that you ring.' }] })
  await screen.findByText('Fijn dat je belt.')
  expect(voice.say).not.toHaveBeenCalled()
  await fireEvent.click(button('Voorlezen aanzetten'))
  call({ state: 'waits', hears: [{ nl: 'Je bent bijna aan de beurt.', en: 'It is nearly your turn.' }] })
  await screen.findByText('Je bent bijna aan de beurt.')
  expect(voice.say.mock.calls).toEqual([['Je bent bijna aan de beurt.', 'nl']])
})

test('what was said stays in its line until it was heard', async () => {
  const { deeds, call } = shown()
  call({ state: 'talks', voices: ['Nora'] })
  const line = (await screen.findByLabelText('Typ wat je zegt')) as HTMLInputElement
  deeds.say.mockResolvedValueOnce(false)
  await fireEvent.input(line, { target: { value: 'hallo' } })
  await fireEvent.click(button('Zeg het'))
  expect(line.value).toBe('hallo')
})

test('half-typed words outlast a moment on hold, and go with the call', async () => {
  const { call } = shown()
  const line = async (): Promise<HTMLInputElement> => (await screen.findByLabelText('Typ wat je zegt')) as HTMLInputElement
  call({ state: 'talks', voices: ['Nora'] })
  await fireEvent.input(await line(), { target: { value: 'ik wil' } })
  call({ state: 'on_hold' })
  await screen.findByText('Je staat in de wacht.')
  call({ state: 'talks', voices: ['Nora'] })
  expect((await line()).value).toBe('ik wil')
  call({ state: 'over' })
  await screen.findByText('Het telefoongesprek is voorbij.')
  call({ state: 'talks', voices: ['Nora'] })
  expect((await line()).value).toBe('')
})

test('the keyboard stays in the page when the button that was pressed is gone', async () => {
  const { call } = shown()
  call({ state: 'waits' })
  const hangUp = await screen.findByRole('button', { name: 'Ophangen' })
  hangUp.focus()
  call({ state: 'over' })
  await screen.findByText('Het telefoongesprek is voorbij.')
  expect(document.activeElement).toBe(screen.getByRole('main'))
})
