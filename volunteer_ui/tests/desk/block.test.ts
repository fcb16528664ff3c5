// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import Block from '../../src/desk/sanctions/Block.svelte'
import type { Reach } from '../../src/desk/sanctions/reach'
import Renew from '../../src/desk/sanctions/Renew.svelte'
import type { Sanction } from '../../src/desk/sanctions/wire'
import { speak } from '../../src/shared/language.svelte'
import { keptByPage } from '../../src/shared/storage'
import { alarm, nora, snapshot } from './house'
import { desk, settled } from './line'

const reach: Reach = {
  device: { contacts: '5-19', counselling: '0' },
  network: { other_devices: '0', live: '0', waiting: '1-4' },
  number: { contacts: '0', counselling: '0' },
  scopes: { device: 'ok', network: 'ok', number: 'no_pseudonym' },
  runs: { device: false, network: true, number: false },
}
const network = 'heel dit netwerk'
const endAll = { name: 'Stop ook elk gesprek dat nu loopt of wacht' }

beforeEach(() => speak('nl', keptByPage()))
afterEach(cleanup)

/** The dialog about `k7`, with what it would hit. */
async function asked(change: Partial<Reach> = {}, alarms: readonly ReturnType<typeof alarm>[] = []) {
  const line = desk()
  line.hear('snapshot', snapshot({ me: { ...nora, role: 'coordinator' }, alarms }))
  render(Block, { table: line.table, conversation: 'k7', close: vi.fn() })
  await settled()
  await line.of('block_preview')[0]!.answer({ ok: true, ...reach, ...change })
  return line
}
const choose = (name: string, value: string) => fireEvent.change(screen.getByRole('combobox', { name: new RegExp(`^${name}`) }), { target: { value } })
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

describe('a block', () => {
  test('shows whom it hits before it is given, and asks for a reason', async () => {
    const { of } = await asked()
    expect(screen.getByText('Van dit toestel: 5 tot 19 contacten in twee weken, waarvan geen hulpgesprekken.')).toBeTruthy()
    await fireEvent.click(screen.getByRole('radio', { name: network }))
    await press('Blokkeren')
    expect(screen.getByRole('alert').textContent).toBe('Kies waarom.')
    expect(of('block')).toEqual([])
    await choose('Waarom', 'abusive')
    await press('Blokkeren')
    expect(of('block')[0]?.data).toEqual({ conversation: 'k7', scope: 'network', hours: 1, reason: 'abusive', end: false })
    await of('block')[0]!.answer({ ok: true, sanction: 's', until: '2026-03-06T19:12:00Z', pending: 's' })
    await of('sanctions')[0]!.answer({ ok: true, sanctions: [] })
    expect(screen.getByText(/Er geldt nog niets\./)).toBeTruthy()
  })

  test('offers to stop what runs only where something runs', async () => {
    const { of } = await asked()
    expect(screen.queryByRole('checkbox')).toBeNull()
    await fireEvent.click(screen.getByRole('radio', { name: network }))
    await fireEvent.click(screen.getByRole('checkbox', endAll))
    await fireEvent.click(screen.getByRole('radio', { name: 'dit toestel' }))
    await choose('Waarom', 'prank')
    await press('Blokkeren')
    expect(of('block')[0]?.data).toMatchObject({ scope: 'device', end: false })
  })

  test('stops what runs when that is asked for', async () => {
    const { of } = await asked({ runs: { device: true, network: true, number: false } })
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Stop ook het gesprek dat nu loopt' }))
    await choose('Waarom', 'prank')
    await press('Blokkeren')
    expect(of('block')[0]?.data).toMatchObject({ end: true })
  })

  test('takes a note with another reason alone', async () => {
    const { of } = await asked()
    expect(screen.queryByRole('textbox')).toBeNull()
    await choose('Waarom', 'other')
    await press('Blokkeren')
    expect(of('block')).toEqual([])
    await fireEvent.input(screen.getByRole('textbox'), { target: { value: ' belt steeds op ' } })
    await choose('Waarom', 'prank')
    expect(screen.queryByRole('textbox')).toBeNull()
    await press('Blokkeren')
    expect(of('block')[0]?.data).not.toHaveProperty('note')
    await of('block')[0]!.answer({ error: { code: 'try_again' } })
    await choose('Waarom', 'other')
    await press('Blokkeren')
    expect(of('block')[1]?.data).toMatchObject({ reason: 'other', note: 'belt steeds op' })
  })

  test('asks once more while there is an alarm', async () => {
    const { of } = await asked({}, [alarm('k7', 'Lou')])
    await choose('Waarom', 'prank')
    await press('Blokkeren')
    expect(of('block')).toEqual([])
    expect(document.activeElement?.textContent).toBe('Niet blokkeren')
    await press('Toch blokkeren')
    expect(of('block')).toHaveLength(1)
  })

  test('is not asked about twice for the alarm of somebody else', async () => {
    const { of } = await asked({}, [alarm('k8', 'Lou')])
    await choose('Waarom', 'prank')
    await press('Blokkeren')
    expect(of('block')).toHaveLength(1)
  })
})

describe('a renewal', () => {
  const block = { sanction: 's1', kind: 'block', scope: 'device', reason: 'abusive', note: null } as Sanction

  test('is offered for something else only where words say what', () => {
    const { table } = desk()
    render(Renew, { table, it: block, close: vi.fn() })
    expect(screen.queryByRole('option', { name: 'iets anders' })).toBeNull()
    cleanup()
    render(Renew, { table, it: { ...block, note: 'belt steeds op' }, close: vi.fn() })
    expect(screen.getByRole('option', { name: 'iets anders' })).toBeTruthy()
  })

  test('asks why where the words of something else are forgotten', async () => {
    const { table, of } = desk()
    render(Renew, { table, it: { ...block, reason: 'other' }, close: vi.fn() })
    await press('Verlengen')
    expect(screen.getByRole('alert').textContent).toBe('Kies waarom.')
    expect(of('renew')).toEqual([])
  })
})
