// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte'
import { tick } from 'svelte'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import Page from '../../src/child/Page.svelte'
import type { Event } from '../../src/child/reducer'
import type { Deeds } from '../../src/child/session'
import { createStore, type Store } from '../../src/child/store.svelte'
import { answered, closed, unanswered } from '../../src/child/survey'
import type { Refusal, Snapshot } from '../../src/child/wire'
import byLanguage from '../../src/gallery/numbers.json'
import { speak } from '../../src/shared/language.svelte'
import { useOwnWords } from '../../src/shared/own_words'
import { defaults, type Settings } from '../../src/shared/settings'
import { keptByPage } from '../../src/shared/storage'
import { holders, idle, over, said, talking, waiting } from './cast'

const numbers = ['tel:112', 'tel:08000113', 'https://www.113.nl/', 'tel:08002000']

describe('the child’s page', () => {
  let store: Store
  const exit = vi.fn()
  const deeds = {
    begin: vi.fn(), back: vi.fn(), enter: vi.fn(), again: vi.fn(), say: vi.fn(() => true), writes: vi.fn(),
    leave: vi.fn(), wipe: vi.fn(), prefer: vi.fn(), goOn: vi.fn(), hereAgain: vi.fn(), answer: vi.fn(), skip: vi.fn(),
  } satisfies Deeds

  const see = async (...events: Event[]): Promise<void> => {
    events.forEach((event) => store.dispatch(event))
    await tick()
  }
  const snapshot = (data: Snapshot): Event => ({ type: 'snapshot', data })
  const button = (name: string): HTMLElement => screen.getByRole('button', { name })
  const links = (): (string | null)[] => screen.getAllByRole('link').map((link) => link.getAttribute('href'))

  /** A page under these settings. */
  function begin(change: Partial<Settings>): void {
    cleanup()
    render(Page, { store, deeds, settings: { ...defaults, messagesDays: 7, numbers: byLanguage, ...change }, exit })
  }

  beforeEach(() => {
    vi.stubGlobal('ResizeObserver', class { observe() {} disconnect() {} })
    vi.stubGlobal('matchMedia', () => ({ matches: false }))
    Element.prototype.scrollTo = () => undefined
    vi.clearAllMocks()
    speak('nl', keptByPage())
    store = createStore()
    begin({})
  })
  afterEach(() => {
    cleanup()
    vi.unstubAllGlobals()
  })

  test('is two taps away from the queue, and asks nothing first', async () => {
    await fireEvent.click(button('Ik wil chatten'))
    expect(deeds.begin).toHaveBeenCalledOnce()
    await see(snapshot(idle), { type: 'begin' })
    await fireEvent.click(button('Overslaan'))
    expect(deeds.enter).toHaveBeenCalledWith({ language: 'nl' })
  })

  test('sends the topic and the invented name when they are given', async () => {
    await see(snapshot(idle), { type: 'begin' })
    expect(screen.getAllByRole('radio')).toHaveLength(9)
    await fireEvent.click(screen.getByRole('radio', { name: 'Iemand doet mij pijn' }))
    await fireEvent.input(screen.getByLabelText('Hoe mogen we je noemen?'), { target: { value: ' blauw ' } })
    await fireEvent.click(button('Verder'))
    expect(deeds.enter).toHaveBeenCalledWith({ language: 'nl', topic: 'hurt', nickname: 'blauw' })
  })

  test('goes on without a topic or a name', async () => {
    await see(snapshot(idle), { type: 'begin' })
    await fireEvent.click(button('Verder'))
    expect(deeds.enter).toHaveBeenCalledWith({ language: 'nl' })
  })

  test('says what we know with the terms of the settings', () => {
    expect(screen.getByText(/Een chat bewaren we 7 dagen/)).toBeTruthy()
    expect(screen.getByText(/Die bewaren we 14 dagen/)).toBeTruthy()
  })

  test.each([
    ['nl', /nummer|luister|telefoongesprek|bel/i],
    ['en', /number|call|listen|ring/i],
  ])('speaks of no telephone where there is none: %s', async (language, ofCalls) => {
    speak(language, keptByPage())
    await tick()
    const [known = ''] = screen.getAllByRole('group').map((one) => one.textContent)
    expect(known.replace(/telefoonnummer|telephone number/, '')).not.toMatch(ofCalls)
    expect(screen.queryByRole('link', { name: /bellen|ring/ })).toBeNull()
  })

  test.each([
    ['nl', 'Ik wil bellen', '0800 0000 gratis', ['niet je nummer', 'luistert', 'Telefoongesprekken nemen we niet op.', 'van je nummer of', 'het nummer dat je belt']],
    ['en', 'I want to ring', '0800 0000 free', ['not see your number', 'listens', 'We do not record calls.', 'of your number or', 'a number that you ring']],
  ])('offers the telephone where there is one, and says what we know of who rings: %s', async (language, call, number, all) => {
    begin({ phone: { number: '0800 0000', href: 'tel:08000000' } })
    speak(language, keptByPage())
    await tick()
    expect(screen.getByRole('link', { name: call }).getAttribute('href')).toBe('tel:08000000')
    expect(document.body.textContent).toContain(number)
    for (const words of all) expect(document.body.textContent).toContain(words)
  })

  test('tells a child who is kept out to ring only where somebody can be rung', async () => {
    const blocked = snapshot(over({ reason: 'blocked', until: null, way_back: false }))
    await see(blocked)
    expect(screen.queryByText(/Bel ons dan/)).toBeNull()
    begin({ phone: { number: '0800 0000', href: 'tel:08000000' } })
    await see(blocked)
    expect(screen.getByText(/Bel ons dan/)).toBeTruthy()
    expect(links()).toContain('tel:08000000')
  })

  test.each([
    ['nl', 'Een chat bewaren we 7 dagen', 'Die bewaren we 14 dagen'],
    ['en', 'We keep a chat for 7 days', 'We keep it for 14 days'],
    ['fr', 'Gardé 7 jours', 'Code 14 jours'],
  ])('says the terms of the settings in every language, also in own words: %s', async (language, chat, code) => {
    useOwnWords({ fr: { child_known_chat: { one: 'Gardé un jour', other: 'Gardé {days} jours' }, child_known_code_kept: 'Code {days} jours' } })
    speak(language, keptByPage())
    await tick()
    expect(document.body.textContent).toContain(chat)
    expect(document.body.textContent).toContain(code)
    useOwnWords({})
  })

  test('says when we are there: folded on the first page, open when it is closed', async () => {
    begin({ hours: { always: false, weekly: Array.from({ length: 7 }, () => [['11:00', '21:00'] as const]), dates: {} } })
    const said = screen.getByText('We zijn er elke dag van 11 tot 21 uur.')
    expect(said.closest('details')?.open).toBe(false)
    await see(snapshot({ ...idle, open: false, opens_at: null }))
    expect(screen.getByText('We zijn er elke dag van 11 tot 21 uur.').closest('details')).toBeNull()
  })

  test('has its title in the language that is spoken', async () => {
    expect(document.title).toBe('Welkom')
    speak('en', keptByPage())
    await tick()
    expect(document.title).toBe('Welcome')
  })

  test('keeps who walks by keyboard at the choice of language', async () => {
    button('English').focus()
    await fireEvent.click(button('English'))
    await tick()
    expect(document.activeElement).toBe(button('Nederlands'))
  })

  test('tells the place and an honest range', async () => {
    await see(snapshot(waiting))
    expect(screen.getByText('Er zijn nog 2 kinderen voor je.')).toBeTruthy()
    expect(screen.getByText('Het duurt ongeveer 5 tot 10 minuten.')).toBeTruthy()
    await see({ type: 'queue', data: { position: 2, estimate_seconds: null } })
    expect(screen.getByText('Er is nog 1 kind voor je.')).toBeTruthy()
    expect(screen.getByText('We weten nog niet hoe lang het duurt.')).toBeTruthy()
    await see({ type: 'queue', data: { position: 1, estimate_seconds: [20, 40] } })
    expect(screen.getByText(/Je bent bijna aan de beurt/)).toBeTruthy()
  })

  test('tells who will not be reached, and whom to ring', async () => {
    await see(snapshot({ ...waiting, unreachable: true }))
    expect(screen.getByText(/Het lukt vanavond niet meer/)).toBeTruthy()
    expect(links()).toEqual(numbers)
  })

  test('shows the words of both as text, and sends what is written', async () => {
    await see(snapshot({ ...talking, messages: [said(1, '<b>Hoi</b>')], last_seq: 1 }))
    expect(screen.getByRole('heading', { name: 'Je praat met Nora' })).toBeTruthy()
    expect(within(screen.getByRole('log')).getByText('<b>Hoi</b>')).toBeTruthy()
    const writing = screen.getByLabelText('Schrijf hier')
    await fireEvent.input(writing, { target: { value: 'ik durf niet naar huis' } })
    await fireEvent.keyDown(writing, { key: 'Enter' })
    expect(deeds.say).toHaveBeenCalledWith('ik durf niet naar huis')
    expect(deeds.writes).toHaveBeenCalled()
    expect((writing as HTMLTextAreaElement).value).toBe('')
  })

  test('shows both when two senders chose the same id', async () => {
    await see(snapshot({ ...talking, messages: [said(1, 'van Nora', 'volunteer', 'same'), said(2, 'van mij', 'child', 'same')] }))
    expect(screen.getByText('van Nora')).toBeTruthy()
    expect(screen.getByText('van mij')).toBeTruthy()
  })

  test('keeps what is too long, and says what to do', async () => {
    await see(snapshot(talking))
    const writing = screen.getByLabelText('Schrijf hier') as HTMLTextAreaElement
    await fireEvent.input(writing, { target: { value: 'a'.repeat(4001) } })
    await fireEvent.click(button('Verstuur'))
    expect(deeds.say).not.toHaveBeenCalled()
    expect(screen.getByText('Dit bericht is te lang. Maak er twee van.')).toBeTruthy()
    expect(writing.value).toHaveLength(4001)
  })

  test('shows what is not yet sent, and lets go of it when the server has it', async () => {
    const unsent = { client_id: 'c9', text: 'komt dit aan', slow: true }
    await see(snapshot(talking), { type: 'outbox', unsent: [unsent] })
    expect(screen.getByText('Nog niet verstuurd')).toBeTruthy()
    await see({ type: 'said', message: said(3, 'komt dit aan', 'child', 'c9') })
    expect(screen.getAllByText('komt dit aan')).toHaveLength(1)
    expect(screen.queryByText('Nog niet verstuurd')).toBeNull()
  })

  test('asks to wait or to have somebody else when the volunteer is lost', async () => {
    await see(snapshot(talking), { type: 'interrupted', data: { volunteer: 'Nora' } })
    await fireEvent.click(button('Ik wacht op Nora'))
    expect(deeds.prefer).toHaveBeenCalledWith('wait')
    await fireEvent.click(button('Ik wil iemand anders'))
    expect(deeds.prefer).toHaveBeenCalledWith('other')
    await see({ type: 'joined', data: { volunteer: 'Sam', reads_back: true } })
    expect(screen.getByText('Sam helpt je verder. Sam kan lezen wat jullie schreven.')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Ik wil iemand anders' })).toBeNull()
  })

  test('says with whom one talks only while somebody is there', async () => {
    await see(snapshot(talking), { type: 'interrupted', data: { volunteer: 'Nora', handed_over: true } })
    expect(screen.queryByRole('heading', { name: 'Je praat met Nora' })).toBeNull()
    expect(screen.getByRole('heading', { name: 'We zoeken iemand voor je' })).toBeTruthy()
    await see({ type: 'joined', data: { volunteer: 'Sam', reads_back: true } })
    expect(screen.getByRole('heading', { name: 'Je praat met Sam' })).toBeTruthy()
    expect(screen.queryByText('Sam:')).toBeNull()
    expect(screen.getAllByText('Vrijwilliger:').length).toBeGreaterThan(0)
  })

  test('keeps the name of who said it when somebody else goes on, also after the end', async () => {
    const more: readonly Event[] = [said(3, 'Ik ben er nu'), said(4, 'ja', 'child'), said(5, 'Vertel maar')].map((data) => ({ type: 'message', data }))
    await see(snapshot(talking), { type: 'joined', data: { volunteer: 'Sam', reads_back: true, holders } }, ...more)
    const names = () => [...document.querySelectorAll('.bubble > .who')].map((one) => one.textContent)
    expect(names()).toEqual(['Nora:', 'Sam:'])
    expect(screen.getAllByText('Sam:')).toHaveLength(2)
    await see({ type: 'ended', data: { reason: 'volunteer' } })
    expect(names()).toEqual(['Nora:', 'Sam:'])
  })

  test('does not promise a new beginning while what it came back from may still hold', async () => {
    await see(snapshot(over({ reason: 'volunteer' })), { type: 'came_back' })
    expect(screen.queryByText(/Dan kun je altijd opnieuw beginnen/)).toBeNull()
    expect(screen.getAllByRole('link', { name: /112/ }).length).toBeGreaterThan(0)
    await see(snapshot(over({ reason: 'time_out', until: '2020-01-01T10:00:00Z' })))
    expect(screen.getByText(/Dan kun je altijd opnieuw beginnen/)).toBeTruthy()
  })

  test('says what goes on for so long when a block stopped the conversation', async () => {
    await see(snapshot(over({ reason: 'blocked', until: '2030-01-01T10:00:00Z', way_back: true })))
    expect(screen.getByRole('heading', { name: 'We stoppen dit gesprek nu.' })).toBeTruthy()
    expect(screen.getByText('Je kunt nu niet met ons chatten.')).toBeTruthy()
    expect(screen.getByText(/^Dat duurt tot/)).toBeTruthy()
  })

  test('ends with a way to begin again and a way to wipe', async () => {
    await see(snapshot(over({ reason: 'volunteer' })))
    expect(screen.getByText('Nora heeft het gesprek afgerond.')).toBeTruthy()
    await fireEvent.click(button('Opnieuw'))
    await fireEvent.click(button('Wissen'))
    expect(deeds.begin).toHaveBeenCalledOnce()
    expect(deeds.wipe).toHaveBeenCalledOnce()
  })

  test('shows no text before the child says that it wants to go on', async () => {
    await see({ type: 'veil' }, snapshot(talking))
    expect(screen.getByText('Wil je verder met je gesprek?')).toBeTruthy()
    expect(screen.queryByText('Hoi')).toBeNull()
  })

  test('says where the conversation went when another tab took it', async () => {
    await see(snapshot(talking), { type: 'superseded', data: {} })
    await fireEvent.click(button('Hier verder praten'))
    expect(deeds.hereAgain).toHaveBeenCalledOnce()
  })

  test.each<[string, Refusal, RegExp]>([
    ['closed', { code: 'closed', opens_at: '2030-01-01T10:00:00Z' }, /We zijn nu dicht/],
    ['full', { code: 'full', try_at: null }, /Probeer het straks nog eens/],
    ['a time-out', { code: 'timed_out', until: '2030-01-01T10:00:00Z', reason: 'sexual', way_back: true }, /Het vorige gesprek ging niet goed/],
    ['a block', { code: 'blocked', until: '2030-01-01T10:00:00Z', way_back: false }, /Dat duurt tot dinsdag 1 januari/],
    ['too many tries', { code: 'too_many', retry_seconds: 30 }, /Wacht 1 minuut/],
    ['a fault', { code: 'what_is_this' }, /Er gaat bij ons iets mis/],
  ])('under %s says whom to ring, each number one tap', async (_, refusal, words) => {
    await see(snapshot(idle), { type: 'enter_refused', refusal })
    expect(document.body.textContent).toMatch(words)
    expect(links()).toEqual(numbers)
  })

  test('offers the way back exactly while there is one', async () => {
    await see(snapshot(idle), { type: 'enter_refused', refusal: { code: 'blocked', way_back: true } })
    await fireEvent.click(button('Ik wil toch praten'))
    expect(deeds.enter).toHaveBeenCalledWith({ language: 'nl', way_back: true })
    await see({ type: 'enter_refused', refusal: { code: 'blocked', way_back: false } })
    expect(screen.queryByRole('button', { name: 'Ik wil toch praten' })).toBeNull()
  })

  test.each<[string, Event]>([
    ['that stopped a conversation', snapshot(over({ reason: 'time_out', until: '2030-01-01T10:00:00Z', why: 'sexual' }))],
    ['that refused it', { type: 'enter_refused', refusal: { code: 'timed_out', until: '2030-01-01T10:00:00Z', way_back: false } }],
  ])('says of a time-out %s that it is over, once it is', async (_, event) => {
    vi.useFakeTimers({ now: Date.parse('2030-01-01T09:45:00Z') })
    await see(snapshot(idle), event)
    expect(screen.queryByText('Je bent weer welkom.')).toBeNull()
    await vi.advanceTimersByTimeAsync(15 * 60_000 - 1)
    expect(screen.queryByText('Je bent weer welkom.')).toBeNull()
    await vi.advanceTimersByTimeAsync(1)
    await tick()
    expect(screen.getByText('Je bent weer welkom.')).toBeTruthy()
    await fireEvent.click(button('Opnieuw'))
    expect(deeds.begin).toHaveBeenCalledOnce()
    vi.useRealTimers()
  })

  test.each<[string, Event[]]>([
    ['welcome', []],
    ['the questions', [snapshot(idle), { type: 'begin' }]],
    ['waiting', [snapshot(waiting)]],
    ['talking', [snapshot(talking)]],
    ['the end', [snapshot(over({ reason: 'lost' }))]],
    ['closed', [snapshot({ ...idle, open: false })]],
    ['no server', [{ type: 'lost' }, { type: 'still_unreachable' }]],
  ])('has the way out on the screen of %s', async (_, events) => {
    await see(...events)
    await fireEvent.click(button('Snel weg'))
    expect(exit).toHaveBeenCalledOnce()
  })

  test('asks how it is while waiting, one tap for each, below the place', async () => {
    await see(snapshot(waiting))
    const asks = screen.getByRole('group', { name: 'Hoe voel je je nu?' })
    expect(within(asks).getAllByRole('button').map((one) => one.textContent.trim())).toEqual(['heel rot', 'rot', 'gaat wel', 'goed', 'heel goed', 'Overslaan'])
    expect(screen.getByText(/kinderen voor je/).compareDocumentPosition(asks) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy()
    await fireEvent.click(button('heel rot'))
    expect(deeds.answer).toHaveBeenCalledWith('before', 1)
    await see({ type: 'survey', survey: answered(unanswered, 'before', 1) })
    await fireEvent.click(button('heel groot'))
    expect(deeds.answer).toHaveBeenLastCalledWith('before', 5)
    await fireEvent.click(button('Overslaan'))
    expect(deeds.skip).toHaveBeenCalledWith('before')
    await see({ type: 'survey', survey: closed(unanswered, 'before') })
    expect(screen.queryByRole('button', { name: 'heel rot' })).toBeNull()
  })

  test.each<[string, Event[]]>([
    ['before the queue', [snapshot(idle)]],
    ['while talking', [snapshot(talking)]],
    ['of who will not be reached', [snapshot({ ...waiting, unreachable: true })]],
    ['at an end where the server does not ask', [snapshot(over({ reason: 'volunteer' }))]],
    ['after a time-out', [snapshot(over({ reason: 'time_out' }))]],
  ])('asks nothing %s', async (_, events) => {
    await see(...events)
    expect(screen.queryByRole('button', { name: 'heel rot' })).toBeNull()
  })

  test('asks at the end where the server does', async () => {
    await see(snapshot(over({ reason: 'volunteer', asks: true })))
    await fireEvent.click(button('heel goed'))
    expect(deeds.answer).toHaveBeenCalledWith('after', 5)
  })

  test('reads a notice out once, and shows it on each screen', async () => {
    const notice = { nl: 'Bellen werkt niet.', en: 'The phone is down.' }
    await see(snapshot({ ...idle, notice }))
    const told = screen.getAllByText('Bellen werkt niet.').find((one) => one.getAttribute('role') === 'status')
    expect(screen.getAllByText('Bellen werkt niet.')).toHaveLength(2)
    await see(snapshot({ ...waiting, notice }))
    expect(told?.isConnected).toBe(true)
    expect(screen.getAllByText('Bellen werkt niet.')).toHaveLength(2)
    await see({ type: 'opening', data: { open: true } })
    expect(screen.queryAllByText('Bellen werkt niet.')).toHaveLength(0)
  })

  test('speaks English when asked, and Dutch again', async () => {
    await fireEvent.click(button('English'))
    expect(button('I want to chat')).toBeTruthy()
    expect(document.documentElement.lang).toBe('en')
    await fireEvent.click(button('Nederlands'))
    expect(button('Ik wil chatten')).toBeTruthy()
  })
})
