// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte'
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Form } from '../../src/desk/form'
import Desk from '../../src/desk/views/Desk.svelte'
import { form, topics } from '../../src/gallery/form.json'
import { speak } from '../../src/shared/language.svelte'
import { keptByPage } from '../../src/shared/storage'
import { conversation, nora, snapshot } from './house'
import { desk, settled } from './line'

// jsdom lays nothing out.
beforeAll(() => {
  Element.prototype.scrollTo = () => undefined
  vi.stubGlobal('ResizeObserver', class { observe() {} disconnect() {} })
})
beforeEach(() => speak('nl', keptByPage()))
afterEach(cleanup)

/** Two children at one desk; blue is in view. */
async function two() {
  const line = desk()
  line.hear('snapshot', snapshot({ conversations: [conversation('blauw', { registration: { gender: 'girl' } }), conversation('groen')] }))
  line.table.form = form as unknown as Form
  line.table.topics = topics
  line.table.tell({ is: 'chose', chosen: 'blauw' })
  render(Desk, { table: line.table, me: nora })
  await settled()
  const go = async (chosen: string) => {
    line.table.tell({ is: 'chose', chosen })
    await settled()
  }
  return { ...line, go }
}
const age = (): HTMLInputElement => screen.getByRole('textbox', { name: /Leeftijd/ })
const type = (): HTMLSelectElement => document.querySelector('#field-type select')!
const topicLine = (): HTMLInputElement => document.querySelector('#field-topics input')!
const gender = (): readonly string[] =>
  [...document.querySelectorAll<HTMLInputElement>('#field-gender input')].filter((one) => one.checked).map((one) => one.value)
const more = (): HTMLDetailsElement => document.querySelector('#registration details')!

describe('two registrations beside two conversations', () => {
  test('an age that was not left yet is the age of the child whose form it stood in', async () => {
    const { table, go, of } = await two()
    age().focus()
    await fireEvent.input(age(), { target: { value: '12' } })
    await go('groen')
    expect(age().value).toBe('')
    expect(of('register').map(({ data }) => data)).toEqual([{ conversation: 'blauw', fields: { age: 12 } }])
    expect(table.desk.unsaved.every((one) => one.conversation === 'blauw')).toBe(true)
  })

  test('an answer belongs to the conversation in view, also after one went there', async () => {
    const { go, of } = await two()
    await go('groen')
    await fireEvent.change(type(), { target: { value: 'counselling' } })
    expect(of('register').map(({ data }) => data)).toEqual([{ conversation: 'groen', fields: { type: 'counselling' } }])
  })

  test('what loses the focus because one goes away is still of the old conversation', async () => {
    const { go, of } = await two()
    const field = type()
    field.focus()
    field.addEventListener('blur', () => field.dispatchEvent(new Event('change', { bubbles: true })), { once: true })
    field.value = 'prank'
    await go('groen')
    expect(of('register').map(({ data }) => data)).toEqual([{ conversation: 'blauw', fields: { type: 'prank' } }])
    expect(type().value).toBe('')
  })

  test('words whose last sign is composed while one goes away are still of the old conversation', async () => {
    const { table, go } = await two()
    const line = document.querySelector<HTMLTextAreaElement>('#write')!
    line.focus()
    line.addEventListener('blur', () => {
      line.value = 'voor blauw'
      line.dispatchEvent(new Event('input', { bubbles: true }))
    }, { once: true })
    await go('groen')
    expect([table.kept.draft('words', 'blauw'), table.kept.draft('words', 'groen')]).toEqual(['voor blauw', ''])
    expect(document.querySelector<HTMLTextAreaElement>('#write')!.value).toBe('')
  })

  test('each shows its own answers, and nothing that was typed or opened at the other', async () => {
    const { go } = await two()
    await fireEvent.input(topicLine(), { target: { value: 'ruzie' } })
    more().open = true
    expect(gender()).toEqual(['girl'])
    await go('groen')
    expect([gender(), topicLine().value, more().open]).toEqual([[], '', false])
    await fireEvent.click(document.querySelector('#field-gender input[value=boy]')!)
    await go('blauw')
    expect(gender()).toEqual(['girl'])
    await go('groen')
    expect(gender()).toEqual(['boy'])
  })
})
