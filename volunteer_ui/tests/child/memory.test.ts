import { beforeEach, describe, expect, test } from 'vitest'
import { createMemory, readableFor, type Memory } from '../../src/child/memory'
import { keptByPage } from '../../src/shared/storage'

describe('what the browser keeps for a child', () => {
  const tab = keptByPage()
  const browser = keptByPage()
  const now = Date.parse('2026-03-01T17:00:00Z')
  let memory: Memory

  beforeEach(() => {
    tab.clear()
    browser.clear()
    memory = createMemory(tab, browser)
  })

  test('an ordinary child leaves nothing outside its tab', () => {
    memory.keepToken('token-of-blue')
    memory.seen(now)
    memory.endedAt(now, false)
    expect(browser.get('resume')).toBeNull()
  })

  test('the name of a child goes with its token', () => {
    for (const sanction of [false, true]) {
      memory.keepToken('token-of-blue')
      memory.keepName('blauw')
      memory.endedAt(now, sanction)
      memory.tidy(now + readableFor)
      expect([memory.name(), memory.token(now)]).toEqual(sanction ? ['blauw', 'token-of-blue'] : ['', null])
    }
    memory.forget()
    expect(memory.name()).toBe('')
  })

  test('a time-out keeps the token for another tab, until it ends', () => {
    memory.keepToken('token-of-blue')
    memory.keepLonger('2026-03-01T17:40:00Z')
    tab.clear()
    expect(memory.token(now)).toBe('token-of-blue')
    expect(memory.token(Date.parse('2026-03-01T17:40:00Z'))).toBeNull()
    memory.tidy(Date.parse('2026-03-01T17:40:00Z'))
    expect(browser.get('resume')).toBeNull()
  })

  test('a lifted time-out removes the copy', () => {
    memory.keepToken('token-of-blue')
    memory.keepLonger('2026-03-01T17:40:00Z')
    memory.keepLonger(null)
    expect(browser.get('resume')).toBeNull()
    expect(memory.token(now)).toBe('token-of-blue')
  })

  test('ten minutes after an ordinary end the token is gone, also when the page was closed meanwhile', () => {
    memory.keepToken('token-of-blue')
    expect(memory.endedAt(now, false)).toBe(now)
    expect(memory.endedAt(now + 1000, false)).toBe(now)
    memory.tidy(now + readableFor - 1)
    expect(memory.token(now)).toBe('token-of-blue')
    memory.tidy(now + readableFor)
    expect(memory.token(now)).toBeNull()
  })

  test('what is being written is there after a reload, and goes with the text', () => {
    memory.keepToken('token-of-blue')
    memory.keepDraft('ik durf niet')
    expect(createMemory(tab, browser).draft()).toBe('ik durf niet')
    memory.endedAt(now, true)
    memory.tidy(now + readableFor)
    expect(memory.draft()).toBe('')
    expect(tab.get('draft')).toBeNull()
  })

  test('after a sanction the token stays in the tab', () => {
    memory.keepToken('token-of-blue')
    memory.endedAt(now, true)
    memory.tidy(now + readableFor)
    expect(memory.token(now)).toBe('token-of-blue')
  })

  test('wiping removes everything, the copy too', () => {
    memory.keepToken('token-of-blue')
    memory.keepLonger('2026-03-01T17:40:00Z')
    tab.set('unsent', '[]')
    memory.keepDraft('ik durf niet')
    memory.forget()
    expect([tab.get('resume'), tab.get('unsent'), tab.get('draft'), browser.get('resume')]).toEqual([null, null, null, null])
  })

  test('more than a minute away is away, and a child without a conversation never is', () => {
    memory.seen(now)
    expect(memory.wasAway(now + 61_000)).toBe(false)
    expect(tab.get('seen_at')).toBeNull()
    memory.keepToken('token-of-blue')
    memory.seen(now)
    expect(memory.wasAway(now + 60_000)).toBe(false)
    expect(memory.wasAway(now + 61_000)).toBe(true)
  })

  test('rubbish in the storage is nothing', () => {
    browser.set('resume', '{"token":5}')
    tab.set('ended_at', 'soon')
    expect(memory.token(now)).toBeNull()
    memory.tidy(now)
    expect(browser.get('resume')).toBeNull()
  })
})
