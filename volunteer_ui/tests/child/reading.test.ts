// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte'
import { tick } from 'svelte'
import { afterEach, describe, expect, test, vi } from 'vitest'
import Page from '../../src/child/Page.svelte'
import { paragraphs } from '../../src/child/paragraphs'
import type { Reader } from '../../src/child/reader'
import { initial, reduce } from '../../src/child/reducer'
import type { Deeds } from '../../src/child/session'
import { createStore } from '../../src/child/store.svelte'
import Texts from '../../src/child/Texts.svelte'
import { texts } from '../../src/gallery/texts_to_read'
import { defaults } from '../../src/shared/settings'
import { idle, waiting } from './cast'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

/** A child that chose a topic and waits. */
async function waits(read: Reader): Promise<void> {
  const store = createStore()
  store.dispatch({ type: 'snapshot', data: idle })
  store.dispatch({ type: 'entering', wish: { topic: 'home' } })
  store.dispatch({ type: 'snapshot', data: waiting })
  vi.stubGlobal('ResizeObserver', class { observe() {} disconnect() {} })
  vi.stubGlobal('matchMedia', () => ({ matches: false }))
  render(Page, { props: { store, deeds: {} as Deeds, settings: defaults, exit: () => undefined, read } })
  await new Promise((done) => setTimeout(done))
}

test('a text for children has paragraphs and lists, and nothing else', () => {
  expect(paragraphs('Een **dik** woord\nen meer.\n\n- een\n- *twee*\nEn toen.\n\n## Kop\n\n<b>x</b> 3 * 4')).toEqual([
    'Een dik woord en meer.',
    ['een', 'twee'],
    'En toen.',
    'Kop',
    '<b>x</b> 3 * 4',
  ])
  expect(paragraphs('Dit:\n- een\n- twee')).toEqual(['Dit:', ['een', 'twee']])
  expect(paragraphs(' \n\n ')).toEqual([])
})

describe('what a child may read', () => {
  const all = () => [...document.querySelectorAll('details')]
  const open = () => all().filter((one) => one.open).length
  const toggle = async (place: number) => {
    const one = all()[place]!
    one.open = !one.open
    await fireEvent(one, new Event('toggle'))
    await tick()
  }

  test('is closed at first, and opens one at a time', async () => {
    render(Texts, { texts, title: 'x' })
    expect(open()).toBe(0)
    await toggle(0)
    await toggle(2)
    expect(all().map((one) => one.open)).toEqual([false, false, true, false])
    await toggle(2)
    expect(open()).toBe(0)
  })

  test('is a few titles, and more when asked', async () => {
    render(Texts, { texts, title: 'x' })
    expect(all()).toHaveLength(4)
    await fireEvent.click(screen.getByRole('button'))
    expect(all()).toHaveLength(6)
    expect(screen.queryByRole('button')).toBeNull()
  })

  test.each([
    ['is not there', async () => ({ view: Texts, texts: [] })],
    ['does not come', () => Promise.reject(new Error('no network'))],
  ])('leaves the page as it was when it %s', async (_, read) => {
    const asked = vi.fn(read)
    await waits(asked)
    expect(asked).toHaveBeenCalledWith('nl', 'home')
    expect(document.querySelector('.reading')).toBeNull()
    expect(screen.getByRole('heading', { level: 1 })).toBeTruthy()
  })

  test('comes to who waits, by the topic that was chosen', async () => {
    await waits(async () => ({ view: Texts, texts }))
    expect(screen.getByRole('heading', { name: 'Wat je ondertussen kunt lezen' })).toBeTruthy()
  })

  test('follows the topic that the child chose, until it is wiped', () => {
    const entering = reduce(initial, { type: 'entering', wish: { topic: 'home' } })
    const again = reduce(entering, { type: 'entering', wish: { way_back: true } })
    expect([entering.topic, again.topic, reduce(again, { type: 'wiped' }).topic]).toEqual(['home', 'home', null])
  })
})
