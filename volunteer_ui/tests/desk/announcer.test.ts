// @vitest-environment jsdom
import { cleanup, render } from '@testing-library/svelte'
import { afterEach, expect, test } from 'vitest'
import type { Desk } from '../../src/desk/reducer'
import Announcer from '../../src/desk/views/Announcer.svelte'
import { after, conversation, deskWith, message } from './house'

afterEach(cleanup)

const said = (container: HTMLElement): string => container.querySelector('[aria-live=polite]')?.textContent ?? ''
const later = { ...message(2), at: '2026-03-01T20:01:00Z', text: 'ik word gepest' }

function read(): { desk: Desk; container: HTMLElement; rerender: (props: { desk: Desk }) => Promise<void> } {
  const quiet = deskWith({ conversations: [conversation('blauw'), conversation('rood', { messages: [message(1)], last_seq: 1 })] })
  const { container, rerender } = render(Announcer, { desk: quiet })
  return { desk: after(quiet, { is: 'message', conversation: 'blauw', message: later }), container, rerender }
}

test('the newest words of a child are read out once', async () => {
  const { desk, container, rerender } = read()
  expect(said(container)).toBe('')
  await rerender({ desk })
  expect(said(container)).toBe('blauw: ik word gepest')
})

test('no word of a child stays in the page when its conversation is closed, and no older one is read again', async () => {
  const { desk, container, rerender } = read()
  await rerender({ desk })
  await rerender({ desk: after(desk, { is: 'conversation', change: { id: 'blauw', state: 'closed' } }) })
  expect(said(container)).toBe('')
})
