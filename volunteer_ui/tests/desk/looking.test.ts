import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Library, missedMs, pauseMs } from '../../src/desk/knowledge/library.svelte'
import { blank, options, reduce, type Event, type Looking } from '../../src/desk/knowledge/reducer'
import { spoken } from '../../src/desk/knowledge/passages'
import { checked, fitting, found, hits } from '../../src/gallery/knowledge'
import type { Reply } from '../../src/net/http'
import type { Knowledge } from '../../src/net/knowledge'
import { settled } from './line'

const after = (...all: readonly Event[]): Looking => all.reduce(reduce, blank)
const body = (it: unknown): Reply => ({ ok: true, body: it, date: null })

describe('what is looked up', () => {
  test('keeps what was found in view while one types on', () => {
    const now = after({ is: 'typed', query: 'pest' }, found('pest', hits), { is: 'typed', query: 'peste' })
    expect(now.found?.hits).toEqual(hits)
    expect(now.busy).toBe(true)
  })

  test('takes no answer to an earlier question', () => {
    const now = after({ is: 'typed', query: 'pest' }, { is: 'typed', query: 'thuis' }, found('pest', hits))
    expect(now.found).toBeNull()
    expect(now.busy).toBe(true)
  })

  test('offers what fits the conversation and what was opened lately, each once', () => {
    const now = after({ is: 'fits', hits: fitting }, { is: 'opened', article: checked }, { is: 'opened', article: { ...checked, article: 'other' } }, { is: 'left_article' })
    expect(options(now).map((one) => one.article)).toEqual(['conflict-with-parents', 'other'])
  })

  test('walks past the last back to the line in which one types', () => {
    const begun: Event[] = [{ is: 'typed', query: 'pest' }, found('pest', hits.slice(0, 2))]
    const places = [1, 2, 3, 4].map((times) => after(...begun, ...Array.from({ length: times }, (): Event => ({ is: 'moved', by: 1 }))).marked)
    expect(places).toEqual([0, 1, -1, 0])
    expect(after(...begun, { is: 'moved', by: -1 }).marked).toBe(1)
  })

  test('closes the article when one searches on', () => {
    expect(after({ is: 'opened', article: checked }, { is: 'typed', query: 'x' }).article).toBeNull()
  })
})

describe('the library', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => vi.useRealTimers())

  function library(answers: Partial<Knowledge> = {}) {
    const asked: { query: string; until: AbortSignal; answer: (it: Reply) => void }[] = []
    const missed = vi.fn(async () => body(null))
    const net: Knowledge = {
      search: (query, _topic, _language, until) => new Promise((answer) => asked.push({ query, until, answer })),
      about: async () => body({ hits: fitting }),
      article: async () => body(checked),
      missed,
      ...answers,
    }
    return { it: new Library(net, () => 'nl'), asked, missed }
  }
  const type = (it: Library, ...all: readonly string[]) => all.forEach((one) => it.type(one))

  test('asks once when somebody pauses, and ends the question before', async () => {
    const { it, asked } = library()
    type(it, 'p', 'pe', 'pes')
    vi.advanceTimersByTime(pauseMs)
    expect(asked.map((one) => one.query)).toEqual(['pes'])
    type(it, 'pest')
    expect(asked[0]?.until.aborted).toBe(true)
    vi.advanceTimersByTime(pauseMs)
    asked[1]?.answer(body({ hits, did_you_mean: null }))
    asked[0]?.answer(body({ hits: [], did_you_mean: null }))
    await settled()
    expect(it.now.found?.hits).toEqual(hits)
  })

  test('asks nothing of nobody when nothing is written', () => {
    const { it, asked } = library()
    type(it, 'p', ' ')
    vi.advanceTimersByTime(10 * pauseMs)
    expect(asked).toEqual([])
    expect(it.now.busy).toBe(false)
  })

  test('counts once what was not found, when somebody stops', async () => {
    const { it, asked, missed } = library()
    for (const query of ['voetbal', 'Voetbal ']) {
      type(it, query)
      vi.advanceTimersByTime(pauseMs)
      asked.at(-1)?.answer(body({ hits: [], did_you_mean: null }))
      await settled()
      expect(missed).toHaveBeenCalledTimes(query === 'voetbal' ? 0 : 1)
      vi.advanceTimersByTime(missedMs)
    }
    expect(missed.mock.calls).toEqual([['voetbal', 'nl']])
  })

  test('counts nothing of what is still being typed', async () => {
    const { it, asked, missed } = library()
    type(it, 'voetb')
    vi.advanceTimersByTime(pauseMs)
    asked[0]?.answer(body({ hits: [], did_you_mean: null }))
    await settled()
    type(it, 'voetba')
    vi.advanceTimersByTime(missedMs)
    expect(missed).not.toHaveBeenCalled()
  })

  test('counts at once what was not found by who takes to the tree', async () => {
    const { it, asked, missed } = library()
    type(it, 'voetbal')
    vi.advanceTimersByTime(pauseMs)
    asked[0]?.answer(body({ hits: [], did_you_mean: null }))
    await settled()
    it.leave()
    expect(missed).toHaveBeenCalledOnce()
  })

  test('asks again by itself when the server says when, and the newest alone', async () => {
    const { it, asked } = library()
    type(it, 'pest')
    vi.advanceTimersByTime(pauseMs)
    asked[0]?.answer({ ok: false, code: 'try_again', retrySeconds: 1 })
    await settled()
    expect([it.now.trouble, it.now.busy, it.now.waits]).toEqual([null, true, true])
    vi.advanceTimersByTime(1000)
    expect(asked.map((one) => one.query)).toEqual(['pest', 'pest'])
    asked[1]?.answer({ ok: false, code: 'try_again', retrySeconds: 1 })
    await settled()
    type(it, 'peste')
    vi.advanceTimersByTime(2000)
    expect(asked.map((one) => one.query)).toEqual(['pest', 'pest', 'peste'])
    asked[2]?.answer({ ok: true, body: { hits: [], did_you_mean: null }, date: null })
    await settled()
    expect(it.now.waits).toBe(false)
  })

  test('says so when it cannot look, and goes on when asked again', async () => {
    const { it, asked } = library()
    type(it, 'pest')
    vi.advanceTimersByTime(pauseMs)
    asked[0]?.answer({ ok: false, code: 'no_link' })
    await settled()
    expect(it.now.trouble).toBe('no_link')
    it.again()
    expect(it.now.trouble).toBeNull()
    vi.advanceTimersByTime(pauseMs)
    expect(asked).toHaveLength(2)
  })

  test('asks for what fits a conversation once', async () => {
    const about = vi.fn(async () => body({ hits: fitting }))
    const { it } = library({ about })
    await it.offer(['conflict-with-parents'])
    await it.offer(['conflict-with-parents'])
    expect(about).toHaveBeenCalledOnce()
    expect(it.now.fitting).toEqual(fitting)
    await it.offer([])
    expect(it.now.fitting).toEqual([])
  })

  test('opens the first that was found by Enter', async () => {
    const { it } = library()
    for (const event of [{ is: 'typed', query: 'pest' }, found('pest', hits)] as const) it.tell(event)
    it.openMarked()
    await settled()
    expect(it.now.article?.article).toBe('conflict-with-parents')
  })

  test('opens by Enter what is found for these words, and nothing of the words before', async () => {
    const article = vi.fn(async () => body(checked))
    const { it, asked } = library({ article })
    for (const event of [{ is: 'typed', query: 'pest' }, found('pest', hits)] as const) it.tell(event)
    type(it, 'thuis')
    it.openMarked()
    expect(article).not.toHaveBeenCalled()
    expect(asked.map((one) => one.query)).toEqual(['thuis'])
    asked[0]?.answer(body({ hits: fitting, did_you_mean: null }))
    await settled()
    expect(article.mock.calls).toEqual([[fitting[0]?.article, expect.anything()]])
  })

  test('opens nothing by itself for who types on after Enter', async () => {
    const article = vi.fn(async () => body(checked))
    const { it, asked } = library({ article })
    type(it, 'thuis')
    it.openMarked()
    type(it, 'thuiss')
    vi.advanceTimersByTime(pauseMs)
    asked.forEach((one) => one.answer(body({ hits: fitting, did_you_mean: null })))
    await settled()
    expect(article).not.toHaveBeenCalled()
  })

  test('opens no article of a sub-topic without one', async () => {
    const { it } = library({ about: async () => body({ hits: [hits[3]] }) })
    expect(await it.openOf('gossip-and-rumours')).toBe(false)
    expect(it.now.opening).toBeNull()
  })

  test('shows nobody else what was opened here', async () => {
    const { it } = library()
    await it.open({ article: 'x' })
    it.forget()
    expect(it.now).toEqual(blank)
  })
})

test.each([
  ['Contact: Wat fijn dat je dit vertelt. Ben je veilig?', true, 'Wat fijn dat je dit vertelt. Ben je veilig?'],
  ['Contact: "Good that you are here."', true, 'Good that you are here.'],
  ['"Is het mijn schuld?"', false, 'Is het mijn schuld?'],
  ['"Ze menen het niet." Het kind hoort het elke dag.', false, '"Ze menen het niet." Het kind hoort het elke dag.'],
  ['Let op: er is\n  haast', false, 'Let op: er is haast'],
])('%j is said as one would say it', (words, ofPhase, said) => {
  expect(spoken(words, ofPhase)).toBe(said)
})
