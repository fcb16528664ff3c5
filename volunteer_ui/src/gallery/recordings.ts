import type { Recording } from '../desk/recordings/wire.ts'
import type { RecordingsDesk } from '../desk/recordings/recordings.svelte.ts'
import type { Reply } from '../net/http.ts'
import type { Recordings } from '../net/recordings.ts'
import type { Spoken } from './recording.ts'

const yes = (body: unknown): Promise<Reply> => Promise.resolve({ ok: true, body, date: null })
const no: Promise<Reply> = Promise.resolve({ ok: false, code: 'no_link' })
const never = new Promise<never>(() => undefined)
/** One that this browser cannot play; pictures make no sound. */
const noise = (): Promise<Reply> => yes(new ArrayBuffer(0))

/** What the server says of the recordings. */
export const recordings = ({ all = [], refused, sends, fails }: Spoken): Recordings => {
  const deed = (): Promise<Reply> => (sends ? never : refused ? Promise.resolve({ ok: false, ...refused }) : yes(null))
  return {
    all: () => (fails ? no : yes({ languages: ['nl', 'en'], recordings: all })),
    played: noise,
    draft: noise,
    upload: deed,
    listened: deed,
    putLive: deed,
    discard: deed,
    usePlaceholder: deed,
  }
}

/** Do what a coordinator does on that page. */
export async function listen(desk: RecordingsDesk, { all = [], on, group }: Spoken): Promise<void> {
  await import('../desk/recordings/Recordings.svelte')
  await desk.look()
  if (group) desk.group = group
  const it = all.find((one) => one.name === on?.[0])
  if (it && on) await Promise.race([does[on[1]](desk, it), Promise.resolve()])
}

const does: Readonly<Record<'uploads' | 'puts_live' | 'takes_away' | 'plays', (desk: RecordingsDesk, it: Recording) => Promise<void>>> = {
  uploads: (desk, it) => desk.upload(it, new Blob()),
  puts_live: (desk, it) => desk.putLive(it),
  takes_away: (desk, it) => desk.usePlaceholder(it),
  plays: (desk, it) => desk.play(it, true),
}
