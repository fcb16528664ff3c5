import type { Reading } from '../net/help.ts'

const text = (article: string, title: string): Reading => ({
  article,
  title,
  body: `Ruzie thuis is naar. Je bent **niet** de enige.

Dit kun je doen:
- Ga even naar een plek waar je rust hebt.
- Schrijf op wat je wilt zeggen.
- Vertel het aan iemand die je vertrouwt.

Word je geslagen? Dat mag niemand doen. Je mag het altijd vertellen.`,
})

export const texts: readonly Reading[] = [
  text('conflict-with-parents', 'Ruzie met je ouders'),
  text('being-bullied', 'Gepest worden'),
  text('parents-separating', 'Je ouders gaan uit elkaar'),
  text('loneliness', 'Je alleen voelen'),
  text('exam-stress', 'Stress over toetsen en examens die maar niet ophoudt'),
  text('sleep-problems', 'Slecht slapen'),
]
