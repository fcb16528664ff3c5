import type { Link } from '../net/desk.ts'
import { language } from '../shared/language.svelte.ts'
import { keptByPage, type Keeper } from '../shared/storage.ts'
import { AuditDesk } from './audit/audit.svelte.ts'
import type { Dialog, Question } from './dialog.ts'
import type { Form, Topic } from './form.ts'
import { heard } from './heard.ts'
import { isDeserted } from './idle.ts'
import type { Kept } from './kept.ts'
import { Library } from './knowledge/library.svelte.ts'
import { Mender } from './mender.ts'
import type { Found } from './phone/check.svelte.ts'
import type { Telephone } from './phone/telephone.svelte.ts'
import { Post } from './post.ts'
import { empty, reduce, type Desk, type Happening } from './reducer.ts'
import { BrowserPlayer } from './recordings/player.ts'
import { RecordingsDesk } from './recordings/recordings.svelte.ts'
import type { Ringing } from './ringing.ts'
import { Sanctions } from './sanctions/ledger.svelte.ts'
import { Saver } from './saver.ts'
import { Sentence } from './sentence.ts'
import { Shelf } from './shelf/shelf.svelte.ts'
import { ShiftCheck } from './shift_check.svelte.ts'
import type { Web } from './web.ts'
import type { Answer, Conversation, Snapshot } from './wire.ts'

/** The conversation in view, talking or over. */
const inView = (desk: Desk): string => `${desk.chosen} ${desk.conversations.find((one) => one.id === desk.chosen)?.state}`

/** The desk of this window: the reduced state, and everything that keeps it true. Views read it and call deeds.ts. */
export class Table {
  desk: Desk = $state.raw(empty)
  form: Form | null = $state.raw(null)
  topics: readonly Topic[] = $state.raw([])
  formMissing = $state(false)
  dialog: Dialog | null = $state.raw(null)
  /** The part on the right is a sheet on narrow screens. */
  sheet = $state(false)
  /** What stands there: the card while there is an alarm and people talk, else the form; or what was chosen, such as the knowledge base. */
  pane: 'usual' | 'card' | 'form' | 'knowledge' | 'earlier' = $state('usual')
  /** The coordinators who are there, by alias; null while it is not known. */
  coordinators: readonly string[] | null = $state.raw(null)
  /** An alarm sounds and this browser makes no sound yet: it waits for a key or a click. */
  mute = $state(false)
  /** Puts words in the line that is being written; null where there is none. */
  insert: ((words: string) => void) | null = null
  letters = $state(true)
  /** This browser as a telephone, fetched where the helpline has one. */
  telephone: Telephone | null = $state.raw(null)
  /** What the check of the telephone shows in place of what it finds; for the gallery. */
  foundOnPhone: Found | null = $state.raw(null)
  /** The server's time (ms), once a second. */
  now = $state(Date.now())

  readonly link: Link
  readonly web: Web
  readonly kept: Kept
  readonly library: Library
  readonly check: ShiftCheck
  /** Who did what, for coordinators. */
  audit: AuditDesk
  /** What the telephone says, for coordinators. */
  recordings: RecordingsDesk
  /** The articles, for who writes them. */
  shelf: Shelf
  /** Time-outs and blocks. */
  sanctions: Sanctions
  /** What is being typed, wherever. */
  readonly sentence = new Sentence()
  readonly #ringing: Ringing
  readonly #post: Post
  readonly #saver: Saver
  readonly #mender: Mender
  readonly #built: string
  readonly #device: Keeper
  #bringing = false
  #lastInput = Date.now()
  /** How far the server's clock is ahead of this computer's. */
  #ahead = 0

  /** device: what this browser keeps without names · built: the version that this page was built for. */
  constructor(link: Link, web: Web, kept: Kept, ringing: Ringing, device: Keeper = keptByPage(), built = '') {
    this.#built = built
    this.#device = device
    this.check = new ShiftCheck(device, kept.begun)
    this.link = link
    this.web = web
    this.kept = kept
    this.library = new Library(web.knowledge, language)
    this.audit = new AuditDesk(web.audit)
    this.recordings = new RecordingsDesk(web.recordings, new BrowserPlayer())
    this.shelf = new Shelf(web.editing, kept)
    this.sanctions = this.#sanctions()
    this.#ringing = ringing
    this.letters = kept.letters
    this.#post = new Post(
      () => this.desk.outbox,
      ({ conversation, client_id, text }) => this.ask('say', { conversation, client_id, text }),
      {
        said: (words, seq, at) => this.tell({ is: 'said', words, seq, at }),
        refused: (words, code) => this.tell({ is: 'words_refused', client_id: words.client_id, code }),
      },
    )
    this.#saver = new Saver(
      () => this.desk.unsaved,
      (conversation, fields) => this.ask('register', { conversation, fields }),
      {
        registered: (conversation, fields, missing) => this.tell({ is: 'registered', conversation, fields, missing }),
        notRegistered: (conversation, fields, wrong) => this.tell({ is: 'not_registered', conversation, fields, wrong }),
      },
    )
    this.#mender = new Mender(
      () => this.desk.conversations,
      (conversation, after) => this.ask('sync', { conversation, after }),
      (conversation, messages) => this.tell({ is: 'synced', conversation, messages }),
    )
  }

  /** Take up what this tab kept, connect, and keep time. */
  start(): void {
    const { outbox, unsaved } = this.kept.unsent()
    this.tell({ is: 'restored', outbox, unsaved, ordinals: this.kept.ordinals })
    this.tell({ is: 'locked', locked: this.kept.locked })
    this.link.open({
      event: (name, data) => this.#event(name, data as never),
      connected: () => undefined,
      gone: () => this.tell({ is: 'link', link: 'gone' }),
      refused: (code, again) =>
        this.tell(again === null ? { is: 'link', link: code === 'signed_out' ? 'signed_out' : 'refused' } : { is: 'link', link: 'gone', crowded: code === 'too_many' ? again : null }),
    })
    setInterval(() => this.#tick(), 1000)
  }

  /** The one door through which the desk changes. */
  tell(it: Happening): void {
    const before = this.desk
    this.desk = reduce(before, it)
    if (it.is === 'logged_out') this.#end()
    if (this.desk.ordinals !== before.ordinals) this.kept.ordinals = this.desk.ordinals
    if (this.desk.outbox !== before.outbox || this.desk.unsaved !== before.unsaved) {
      this.kept.keepUnsent(this.desk.outbox, this.desk.unsaved)
    }
    if (inView(this.desk) !== inView(before)) this.pane = 'usual'
    if (this.desk.chosen !== before.chosen) this.sheet = false
    this.#bringTelephone()
    this.#ringing.alarm(this.desk)
    this.mute = this.#ringing.isMute
    if (this.desk.link !== 'here') return
    if (this.desk.me?.status === 'available' && !this.kept.begun) this.#begin()
    if (this.desk.conversations !== before.conversations) this.kept.keepOnly(this.desk.conversations.map((one) => one.id))
    this.#ringing.heed(this.desk, before)
    if (this.desk.agreements !== before.agreements && this.desk.agreements.length + before.agreements.length > 0) void this.sanctions.look()
    this.#post.push()
    this.#saver.push()
    this.#mender.look()
  }

  /** Only who has a telephone fetches what one needs. */
  #bringTelephone(): void {
    if (this.telephone) return this.telephone.follow(this.desk)
    if (!this.desk.me?.phone || this.#bringing) return
    this.#bringing = true
    import('./phone/bring.ts').then(
      ({ telephone }) => {
        this.telephone = telephone(this, this.#device)
        this.telephone.follow(this.desk)
      },
      // Without a network now: with the next thing that happens it is tried again.
      () => (this.#bringing = false),
    )
  }

  /** Ask the server; a session that ended shows the log-in. */
  async ask(event: string, data: unknown): Promise<Answer> {
    const answer = await this.link.ask(event, data)
    if (answer.error?.code === 'signed_out') this.tell({ is: 'link', link: 'signed_out' })
    return answer
  }

  /** Somebody is there. A key or a click, but no mere movement, also lets the page make sound. */
  touched(awake: boolean): void {
    this.#lastInput = Date.now()
    if (!awake) return
    this.#ringing.wake()
    this.mute = this.#ringing.isMute
  }

  /** The sound of a new offer. */
  sound(): void {
    this.#ringing.sound()
  }

  open(ask: Question, of: string | null = this.desk.chosen): void {
    this.dialog = { ask, of }
  }

  get conversation(): Conversation | null {
    return this.desk.conversations.find((one) => one.id === this.desk.chosen) ?? null
  }

  /** Fetch the form and the topics; without them a conversation goes on, and the form says that it is missing. */
  async fetchForm(): Promise<void> {
    const [form, topics] = await Promise.all([this.web.fetchForm(), this.web.fetchTopics()])
    this.formMissing = !form.ok || !topics.ok
    if (!form.ok || !topics.ok) return
    this.form = form.body as Form
    this.topics = topics.body as readonly Topic[]
    const ahead = form.date === null ? 0 : form.date - Date.now()
    // The header counts whole seconds and took its time to arrive; less than that is no difference.
    this.#ahead = Math.abs(ahead) > 2000 ? ahead : 0
  }

  #end(): void {
    this.#forget()
    this.check.renew()
  }

  #begin(): void {
    this.kept.begun = true
    this.check.pass()
  }

  /** Nobody who sits here next sees what was looked up or written. */
  #forget(): void {
    this.library.forget()
    this.audit = new AuditDesk(this.web.audit)
    this.recordings.stop()
    this.recordings = new RecordingsDesk(this.web.recordings, new BrowserPlayer())
    this.shelf = new Shelf(this.web.editing, this.kept)
    this.sanctions = this.#sanctions()
    this.pane = 'usual'
  }

  #sanctions(): Sanctions {
    return new Sanctions((event, data) => this.ask(event, data))
  }

  #tick(): void {
    this.now = Date.now() + this.#ahead
    this.mute = this.#ringing.isMute
    if (isDeserted(this.desk, this.#lastInput, Date.now())) this.lock()
  }

  /** Nothing is seen from here on, also after a reload, until the password is given. */
  lock(): void {
    this.dialog = null
    this.kept.locked = true
    this.tell({ is: 'locked', locked: true })
  }

  #event(name: string, data: never): void {
    const happening = name === 'snapshot' ? this.#snapshot(data) : heard(name, data, Date.now() + this.#ahead)
    if (happening) this.tell(happening)
  }

  #snapshot(snapshot: Snapshot): Happening {
    const { owner } = this.kept.unsent()
    if (owner !== null && owner !== snapshot.me.name) {
      this.kept.forget()
      this.#forget()
      this.tell({ is: 'restored', outbox: [], unsaved: [] })
    }
    this.kept.keepOwner(snapshot.me.name)
    if (this.form === null) void this.fetchForm()
    const { version } = snapshot
    if (this.#built !== '' && version !== undefined) this.tell({ is: 'outdated', outdated: version !== this.#built })
    return { is: 'snapshot', snapshot }
  }
}
