import type { Ended, Entered, Estimate, Holder, Joined, Message, Notice, Open, Opening, Queue, Snapshot, Stage } from './wire'

/** What the server says is so: a snapshot, followed by the events after it. */
export interface Mirror {
  readonly stage: Stage
  readonly messages: readonly Message[]
  /** Every message up to this number is in `messages`, or was forgotten before the snapshot. */
  readonly known: number
  readonly open: Open
  readonly opensAt: string | null
  readonly closesAt: string | null
  readonly tryAt: string | null
  readonly notice: Notice | null
  readonly conversation: string | null
  readonly position: number | null
  readonly estimate: Estimate | null
  readonly unreachable: boolean
  readonly resume: string | null
  readonly volunteer: string | null
  readonly readsBack: boolean
  /** Everybody who was there, oldest first, once that is more than one. */
  readonly holders: readonly Holder[]
  readonly interrupted: boolean
  readonly handedOver: boolean
  readonly ended: Ended | null
}

const alone = { position: null, estimate: null, unreachable: false, volunteer: null, readsBack: false, holders: [] as readonly Holder[], interrupted: false, handedOver: false, ended: null }

export const blank: Mirror = {
  ...alone,
  stage: 'idle',
  messages: [],
  known: 0,
  open: true,
  opensAt: null,
  closesAt: null,
  tryAt: null,
  notice: null,
  conversation: null,
  resume: null,
}

export function fromSnapshot(snapshot: Snapshot): Mirror {
  const messages = inOrder(snapshot.messages)
  return withMessages(
    {
      ...opening(blank, snapshot),
      stage: snapshot.state,
      known: (messages[0]?.seq ?? snapshot.last_seq + 1) - 1,
      conversation: snapshot.conversation ?? null,
      position: snapshot.position ?? null,
      estimate: snapshot.estimate_seconds ?? null,
      unreachable: snapshot.unreachable ?? false,
      resume: snapshot.resume ?? null,
      volunteer: snapshot.volunteer ?? null,
      readsBack: snapshot.reads_back ?? false,
      holders: snapshot.holders ?? [],
      interrupted: snapshot.interrupted ?? false,
      handedOver: snapshot.handed_over ?? false,
      ended: snapshot.ended ?? null,
    },
    messages,
  )
}

export function opening(mirror: Mirror, now: Opening): Mirror {
  return {
    ...mirror,
    open: now.open,
    opensAt: now.opens_at ?? null,
    closesAt: now.closes_at ?? null,
    tryAt: now.try_at ?? null,
    notice: now.notice ?? null,
  }
}

export function queued(mirror: Mirror, queue: Queue): Mirror {
  return { ...mirror, position: queue.position, estimate: queue.estimate_seconds, unreachable: queue.unreachable ?? false }
}

/** The answer to `enter`. A volunteer may have joined before it arrived; then it only adds what `joined` does not say. */
export function entered(mirror: Mirror, answer: Entered): Mirror {
  const named = { ...mirror, conversation: answer.conversation, resume: answer.resume }
  if (mirror.stage === 'talking') return named
  const fresh = { ...named, ...alone, ...(mirror.stage === 'waiting' ? {} : { messages: [], known: 0 }) }
  if (answer.position === null) return { ...fresh, stage: 'talking' }
  return { ...fresh, stage: 'waiting', position: answer.position, estimate: answer.estimate_seconds, unreachable: mirror.unreachable }
}

export function joined(mirror: Mirror, { volunteer, reads_back: readsBack, holders }: Joined): Mirror {
  const fresh = mirror.stage === 'ended' ? { messages: [], known: 0 } : {}
  return { ...mirror, ...alone, ...fresh, stage: 'talking', volunteer, readsBack, holders: holders ?? [] }
}

export function interrupted(mirror: Mirror, volunteer: string, handedOver: boolean): Mirror {
  return { ...mirror, interrupted: true, handedOver, volunteer }
}

export function ended(mirror: Mirror, how: Ended): Mirror {
  return { ...mirror, ...alone, volunteer: mirror.volunteer, readsBack: mirror.readsBack, holders: mirror.holders, stage: 'ended', ended: how }
}

/** Merge messages by their number: each once, in order, whatever way and however often they came. */
export function withMessages(mirror: Mirror, more: readonly Message[]): Mirror {
  const have = new Set(mirror.messages.map(({ seq }) => seq))
  const added = more.filter(({ seq }) => !have.has(seq) && have.add(seq))
  const messages = added.length === 0 ? mirror.messages : inOrder([...mirror.messages, ...added])
  let known = mirror.known
  for (const { seq } of messages) if (seq === known + 1) known = seq
  return { ...mirror, messages, known }
}

/** True when a message is missing between others: then ask for what comes after `known`. */
export const hasGap = ({ messages, known }: Mirror): boolean => (messages.at(-1)?.seq ?? 0) > known

const inOrder = (messages: readonly Message[]): readonly Message[] => [...messages].sort((a, b) => a.seq - b.seq)
