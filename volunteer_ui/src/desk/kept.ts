import type { Keeper } from '../shared/storage.ts'
import type { Ordinals } from './ordinals.ts'
import type { Unsaved, Unsent } from './unsent.ts'

/** What is being written: words to the child, the note of a hand-over, or what was asked and done in danger. `read`: the
 * note of a colleague that was put away. */
export type Draft = 'words' | 'note' | 'asked' | 'answer' | 'action' | 'whisper' | 'read'

/** What an editor has not kept yet: an article, a new one where `article` is null, or the list of synonyms. Made from version `base`. */
export interface Unkept {
  readonly article: string | null
  readonly base: number
  readonly content: string
  readonly why: string
}

export type Edited = 'article' | 'synonyms'

type Drafts = Readonly<Record<string, Partial<Record<Draft, string>>>>

const mine = ['drafts', 'outbox', 'unsaved', 'owner', 'locked', 'begun', 'ordinals', 'editing'] as const

/** What this tab keeps over a reload, and forgets when it closes or its owner logs out. */
export class Kept {
  readonly #keeper: Keeper
  #drafts: Drafts

  constructor(keeper: Keeper) {
    this.#keeper = keeper
    this.#drafts = this.#read('drafts', {})
  }

  draft(kind: Draft, conversation: string): string {
    return this.#drafts[conversation]?.[kind] ?? ''
  }

  keepDraft(kind: Draft, conversation: string, text: string): void {
    this.#hold({ ...this.#drafts, [conversation]: { ...this.#drafts[conversation], [kind]: text } })
  }

  /** Forget the drafts of conversations that are not here any more. */
  keepOnly(conversations: readonly string[]): void {
    const here = Object.entries(this.#drafts).filter(([id]) => conversations.includes(id))
    if (here.length < Object.keys(this.#drafts).length) this.#hold(Object.fromEntries(here))
  }

  /** What the server has not acknowledged, and who wrote it. */
  unsent(): { readonly owner: string | null; readonly outbox: readonly Unsent[]; readonly unsaved: readonly Unsaved[] } {
    return { owner: this.#keeper.get('owner'), outbox: this.#read('outbox', []), unsaved: this.#read('unsaved', []) }
  }

  keepUnsent(outbox: readonly Unsent[], unsaved: readonly Unsaved[]): void {
    this.#keeper.set('outbox', JSON.stringify(outbox))
    this.#keeper.set('unsaved', JSON.stringify(unsaved))
  }

  /** The text that an editor has not kept yet. */
  editing(of: Edited): Unkept | null {
    const it = this.#read<Partial<Record<Edited, Unkept>>>('editing', {})[of]
    return typeof it?.content === 'string' && typeof it.base === 'number' && typeof it.why === 'string' ? it : null
  }

  keepEditing(of: Edited, it: Unkept | null): void {
    const all = { ...this.#read<Partial<Record<Edited, Unkept | null>>>('editing', {}), [of]: it }
    if (Object.values(all).every((one) => !one)) this.#keeper.remove('editing')
    else this.#keeper.set('editing', JSON.stringify(all))
  }

  keepOwner(name: string): void {
    this.#keeper.set('owner', name)
  }

  /** The numbers of children without a name, which a reload must not change. */
  get ordinals(): Ordinals {
    return this.#read('ordinals', {})
  }

  set ordinals(ordinals: Ordinals) {
    this.#keeper.set('ordinals', JSON.stringify(ordinals))
  }

  get locked(): boolean {
    return this.#keeper.get('locked') === 'yes'
  }

  set locked(locked: boolean) {
    this.#keeper.set('locked', locked ? 'yes' : 'no')
  }

  /** Was available once since the log-in. */
  get begun(): boolean {
    return this.#keeper.get('begun') === 'yes'
  }

  set begun(begun: boolean) {
    this.#keeper.set('begun', begun ? 'yes' : 'no')
  }

  /** Single letters act when not writing, unless their owner switched them off. */
  get letters(): boolean {
    return this.#keeper.get('letters') !== 'off'
  }

  set letters(letters: boolean) {
    this.#keeper.set('letters', letters ? 'on' : 'off')
  }

  /** Forget everything that was written. */
  forget(): void {
    this.#drafts = {}
    for (const key of mine) this.#keeper.remove(key)
  }

  #hold(drafts: Drafts): void {
    this.#drafts = drafts
    this.#keeper.set('drafts', JSON.stringify(drafts))
  }

  #read<T extends object>(key: string, otherwise: T): T {
    try {
      const value: unknown = JSON.parse(this.#keeper.get(key) ?? 'null')
      return typeof value === 'object' && value !== null && Array.isArray(value) === Array.isArray(otherwise) ? (value as T) : otherwise
    } catch {
      return otherwise
    }
  }
}
