// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte'
import { afterEach, beforeEach, expect, test } from 'vitest'
import Write from '../../src/desk/views/Write.svelte'
import { speak } from '../../src/shared/language.svelte'
import { keptByPage } from '../../src/shared/storage'
import { longest } from '../../src/shared/text'
import { conversation, snapshot } from './house'
import { desk, settled } from './line'

beforeEach(() => speak('nl', keptByPage()))
afterEach(cleanup)

/** The line of a conversation that runs. */
async function line() {
  const { hear, table, of } = desk()
  hear('snapshot', snapshot({ conversations: [conversation('blauw')] }))
  render(Write, { table, it: table.conversation! })
  await settled()
  const write = async (value: string) => fireEvent.input(screen.getByRole('textbox'), { target: { value } })
  return { write, said: () => of('say').length, send: screen.getByRole('button', { name: /Verstuur/ }) }
}

test('what would send nothing says so, and sends nothing', async () => {
  const { write, send, said } = await line()
  for (const nothing of ['', '   ', '\n\n']) {
    await write(nothing)
    expect(send.getAttribute('aria-disabled')).toBe('true')
    await fireEvent.click(send)
    expect(said()).toBe(0)
  }
})

test('words can be sent, and once they are there is nothing to send any more', async () => {
  const { write, send, said } = await line()
  await write('dag')
  expect(send.getAttribute('aria-disabled')).toBe('false')
  await fireEvent.click(send)
  expect(said()).toBe(1)
  expect(send.getAttribute('aria-disabled')).toBe('true')
})

test('what is too long says so once, and cannot be sent', async () => {
  const { write, send } = await line()
  await write('a'.repeat(longest + 3))
  expect(screen.getAllByRole('alert')).toHaveLength(1)
  expect(send.getAttribute('aria-disabled')).toBe('true')
  await write('a')
  expect(screen.queryAllByRole('alert')).toHaveLength(0)
})
