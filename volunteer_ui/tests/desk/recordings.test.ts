import { describe, expect, test } from 'vitest'
import type { Player } from '../../src/desk/recordings/player'
import { keyOf, RecordingsDesk } from '../../src/desk/recordings/recordings.svelte'
import { refusedText } from '../../src/desk/recordings/texts'
import type { Recording } from '../../src/desk/recordings/wire'
import type { Reply } from '../../src/net/http'

const welcome: Recording = { name: 'welcome', group: 'coming', language: 'nl', text: 'Fijn dat je belt.', state: 'placeholder', seconds: 2, outdated: false, draft: null }
const draft = { id: 'd1', seconds: 3, heard: false }
const yes = (body: unknown = null): Reply => ({ ok: true, body, date: null })

/** The page with a server that keeps one recording, and a player that ends when it is told. */
function open(it: Recording = welcome, answers: Record<string, Reply> = {}) {
  const asked: string[] = []
  let kept = it
  const ask = (what: string, change: Partial<Recording> = {}) => async (): Promise<Reply> => {
    asked.push(what)
    if (answers[what]?.ok === false) return answers[what]
    kept = { ...kept, ...change }
    return answers[what] ?? yes()
  }
  const endings: ((ended: boolean) => void)[] = []
  const player: Player = { play: () => new Promise((end) => endings.push(end)), stop: () => undefined }
  const desk = new RecordingsDesk(
    {
      all: async () => answers.all ?? yes({ languages: ['nl', 'en'], recordings: [kept] }),
      played: ask('played'),
      draft: ask('draft'),
      upload: ask('upload', { draft }),
      listened: ask('listened', { draft: { ...draft, heard: true } }),
      putLive: ask('putLive', { draft: null, state: 'recording' }),
      discard: ask('discard', { draft: null }),
      usePlaceholder: ask('usePlaceholder', { state: 'placeholder' }),
    },
    player,
  )
  return { desk, asked, endings, first: () => desk.all[0]! }
}
const soon = () => new Promise((done) => setTimeout(done))

describe('a recording', () => {
  test('is listened to, to its end, before it can be put in use', async () => {
    const { desk, asked, endings, first } = open()
    await desk.look()
    await desk.upload(first(), new Blob())
    await desk.putLive(first())
    expect(asked).not.toContain('putLive')
    expect(desk.told?.refused?.code).toBe('not_heard')
    const playing = desk.play(first(), true)
    await soon()
    expect(first().draft?.heard).toBe(false)
    endings[0]!(true)
    await playing
    await desk.putLive(first())
    expect(asked).toEqual(['upload', 'draft', 'listened', 'putLive'])
    expect([first().state, desk.told?.done]).toEqual(['recording', 'live'])
  })

  test('that was stopped, or that this browser cannot play, was not heard', async () => {
    const { desk, asked, endings, first } = open({ ...welcome, draft })
    await desk.look()
    const stopped = desk.play(first(), true)
    await soon()
    await desk.play(first(), true)
    endings[0]!(true)
    await stopped
    expect(desk.playing).toBeNull()
    const failed = desk.play(first(), true)
    await soon()
    endings[1]!(false)
    await failed
    expect(asked).not.toContain('listened')
    expect(desk.told?.refused?.code).toBe('no_sound')
  })

  test('that is refused says why, and what was there stays', async () => {
    const { desk, first } = open({ ...welcome, draft }, { upload: { ok: false, code: 'bad_recording', why: 'silent' } })
    await desk.look()
    await desk.upload(first(), new Blob())
    expect(desk.told).toMatchObject({ of: keyOf(welcome), refused: { code: 'bad_recording', why: 'silent' } })
    expect([first().draft, desk.sending]).toEqual([draft, null])
  })

  test('of what a child hears needs no second listening', async () => {
    const { desk, asked, endings, first } = open()
    await desk.look()
    const playing = desk.play(first(), false)
    await soon()
    endings[0]!(true)
    await playing
    expect(asked).toEqual(['played'])
  })

  test('is among those of its language and its group', async () => {
    const { desk } = open()
    await desk.look()
    expect(desk.shown.length).toBe(1)
    desk.group = 'time'
    expect(desk.shown.length).toBe(0)
    expect(desk.missing('nl')).toBe(0)
  })

  test('that cannot be told of is no empty page', async () => {
    const { desk } = open(welcome, { all: { ok: false, code: 'no_link' } })
    await desk.look()
    expect(desk.here).toBe(false)
  })
})

test('every refusal says what to do', () => {
  const known = ['not_heard', 'draft_gone', 'no_placeholder', 'too_large', 'forbidden', 'no_link', 'no_sound', 'not_found'].map((code) => refusedText({ ok: false, code }))
  const bad = ['not_sound', 'too_long', 'too_short', 'silent', 'clipped'].map((why) => refusedText({ ok: false, code: 'bad_recording', why }))
  const other = refusedText({ ok: false, code: 'fault' })
  for (const text of [...known, ...bad]) expect(text).not.toBe(other)
  expect(refusedText({ ok: false, code: 'bad_recording', why: 'new' })).toBe(other)
})
