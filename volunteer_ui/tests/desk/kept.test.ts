import { expect, test } from 'vitest'
import { isDeserted } from '../../src/desk/idle'
import { Kept } from '../../src/desk/kept'
import { after, conversation, deskWith, offer } from './house'
import { keptByPage } from '../../src/shared/storage'

test('drafts survive a reload, each of its own conversation', () => {
  const store = keptByPage()
  const kept = new Kept(store)
  kept.keepDraft('words', 'a:b', 'lieve')
  kept.keepDraft('note', 'a:b', 'briefje')
  kept.keepDraft('words', 'groen', 'hoi')
  const reloaded = new Kept(store)
  expect(reloaded.draft('words', 'a:b')).toBe('lieve')
  expect(reloaded.draft('note', 'a:b')).toBe('briefje')
  expect(reloaded.draft('words', 'rood')).toBe('')
})

test('drafts of conversations that are gone are forgotten', () => {
  const store = keptByPage()
  const kept = new Kept(store)
  kept.keepDraft('words', 'blauw', 'geheim')
  kept.keepDraft('words', 'groen', 'hoi')
  kept.keepOnly(['groen'])
  expect(store.get('drafts')).not.toContain('geheim')
  expect(kept.draft('words', 'groen')).toBe('hoi')
})

test('nothing that was written stays after logging out', () => {
  const store = keptByPage()
  const kept = new Kept(store)
  kept.keepDraft('words', 'blauw', 'geheim')
  kept.keepUnsent([{ conversation: 'blauw', client_id: '1', text: 'geheim' }], [{ conversation: 'blauw', name: 'age', value: 12 }])
  kept.keepOwner('ann')
  kept.forget()
  expect(['drafts', 'outbox', 'unsaved', 'owner', 'locked'].map((key) => store.get(key))).toEqual([null, null, null, null, null])
})

test.each(['', '[]', '{', '3', '{"blauw":{}}'])('what is kept as %j breaks nothing', (value) => {
  const store = keptByPage()
  for (const key of ['drafts', 'outbox', 'unsaved']) store.set(key, value)
  const kept = new Kept(store)
  expect(kept.draft('words', 'blauw')).toBe('')
  expect(kept.unsent().outbox).toEqual([])
})

const minute = 60_000

test('an idle desk locks, and never while a conversation runs or is in wrap-up', () => {
  const resting = deskWith()
  expect(isDeserted(resting, 0, 15 * minute - 1)).toBe(false)
  expect(isDeserted(resting, 0, 15 * minute)).toBe(true)
  expect(isDeserted(deskWith({ offers: [offer('o1')] }), 0, 15 * minute)).toBe(true)
  for (const state of ['active', 'wrap_up'] as const) {
    expect(isDeserted(deskWith({ conversations: [conversation('blauw', { state })] }), 0, 60 * minute)).toBe(false)
  }
  expect(isDeserted(after(resting, { is: 'locked', locked: true }), 0, 60 * minute)).toBe(false)
})
