// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { press } from '../../src/desk/acts'
import Beside from '../../src/desk/views/Beside.svelte'
import { speak } from '../../src/shared/language.svelte'
import { keptByPage } from '../../src/shared/storage'
import { conversation, snapshot } from './house'
import { desk, settled } from './line'

beforeEach(() => speak('nl', keptByPage()))
afterEach(cleanup)

/** The part beside a conversation, with this tab in front. */
async function beside(pane: 'form' | 'knowledge' | 'earlier', change: Parameters<typeof conversation>[1] = {}) {
  const line = desk()
  line.hear('snapshot', snapshot({ conversations: [conversation('blauw', change)] }))
  line.table.pane = pane
  render(Beside, { table: line.table, it: line.table.conversation })
  await settled()
  return line
}

describe.each(['form', 'knowledge', 'earlier'] as const)('beside %s', (pane) => {
  test('a conversation is rounded off with a button and with a key', async () => {
    const { table } = await beside(pane)
    await fireEvent.click(screen.getByRole('button', { name: /Gesprek afronden/ }))
    expect(table.dialog).toEqual({ ask: 'end', of: 'blauw' })
    table.dialog = null
    press(table, new KeyboardEvent('keydown', { key: 'k' }))
    expect(table.dialog).toEqual({ ask: 'end', of: 'blauw' })
  })

  test('a registration is closed, and what is missing comes to the front', async () => {
    const { table, of } = await beside(pane, { state: 'wrap_up' })
    await fireEvent.click(screen.getByRole('button', { name: 'Registratie sluiten' }))
    expect(of('finish').map(({ data }) => data)).toEqual([{ conversation: 'blauw' }])
    await of('finish')[0]!.answer({ error: { code: 'incomplete', missing: ['type'] } })
    expect(table.pane).toBe('form')
  })
})
