import { describe, expect, test } from 'vitest'
import { adviceHeading, adviceTexts, earlierText } from '../../src/desk/earlier'
import type { Advice, Earlier, History } from '../../src/desk/wire'
import { after, conversation, deskWith, snapshot } from './house'

const now = Date.parse('2026-03-06T19:00:00Z')
const contact = (day: string, length: string): Earlier => ({ day, channel: 'chat', length, type: null, marks: [] })
const history = (contacts: readonly Earlier[], time_outs = 0): History => ({
  contacts,
  sanctions: Array.from({ length: time_outs }, () => ({ day: '2026-03-05', kind: 'time_out', reason: 'prank' })),
  suggested_minutes: 15,
})
const some = history([contact('2026-03-06', 'under_10s'), contact('2026-03-05', 'under_1m'), contact('2026-03-02', 'longer')], 1)
const deskOfBlue = deskWith({ conversations: [conversation('blauw')] })

describe('what came before, in a line', () => {
  test.each([
    [some, 'Deze week 3 keer eerder contact, 2 keer heel kort. 1 time-out.'],
    [history([contact('2026-03-06', 'longer')]), 'Deze week 1 keer eerder contact.'],
    [history([contact('2026-02-24', 'under_10s')], 2), '1 keer langer geleden. 2 time-outs.'],
  ])('%#', (it, text) => {
    expect(earlierText(it, now)).toBe(text)
  })
})

describe('an advice', () => {
  const advice: Advice = { suggest: 'looks_like_prank', reasons: [{ code: 'marked_today', count: 2 }, { code: 'of_a_newer_server' }], against: [{ code: 'may_be_testing' }] }

  test('is told in sentences, and what is not known is left out', () => {
    expect(adviceHeading(advice)).toBe('Misschien een grap.')
    expect(adviceTexts(advice.reasons)).toEqual(['Vandaag aangemerkt als grap, van dit toestel: 2.'])
    expect(adviceTexts(advice.against)[0]).toContain('Jij kiest.')
  })

  test('comes and goes with its conversation', () => {
    const shown = after(deskOfBlue, { is: 'conversation', change: { id: 'blauw', advice } })
    expect(shown.conversations[0]?.advice).toEqual(advice)
    expect(after(shown, { is: 'conversation', change: { id: 'blauw', advice: null } }).conversations[0]?.advice).toBeNull()
  })
})

describe('what was looked back at', () => {
  const seen = after(deskOfBlue, { is: 'looked_back', conversation: 'blauw', history: some })

  test('is kept as long as the conversation is here', () => {
    expect(seen.histories).toEqual({ blauw: some })
    expect(after(seen, { is: 'conversation', change: { id: 'blauw', state: 'closed' } }).histories).toEqual({})
    expect(after(seen, { is: 'snapshot', snapshot: snapshot() }).histories).toEqual({})
  })

  test('stays over a line that was lost', () => {
    expect(after(seen, { is: 'snapshot', snapshot: snapshot({ conversations: [conversation('blauw')] }) }).histories).toEqual({ blauw: some })
  })
})
