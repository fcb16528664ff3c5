import { describe, expect, test } from 'vitest'
import { AuditDesk, everything, soughtOf } from '../../src/desk/audit/audit.svelte'
import { deedName, deeds, sentenceOf } from '../../src/desk/audit/sentences'
import type { Entry } from '../../src/desk/audit/wire'
import type { Sought } from '../../src/net/audit'
import type { Reply } from '../../src/net/http'
import { speak } from '../../src/shared/language.svelte'
import { keptByPage } from '../../src/shared/storage'

const entry = (change: Partial<Entry> = {}): Entry => ({
  entry: '2026-03/1',
  at: '2026-03-06T19:00:00Z',
  what: 'watch_began',
  by: { id: 'l', alias: 'Lou' },
  whom: 'Nora',
  conversation: 'k1',
  reason: 'asked',
  about: null,
  ...change,
})
const page = (entries: readonly Entry[], more: string | null = null): Reply => ({ ok: true, body: { entries, more, people: [] }, date: null })

describe('a deed', () => {
  test('reads as a sentence, whoever did it and whatever is known of it', () => {
    const bare = { by: null, whom: null, reason: null, about: null }
    for (const what of [...deeds, 'something_new']) for (const known of [{}, bare]) expect(sentenceOf(entry({ what, ...known }))).not.toMatch(/null|undefined|\{/)
    for (const what of deeds) expect(deedName(what)).not.toBe(what)
  })

  test('says how long and what it was about, as people say it', () => {
    speak('nl', keptByPage())
    const said = (what: string, about: string | null, reason = 'prank') => sentenceOf(entry({ what, about, reason }))
    expect(said('time_out', '1440 minutes')).toBe('Lou gaf een time-out van 24 uur: een grap.')
    expect(said('block', 'network 12 hours')).toBe('Lou gaf een blokkering van 12 uur, voor een netwerk: een grap.')
    expect(said('lift', 'block network', 'oeps')).toBe('Lou haalde een blokkering voor een netwerk weg die Nora gaf: oeps.')
    expect(said('lift', 'time_out device', 'oeps')).toBe('Lou haalde een time-out weg die Nora gaf: oeps.')
    expect(said('renew', 'block device 72 hours')).toBe('Lou verlengde een blokkering voor een toestel die Nora gaf, met 3 dagen: een grap.')
    expect(said('agree', 'time_out device')).toBe('Lou ging akkoord met een time-out die Nora gaf: een grap.')
  })

  test('of before says as much as was written down then', () => {
    speak('nl', keptByPage())
    expect(sentenceOf(entry({ what: 'lift', about: 'block', reason: 'oeps' }))).toBe('Lou haalde een blokkering weg die Nora gaf: oeps.')
    expect(sentenceOf(entry({ what: 'renew', about: 'block', reason: 'prank' }))).toBe('Lou verlengde een blokkering die Nora gaf: een grap.')
  })

  test('that somebody explained keeps their words', () => {
    expect(sentenceOf(entry({ what: 'lift', reason: 'het was een vergissing' }))).toContain('het was een vergissing')
  })
})

describe('what is sought', () => {
  test('is whole days of the reader', () => {
    const { since, until } = soughtOf({ ...everything, from: '2026-03-28', to: '2026-03-29' })
    expect([new Date(since).getHours(), new Date(until).getHours()]).toEqual([0, 0])
    expect([new Date(since).getDate(), new Date(until).getDate()]).toEqual([28, 30])
    expect(soughtOf({ ...everything, from: 'gisteren' }).since).toBe('')
  })

  test('goes on from where it was, and begins anew with another filter', async () => {
    const asked: Sought[] = []
    const answers = [page([entry()], '2026-03/1'), page([entry({ entry: '2026-02/9' })]), page([])]
    const audit = new AuditDesk({ find: async (sought) => (asked.push(sought), answers[asked.length - 1]!), chain: async () => page([]) })
    await audit.look()
    await audit.older()
    expect(audit.entries.map((one) => one.entry)).toEqual(['2026-03/1', '2026-02/9'])
    await audit.older()
    await audit.look({ ...everything, what: 'taken_over' })
    expect([audit.entries, asked.map((one) => one.before)]).toEqual([[], ['', '2026-03/1', '']])
  })

  test('last is what is shown, also when an earlier answer comes later', async () => {
    const waiting: ((reply: Reply) => void)[] = []
    const audit = new AuditDesk({ find: () => new Promise((answer) => waiting.push(answer)), chain: async () => page([]) })
    const first = audit.look()
    const second = audit.look({ ...everything, by: 'l' })
    waiting[1]!(page([]))
    waiting[0]!(page([entry()]))
    await Promise.all([first, second])
    expect(audit.entries).toEqual([])
  })

  test('that could not be fetched is said', async () => {
    const no: Reply = { ok: false, code: 'no_link' }
    const audit = new AuditDesk({ find: async () => no, chain: async () => no })
    await audit.look()
    await audit.check()
    expect([audit.here, audit.chainFailed, audit.chain]).toEqual([false, true, null])
  })
})
