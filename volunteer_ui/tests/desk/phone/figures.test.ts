import { describe, expect, test } from 'vitest'
import { figuresOf, heardBetween, none, qualityOf, saidBetween } from '../../../src/desk/phone/figures'

const arrived = { ...none, received: 100 }

describe('the quality of a connection', () => {
  test.each([
    ['good', { lost: 0 }],
    ['good', { lost: 3 }],
    ['poor', { lost: 5 }],
    ['bad', { lost: 20 }],
    ['poor', { jitter: 0.08 }],
    ['bad', { jitter: 0.2 }],
    ['poor', { roundTrip: 0.5 }],
    ['bad', { roundTrip: 1.2 }],
    ['bad', { unsaid: 0.2 }],
  ] as const)('is %s with %o', (quality, change) => {
    expect(qualityOf(none, { ...arrived, ...change })).toBe(quality)
  })

  test('is of now, and not of all that was', () => {
    const before = { ...none, received: 100, lost: 50 }
    expect(qualityOf(before, { ...before, received: 200 })).toBe('good')
  })

  test('blames nobody where nothing arrives', () => {
    expect(qualityOf(arrived, arrived)).toBe('unheard')
  })

  test.each([{ unsaid: 0.2 }, { roundTrip: 1.2 }])('is bad where nothing arrives and this side is known to be: %o', (change) => {
    expect(qualityOf(arrived, { ...arrived, ...change })).toBe('bad')
  })
})

describe('what a browser reports', () => {
  const report = [
    { type: 'inbound-rtp', kind: 'audio', packetsReceived: 50, packetsLost: 2, jitter: 0.01, totalAudioEnergy: 0.02, totalSamplesDuration: 2 },
    { type: 'inbound-rtp', kind: 'video', packetsReceived: 9 },
    { type: 'remote-inbound-rtp', kind: 'audio', roundTripTime: 0.05, fractionLost: 0.02 },
    { type: 'media-source', kind: 'audio', totalAudioEnergy: 0.5, totalSamplesDuration: 2 },
    { type: 'candidate-pair', currentRoundTripTime: 4 },
  ]

  test('is read, of the sound alone', () => {
    const it = figuresOf(report)
    expect(it).toMatchObject({ received: 50, lost: 2, jitter: 0.01, roundTrip: 0.05, unsaid: 0.02 })
    expect(heardBetween(none, it)).toBeCloseTo(0.1)
    expect(saidBetween(none, it)).toBeCloseTo(0.5)
  })

  test('may lack anything', () => {
    expect(figuresOf([])).toEqual(none)
    expect(heardBetween(none, none)).toBe(0)
  })
})
