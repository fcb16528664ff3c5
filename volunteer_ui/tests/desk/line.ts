import { Bell } from '../../src/desk/alert'
import { Kept } from '../../src/desk/kept'
import { Ringing } from '../../src/desk/ringing'
import { Table } from '../../src/desk/table.svelte'
import type { Web } from '../../src/desk/web'
import type { Answer } from '../../src/desk/wire'
import type { Heed, Link } from '../../src/net/desk'
import type { Reply } from '../../src/net/http'
import { keptByPage, type Keeper } from '../../src/shared/storage'

interface Asked {
  readonly event: string
  readonly data: Record<string, unknown>
  answer(it: Answer): Promise<void>
}

export const settled = (): Promise<void> => new Promise((done) => setImmediate(done))

const silent = (): Promise<never> => new Promise(() => undefined)
const yes: Reply = { ok: true, body: null, date: null }

/** A desk on a line whose other end is the test. */
export function desk(store: Keeper = keptByPage(), web: Partial<Web> = {}, { device = keptByPage(), built = '' }: { device?: Keeper; built?: string } = {}) {
  const asked: Asked[] = []
  const calls: string[] = []
  let heed: Heed | undefined
  const link: Link = {
    open: (it) => void (heed = it),
    renew: () => void calls.push('renew'),
    close: () => void calls.push('close'),
    ask: (event, data) =>
      new Promise((resolve) => {
        const answer = async (it: Answer) => {
          resolve(it)
          await settled()
        }
        asked.push({ event, data: data as Record<string, unknown>, answer })
      }),
  }
  const usual: Web = {
    logIn: async () => yes,
    logOut: async () => yes,
    fetchForm: async () => ({ ok: false, code: 'no_link' }),
    fetchTopics: async () => ({ ok: false, code: 'no_link' }),
    editing: { shelf: silent, versions: silent, version: silent, write: silent, publish: silent, retire: silent, approve: silent, check: silent, synonyms: silent, writeSynonyms: silent },
    knowledge: { search: silent, about: silent, article: silent, missed: silent },
    audit: { find: silent, chain: silent },
    factors: { mine: silent, newCode: silent, confirmCode: silent, askPasskey: silent, addPasskey: silent, remove: silent, people: silent, reset: silent },
    recordings: { all: silent, played: silent, draft: silent, upload: silent, listened: silent, putLive: silent, discard: silent, usePlaceholder: silent },
    fetchOpened: async () => ({ ok: false, code: 'no_link' }),
  }
  const table = new Table(link, { ...usual, ...web }, new Kept(store), new Ringing(new Bell(), () => ''), device, built)
  table.start()
  const hear = (name: string, data: unknown): void => heed!.event(name, data)
  const of = (event: string): Asked[] => asked.filter((one) => one.event === event)
  return { table, hear, asked, of, calls, gone: () => heed!.gone(), refused: (code: string, again: number | null = null) => heed!.refused(code, again) }
}
