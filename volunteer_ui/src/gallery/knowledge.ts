import type { Event } from '../desk/knowledge/reducer.ts'
import type { Article, Hit, Referral } from '../desk/knowledge/wire.ts'

const hit = (article: string | null, title: string, topic: string, subtopic: string, excerpt: string, text?: string): Hit => ({
  article,
  title,
  topic,
  subtopic,
  excerpt,
  reason: text === undefined ? null : { code: 'sound', text },
})

export const hits: readonly Hit[] = [
  hit('being-bullied', 'Gepest worden', 'bullying', 'being-bullied', 'Pesten is iemand steeds opnieuw pijn doen, uitschelden of buitensluiten. Een kind denkt vaak dat het zelf iets fout doet.', 'pesten'),
  hit('online-bullying', 'Online pesten', 'bullying', 'online-bullying', 'Online pesten houdt niet op als de school uit is. Berichten en foto’s blijven rondgaan.', 'pesten'),
  hit('bullying-others', 'Zelf pesten', 'bullying', 'bullying-others', 'Wie pest, vertelt dat niet snel. Dat een kind het jou vertelt, is een begin.', 'pestkop'),
  hit(null, 'Roddels en geruchten', 'bullying', 'gossip-and-rumours', ''),
]

/** For the sub-topic that is registered. */
export const fitting: readonly Hit[] = [
  hit('conflict-with-parents', 'Ruzie met je ouders', 'home-and-family', 'conflict-with-parents', 'Ruzie thuis hoort bij groter worden, tot het te vaak of te hard is.'),
]

const referral = (slug: string, name: string, change: Partial<Referral>): Referral => ({ slug, name, number: null, asks_first: null, hours: null, for_whom: null, site: null, ...change })
const referrals: readonly Referral[] = [
  referral('veilig_thuis', 'Veilig Thuis', { number: '0800-2000', hours: 'dag en nacht', asks_first: 'in welke plaats je woont' }),
  referral('kindertelefoon', 'De Kindertelefoon', { number: '0800-0432', hours: '11:00-21:00', for_whom: '8 tot 18 jaar', site: 'https://www.kindertelefoon.nl/' }),
  referral('school', 'Iemand op school', { for_whom: 'mentor, vertrouwenspersoon' }),
]

const body = `## Wat speelt er
Ruzie met ouders hoort bij groter worden. Soms is het zo vaak of zo hard dat een kind **niet meer naar huis durft**. Het denkt dan vaak dat het door hem of haar komt.

## Wat een kind vaak vraagt
- "Waarom is hij altijd boos op mij?"
- "Is het mijn schuld?"

## Wat je kunt vragen
- Contact: Wat fijn dat je dit vertelt. Ben je nu op een rustige plek?
- Situatie: Wat gebeurt er als jullie ruzie hebben? Hoe eindigt het?
- Doel: Wat hoop je dat er na dit gesprek anders is?
- Uitwerken: Bij wie kun je even terecht? Wat heb je al geprobeerd?
- Afronden: Wat is het eerste dat je vanavond doet?

## Wat kan helpen
Samen een rustig moment zoeken helpt vaak meer dan praten in de ruzie. Opschrijven wat je wilt zeggen kan ook.

## Wanneer je je zorgen maakt
Let op als er geslagen wordt of met dingen gegooid. Druk op alarm als een kind nu in gevaar is.

## Wat je beter niet zegt
- "Je vader bedoelt het vast goed." Dan voelt een kind zich alleen.
`

export const checked: Article = {
  article: 'conflict-with-parents',
  title: 'Ruzie met je ouders',
  topic: 'home-and-family',
  subtopic: 'conflict-with-parents',
  language: 'nl',
  body,
  acute: false,
  reviewed_at: '2026-02-02',
  referrals,
  shown: 'whole',
  review: { name: 'M. de Vries', role: 'orthopedagoog', until: '2027-02-02' },
  other_languages: { en: 'conflict-with-parents-en' },
}

export const unreviewed: Article = { ...checked, reviewed_at: null, shown: 'unreviewed', review: null, other_languages: {} }

export const card: Article = {
  ...unreviewed,
  article: 'physical-abuse',
  title: 'Lichamelijke mishandeling',
  topic: 'abuse-and-violence',
  subtopic: 'physical-abuse',
  acute: true,
  shown: 'card',
  body: `## Wat je kunt vragen
- Contact: Wat goed dat je dit vertelt. Ben je nu veilig?
- Situatie: Wat is er gebeurd? Heb je pijn of een wond?
- Doel: Wat zou je willen dat er nu gebeurt?
- Uitwerken: Wie in de buurt vertrouw je?
- Afronden: Waar ben je vanavond?

## Wanneer je je zorgen maakt
Druk op alarm als een kind nu geslagen wordt, gewond is of niet naar huis kan.
`,
}

export const found = (query: string, all: readonly Hit[], did_you_mean: string | null = null): Event => ({ is: 'found', query, topic: null, found: { hits: all, did_you_mean } })
