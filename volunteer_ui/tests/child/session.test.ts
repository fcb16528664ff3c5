import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createMemory, readableFor, type Memory } from '../../src/child/memory'
import { initial, reduce, type State } from '../../src/child/reducer'
import { screenOf } from '../../src/child/screen'
import { startSession, type Session } from '../../src/child/session'
import type { FromServer, Snapshot } from '../../src/child/wire'
import type { ChildNet, Ear } from '../../src/net/child'
import { keptByPage } from '../../src/shared/storage'
import { idle, over, said, talking, waiting } from './cast'

type Asked = { event: string; data: unknown; answer(value: unknown): void; silence(): void }

/** A line that answers when the test says so. */
class Line implements ChildNet {
  asked: Asked[] = []
  reconnects = 0
  closed = false
  constructor(readonly ear: Ear) {}

  #ask = (event: string, data: unknown): Promise<never> =>
    new Promise((answer, reject) =>
      this.asked.push({ event, data, answer: answer as (value: unknown) => void, silence: () => reject(new Error('no answer')) }),
    )
  enter = (wish: unknown): Promise<never> => this.#ask('enter', wish)
  say = (client_id: string, text: string): Promise<never> => this.#ask('say', { client_id, text })
  sync = (after: number): Promise<never> => this.#ask('sync', after)
  leave = (): Promise<never> => this.#ask('leave', {})
  forget = (): Promise<never> => this.#ask('forget', {})
  prefer = (choice: string): Promise<never> => this.#ask('prefer', choice)
  survey = (moment: string, feeling: number | null, size: number | null): Promise<never> => this.#ask('survey', { moment, feeling, size })
  typing = (): void => void this.asked.push({ event: 'typing', data: {}, answer: () => undefined, silence: () => undefined })
  connect = (): void => void (this.reconnects += 1)
  again = (): void => void (this.reconnects += 1)
  close = (): void => {
    this.closed = true
    this.ear.lost()
  }

  events = (name: string): Asked[] => this.asked.filter(({ event }) => event === name)
  last = (name: string): Asked => this.events(name).at(-1) as Asked
  hear = <Name extends keyof FromServer>(name: Name, data: FromServer[Name]): void => this.ear.heard(name, data)
}

describe('the session', () => {
  const tab = keptByPage()
  const browser = keptByPage()
  let state: State
  let line: Line
  let memory: Memory
  let session: Session

  const load = (): void => {
    state = initial
    memory = createMemory(tab, browser)
    session = startSession({
      open: (ear) => (line = new Line(ear)),
      memory,
      state: () => state,
      dispatch: (event) => (state = reduce(state, event)),
      now: () => Date.now(),
    })
  }
  const talk = (more: Partial<Snapshot> = {}): void => line.hear('snapshot', { ...talking, ...more })
  const pass = (milliseconds = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds)
  const entered = { ok: true, conversation: 'k1', resume: 'token-of-blue', position: 3, estimate_seconds: [300, 600] }

  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse('2026-03-01T17:00:00Z') })
    tab.clear()
    browser.clear()
    load()
  })
  afterEach(() => vi.useRealTimers())

  test('enters, keeps the token in the tab, and comes back with it', async () => {
    line.hear('snapshot', idle)
    session.deeds.enter({ topic: 'home' })
    expect(line.last('enter').data).toEqual({ topic: 'home' })
    line.last('enter').answer(entered)
    await pass()
    expect(screenOf(state)).toBe('waiting')
    expect(line.ear.token()).toBe('token-of-blue')
    load()
    expect(line.ear.token()).toBe('token-of-blue')
    expect(browser.get('resume')).toBeNull()
  })

  test('comes back by the name of before, also after a reload, and by none where it gave none', async () => {
    line.hear('snapshot', idle)
    session.deeds.enter({ nickname: 'blauw', topic: 'home' })
    line.last('enter').answer(entered)
    await pass()
    load()
    line.hear('snapshot', over({ reason: 'time_out', until: '2026-03-01T17:40:00Z', way_back: true }))
    session.deeds.enter({ way_back: true, language: 'nl' })
    expect(line.last('enter').data).toEqual({ way_back: true, language: 'nl', nickname: 'blauw' })
    line.last('enter').answer(entered)
    await pass()
    load()
    expect(state.cameBack).toBe(true)
    line.hear('snapshot', over({ reason: 'volunteer' }))
    session.deeds.enter({})
    line.last('enter').answer(entered)
    await pass()
    load()
    expect(state.cameBack).toBe(false)
    line.hear('snapshot', over({ reason: 'time_out', way_back: true }))
    session.deeds.enter({ way_back: true })
    expect(line.last('enter').data).toEqual({ way_back: true })
  })

  test('enters as soon as there is a connection, and asks again when no answer came', async () => {
    session.deeds.enter({})
    expect(line.events('enter')).toEqual([])
    line.hear('snapshot', idle)
    line.last('enter').silence()
    await pass(500)
    expect(line.events('enter')).toHaveLength(2)
  })

  test('tries a second time by itself when the line asks for patience', async () => {
    line.hear('snapshot', idle)
    session.deeds.enter({ topic: 'home' })
    line.last('enter').answer({ error: { code: 'try_again', retry_seconds: 3 } })
    await pass()
    expect(screenOf(state)).toBe('refused')
    await pass(3000)
    expect(line.last('enter').data).toEqual({ topic: 'home' })
    expect(line.events('enter')).toHaveLength(2)
  })

  test('comes in without the name that the server could not read', async () => {
    line.hear('snapshot', idle)
    session.deeds.enter({ nickname: '🫨', topic: 'home', language: 'nl' })
    line.last('enter').answer({ error: { code: 'invalid' } })
    await pass()
    expect(line.last('enter').data).toEqual({})
    line.last('enter').answer({ error: { code: 'invalid' } })
    await pass()
    expect(screenOf(state)).toBe('refused')
    expect(line.events('enter')).toHaveLength(2)
  })

  test('leaves the queue when the wish was taken back on its way', async () => {
    line.hear('snapshot', idle)
    session.deeds.enter({})
    session.deeds.back()
    line.last('enter').answer(entered)
    await pass()
    expect(line.events('leave')).toHaveLength(1)
  })

  test('a message without an answer goes out again after a new connection, under its own id', async () => {
    talk()
    session.deeds.say('komt dit aan')
    const { client_id } = line.last('say').data as { client_id: string }
    line.ear.lost()
    line.last('say').silence()
    await pass(10_000)
    expect(line.events('say')).toHaveLength(1)
    talk()
    expect(line.last('say').data).toEqual({ client_id, text: 'komt dit aan' })
    line.last('say').answer({ ok: true, seq: 3, at: '2026-03-01T17:00:10Z' })
    await pass()
    expect(state.unsent).toEqual([])
    expect(state.server.messages.at(-1)).toMatchObject({ seq: 3, client_id, text: 'komt dit aan' })
  })

  test('a message whose answer was lost is not sent twice when the snapshot shows it', async () => {
    talk()
    session.deeds.say('komt dit aan')
    const { client_id } = line.last('say').data as { client_id: string }
    line.ear.lost()
    line.last('say').silence()
    talk({ messages: [...talking.messages, said(3, 'komt dit aan', 'child', client_id)], last_seq: 3 })
    await pass(10_000)
    expect(line.events('say')).toHaveLength(1)
    expect(state.unsent).toEqual([])
  })

  test('what was not yet sent survives a reload, and goes with the end', () => {
    memory.keepToken('token-of-blue')
    talk()
    session.deeds.say('komt dit aan')
    session.hidden()
    load()
    talk()
    expect(line.last('say').data).toMatchObject({ text: 'komt dit aan' })
    line.hear('ended', { reason: 'volunteer' })
    expect(tab.get('unsent')).toBeNull()
    expect(state.undelivered.map(({ text }) => text)).toEqual(['komt dit aan'])
  })

  test('only space, and more than 4,000 characters, are not sent', () => {
    talk()
    expect(session.deeds.say(' \n ')).toBe(false)
    expect(session.deeds.say('é'.repeat(4001))).toBe(false)
    expect(session.deeds.say('😶'.repeat(4000))).toBe(true)
    expect(line.events('say')).toHaveLength(1)
  })

  test('a gap is filled by asking for what is missing', async () => {
    talk()
    line.hear('message', said(4, 'vier'))
    await pass(1000)
    expect(line.last('sync').data).toBe(2)
    line.last('sync').answer({ ok: true, messages: [said(3, 'drie'), said(4, 'vier')], state: 'talking' })
    await pass()
    expect(state.server.messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
    expect(line.reconnects).toBe(0)
  })

  test('a gap that closes by itself asks for nothing', async () => {
    talk()
    line.hear('message', said(4, 'vier'))
    line.hear('message', said(3, 'drie'))
    await pass(5000)
    expect(line.events('sync')).toEqual([])
  })

  test('a page that wakes up takes a fresh snapshot when the server knows more', async () => {
    talk()
    session.shown()
    line.last('sync').answer({ ok: true, messages: [], state: 'ended' })
    await pass()
    expect(line.reconnects).toBe(1)
  })

  test('asks before it shows text after more than a minute away', () => {
    memory.keepToken('token-of-blue')
    session.hidden()
    vi.setSystemTime(Date.now() + 61_000)
    load()
    talk()
    expect(screenOf(state)).toBe('veil')
    session.deeds.goOn()
    expect(screenOf(state)).toBe('talking')
  })

  test('a choice made while the connection failed is told again', () => {
    talk({ interrupted: true })
    session.deeds.prefer('other')
    line.last('prefer').silence()
    talk({ interrupted: true })
    expect(line.events('prefer').map(({ data }) => data)).toEqual(['other', 'other'])
  })

  test('leaving without a connection is told later, and shows at once', () => {
    talk()
    line.ear.lost()
    session.deeds.leave()
    line.last('leave').silence()
    expect(screenOf(state)).toBe('ended')
    talk()
    expect(screenOf(state)).toBe('ended')
    expect(line.events('leave')).toHaveLength(2)
  })

  test('what is being written is kept for a reload, until it is said or left', () => {
    talk()
    session.deeds.writes('ik durf ')
    session.deeds.writes('ik durf niet')
    expect(memory.draft()).toBe('ik durf niet')
    session.deeds.say('ik durf niet')
    expect(memory.draft()).toBe('')
    session.deeds.writes('of toch')
    session.deeds.leave()
    expect(memory.draft()).toBe('')
  })

  test('typing is told once in three seconds', async () => {
    talk()
    for (const _ of [1, 2, 3]) session.deeds.writes('ik')
    await pass(3000)
    session.deeds.writes('ik')
    expect(line.events('typing')).toHaveLength(2)
  })

  test('ten minutes after the end text and token are gone, and the server is told', async () => {
    memory.keepToken('token-of-blue')
    talk()
    line.hear('ended', { reason: 'volunteer' })
    await pass(readableFor - 1)
    expect(state.server.messages).not.toEqual([])
    await pass(1)
    expect(JSON.stringify(state)).not.toContain('Hoi')
    expect(tab.get('resume')).toBeNull()
    expect(line.last('leave').data).toEqual({})
    line.last('leave').answer({ ok: true })
    await pass()
    line.last('forget').answer({ ok: true })
    await pass()
    expect(line.reconnects).toBe(1)
    expect(line.ear.token()).toBeNull()
  })

  test('a reload does not begin the ten minutes anew', async () => {
    memory.keepToken('token-of-blue')
    talk()
    line.hear('ended', { reason: 'volunteer' })
    await pass(readableFor - 60_000)
    load()
    line.hear('snapshot', over({ reason: 'volunteer' }))
    await pass(60_000)
    expect(state.server.messages).toEqual([])
  })

  test('wiping without a connection shows nothing more, and is told under the old token when it is back', async () => {
    memory.keepToken('token-of-blue')
    talk()
    line.hear('ended', { reason: 'volunteer' })
    line.ear.lost()
    session.deeds.wipe()
    line.last('leave').silence()
    await pass()
    expect(tab.get('resume')).toBeNull()
    expect(line.ear.token()).toBe('token-of-blue')
    line.hear('snapshot', over({ reason: 'volunteer' }))
    expect(state.server.messages).toEqual([])
    line.last('leave').answer({ ok: true })
    await pass()
    line.last('forget').answer({ ok: true })
    await pass()
    expect(line.ear.token()).toBeNull()
  })

  test('after a time-out the text goes in ten minutes, and the token stays as long as the server says', async () => {
    memory.keepToken('token-of-blue')
    talk()
    line.hear('ended', { reason: 'time_out', until: '2026-03-01T17:40:00Z', keep_until: '2026-03-01T17:40:00Z', way_back: true })
    expect(browser.get('resume')).toContain('2026-03-01T17:40:00Z')
    await pass(readableFor)
    expect(state.server.messages).toEqual([])
    expect(tab.get('resume')).toBe('token-of-blue')
    line.hear('keep', { until: null })
    expect(browser.get('resume')).toBeNull()
  })

  test('a second tab is told, sends nothing, and can take the conversation back', () => {
    talk()
    line.hear('superseded', {})
    session.deeds.say('hallo')
    expect(line.events('say')).toEqual([])
    expect(screenOf(state)).toBe('superseded')
    session.deeds.hereAgain()
    talk()
    expect(screenOf(state)).toBe('talking')
    expect(line.events('say')).toHaveLength(1)
  })

  test('says after a while that the line cannot be reached', async () => {
    await pass(15_000)
    expect(screenOf(state)).toBe('unreachable')
    line.hear('snapshot', waiting)
    expect(screenOf(state)).toBe('waiting')
  })

  test('closing ends the connection and every clock', async () => {
    talk()
    line.hear('ended', { reason: 'volunteer' })
    session.close()
    expect(line.closed).toBe(true)
    await pass(readableFor)
    expect(line.events('forget')).toEqual([])
  })

  test('what was on its way when it closed is never kept again', async () => {
    memory.keepToken('token-of-blue')
    talk()
    session.deeds.say('niemand mag dit lezen')
    session.deeds.say('en dit ook niet')
    session.close()
    memory.forget()
    session.hidden()
    line.last('say').answer({ ok: true, seq: 3, at: '2026-03-01T17:00:00Z' })
    await pass(readableFor)
    expect([tab.get('unsent'), tab.get('resume'), tab.get('seen_at')]).toEqual([null, null, null])
  })
})
