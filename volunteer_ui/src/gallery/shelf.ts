import type { Editing } from '../net/knowledge.ts'
import type { Reply } from '../net/http.ts'
import { together, type Filled } from '../desk/shelf/file.ts'
import type { Shelf } from '../desk/shelf/shelf.svelte.ts'
import type { Missed, Referral, Standing, Volume } from '../desk/shelf/wire.ts'
import { checked } from './knowledge.ts'
import type { Edit } from './recording.ts'

const filled: Filled = {
  title: 'Ruzie met je ouders',
  keywords: ['ruzie thuis', 'boze vader', 'boze moeder', 'schreeuwen', 'niet naar huis durven'],
  subtopic: 'conflict-with-parents',
  language: 'nl',
  owner: 'redactie',
  review: '2027-05-21',
  acute: false,
  referrals: ['veilig_thuis', 'school', 'youth_team'],
  body: checked.body.trim(),
  children: 'Ruzie thuis is naar. Je bent niet de enige.\n\nPraat erover met iemand die je vertrouwt.',
}
const first = together({ ...filled, body: filled.body.replace('Soms is het zo vaak of zo hard dat een kind **niet meer naar huis durft**. ', ''), children: '' })
const content = together(filled)
/** What an editor makes of it. */
export const changed = together({ ...filled, body: filled.body.replace('niet meer naar huis durft', 'bang is om naar huis te gaan') })

const volume: Volume = {
  article: 'conflict-with-parents',
  state: 'published',
  latest: 2,
  published: 1,
  versions: [
    { number: 2, by: 'Lou', why: 'Ook een tekst voor kinderen', at: '2026-03-05T10:12:00Z' },
    { number: 1, by: null, why: 'Eerste vulling', at: '2026-02-01T09:00:00Z' },
  ],
  content,
}

const standing = (article: string, title: string, topic: string, change: Partial<Standing>): Standing => ({
  article,
  title,
  language: 'nl',
  topic,
  subtopic: article,
  acute: false,
  state: 'published',
  latest: 1,
  published: 1,
  changed_at: '2026-02-01T09:00:00Z',
  review: null,
  due: true,
  for_children: false,
  opened: 0,
  ...change,
})

const articles: readonly Standing[] = [
  standing('conflict-with-parents', 'Ruzie met je ouders', 'home-and-family', { latest: 2, opened: 41, for_children: true, due: false, review: { name: 'M. de Vries', role: 'orthopedagoog', on: '2026-02-02', until: '2027-02-02' } }),
  standing('being-bullied', 'Gepest worden', 'bullying', { opened: 38, for_children: true }),
  standing('physical-abuse', 'Lichamelijke mishandeling', 'abuse-and-violence', { acute: true, opened: 12, review: { name: 'A. Jansen', role: 'jeugdarts', on: '2025-01-10', until: '2026-01-10' } }),
  standing('online-bullying', 'Online pesten', 'bullying', { state: 'draft', published: null }),
  standing('exclusion', 'Buitengesloten worden', 'bullying', { state: 'retired', due: false }),
]
const missed: readonly Missed[] = [
  { query: 'skinny jeans te duur', language: 'nl', count: 7 },
  { query: 'wat is een loverboy', language: 'nl', count: 3 },
]
const referrals: readonly Referral[] = [
  { slug: 'veilig_thuis', label: { nl: 'Veilig Thuis', en: 'Veilig Thuis' } },
  { slug: 'school', label: { nl: 'Iemand op school', en: 'Somebody at school' } },
  { slug: 'youth_team', label: { nl: 'Wijkteam of jeugdteam', en: 'Youth team' } },
  { slug: 'doctor', label: { nl: 'Huisarts', en: 'Doctor' } },
]
const synonyms = `# What children say, and what they mean by it.
same:
  - [vader, papa, pap, pappa]
  - [moeder, mama, mam, mamma]
groups:
  - said: [lopen klooien, doet kut tegen mij]
    means: [pesten]
`

const yes = (body: unknown): Promise<Reply> => Promise.resolve({ ok: true, body, date: null })
const no = (code: string, more: object = {}): Promise<Reply> => Promise.resolve({ ok: false, code, ...more })

/** What the server says at the shelf, as far as it gets. */
export function editing(edits: readonly Edit[]): Editing {
  const keeps = edits.flatMap((one) => (typeof one === 'object' && 'keep' in one ? [one.keep] : []))[0]
  const written = edits.flatMap((one) => (typeof one === 'object' && 'write' in one ? [one.write] : []))[0] ?? content
  let latest = volume
  const refusal = keeps === 'edited_meanwhile' ? no('edited_meanwhile', { latest: 3 }) : no('invalid', { reason: 'sentence of 31 words' })
  return {
    shelf: () => (edits.includes('fails') ? no('no_link') : yes({ articles, missed, referrals })),
    versions: () => yes(latest),
    version: () => yes({ content: first }),
    write: () => {
      if (keeps !== 'well') return refusal
      latest = { ...volume, latest: 3, content: written, versions: [{ number: 3, by: 'Lou', why: 'Duidelijker over bang zijn', at: '2026-03-06T19:12:00Z' }, ...volume.versions] }
      return yes({ article: volume.article, number: 3 })
    },
    publish: () => yes(null),
    retire: () => yes(null),
    approve: () => yes(null),
    check: (text) => (text.startsWith('---') ? yes({ article: volume.article, title: filled.title, language: 'nl', body: filled.body, for_children: filled.children }) : no('invalid', { reason: 'no header' })),
    synonyms: () => yes({ content: synonyms, number: 4 }),
    writeSynonyms: () => yes({ number: 5 }),
  }
}

/** Do what an editor does, one thing after another. */
export async function edit(shelf: Shelf, edits: readonly Edit[]): Promise<void> {
  await import('../desk/shelf/Shelf.svelte')
  await shelf.look()
  for (const one of edits) {
    if (one === 'fails') continue
    else if ('part' in one) {
      shelf.part = one.part
      if (one.part === 'synonyms') await shelf.openSynonyms()
    } else if ('open' in one) await shelf.open(one.open)
    else if ('begin' in one) shelf.begin(one.begin)
    else if ('write' in one) {
      shelf.write(one.write)
      shelf.why = one.why ?? ''
    } else if ('keep' in one) await shelf.keep(false)
    else await shelf.compare(...one.compare)
  }
}
