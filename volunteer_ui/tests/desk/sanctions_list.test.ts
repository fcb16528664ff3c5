// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte'
import { tick } from 'svelte'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import List from '../../src/desk/sanctions/List.svelte'
import type { Sanction } from '../../src/desk/sanctions/wire'
import { speak } from '../../src/shared/language.svelte'
import { keptByPage } from '../../src/shared/storage'
import { snapshot } from './house'
import { desk } from './line'

const now = Date.parse('2026-03-06T19:12:00Z')
const asked: Sanction = {
  sanction: 's1', kind: 'time_out', scope: 'device', by: 'Nora', mine: true, reason: 'prank', note: null, since: '2026-03-06T19:05:00Z',
  until: '2026-03-06T20:05:00Z', asked_until: '2026-03-07T19:05:00Z', refused: 0, pending: true, holds: true, way_back: 'open', advised: null, conversation: 'blauw',
}
const over: Sanction = { ...asked, sanction: 's2', pending: false, holds: false, until: '2026-03-06T19:10:00Z' }

describe('the list of time-outs', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'], now })
    speak('nl', keptByPage())
  })
  afterEach(() => {
    vi.useRealTimers()
    cleanup()
  })

  test('keeps what is being written when somebody agrees meanwhile', async () => {
    const { table, hear } = desk()
    hear('snapshot', snapshot())
    table.sanctions.tell({ is: 'heard', all: [asked] })
    render(List, { table })
    await fireEvent.click(screen.getByRole('button', { name: 'Ongedaan maken' }))
    await fireEvent.input(screen.getByRole('textbox'), { target: { value: 'ik vergiste me' } })
    table.sanctions.tell({ is: 'heard', all: [{ ...asked, pending: false, until: asked.asked_until }] })
    await tick()
    expect(screen.queryByRole('heading', { name: 'Wacht op akkoord' })).toBeNull()
    expect(screen.getByRole<HTMLInputElement>('textbox').value).toBe('ik vergiste me')
  })

  test('begins without the words that were put away before', async () => {
    const { table, hear } = desk()
    hear('snapshot', snapshot())
    table.sanctions.tell({ is: 'heard', all: [asked] })
    render(List, { table })
    await fireEvent.click(screen.getByRole('button', { name: 'Ongedaan maken' }))
    await fireEvent.input(screen.getByRole('textbox'), { target: { value: 'toch niet' } })
    await fireEvent.click(screen.getByRole('button', { name: 'Terug' }))
    await fireEvent.click(screen.getByRole('button', { name: 'Ongedaan maken' }))
    expect(screen.getByRole<HTMLInputElement>('textbox').value).toBe('')
  })

  test('folds what was over today', () => {
    const { table, hear } = desk()
    hear('snapshot', snapshot())
    table.sanctions.tell({ is: 'heard', all: [asked, over] })
    render(List, { table })
    expect(screen.getByText('Vandaag voorbij: 1').closest('details')?.open).toBe(false)
  })
})
