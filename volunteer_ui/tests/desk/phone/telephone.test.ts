import { describe, expect, test, vi } from 'vitest'
import { isPhone, Telephone, wants, type World } from '../../../src/desk/phone/telephone.svelte'
import { chosenOn, keepChosen, nothing } from '../../../src/desk/phone/devices'
import { empty, type Desk } from '../../../src/desk/reducer'
import type { Conversation, Me } from '../../../src/desk/wire'
import type { SipHeed, SipLine } from '../../../src/net/sip'
import { keptByPage } from '../../../src/shared/storage'

const nora: Me = { name: 'ann', alias: 'Nora', role: 'volunteer', level: 'independent', youth: false, status: 'available', channels: ['phone'], chats: 1, phone: { online: false } }
const talk = { id: 'k1', channel: 'phone', state: 'active', call: { is_up: false, others: [] } } as unknown as Conversation
const desk = (me: Partial<Me> = {}, ...conversations: readonly Conversation[]): Desk => ({ ...empty, me: { ...nora, ...me }, conversations, link: 'here' })
const credentials = { ok: true as const, phone: 'p1', password: 'x', uri: 'sip:p1@helpline', ice_servers: [], practice: false }

/** A phone with everything around it made of glass. */
function house(answer: object = credentials) {
  const done: string[] = []
  const heeds: SipHeed[] = []
  const line: SipLine = {
    answer: (microphone) => void done.push(microphone === null ? 'answer without microphone' : 'answer'),
    hangUp: () => void done.push('hang up'),
    stats: () => Promise.resolve(null),
    roundTrip: () => Promise.resolve(40),
    close: () => void done.push('close'),
  }
  const track = { enabled: true, stop: () => void done.push('microphone off') }
  const microphone = { getAudioTracks: () => [track], getTracks: () => [track] } as unknown as MediaStream
  const world: World = {
    ask: (event) => (done.push(event), Promise.resolve(answer as never)),
    open: (_, heed) => (heeds.push(heed), Promise.resolve(line)),
    microphone: () => Promise.resolve(microphone),
    play: () => () => void done.push('silence'),
    device: keptByPage(),
    now: () => 0,
  }
  return { telephone: new Telephone(world), done, heeds, track, world }
}

const settle = () => new Promise((resolve) => setTimeout(resolve))

async function registered(answer?: object) {
  const it = house(answer)
  it.telephone.follow(desk())
  await settle()
  it.heeds[0]?.registered()
  it.done.length = 0
  return it
}

describe('a window is a phone', () => {
  test('only where the helpline has one and calls are taken', () => {
    expect(isPhone(desk())).toBe(true)
    expect(isPhone(desk({ phone: null }))).toBe(false)
    expect(isPhone(desk({ channels: ['chat'] }))).toBe(false)
    expect(isPhone(desk({ channels: ['chat'] }, talk))).toBe(true)
    expect(isPhone(desk({ channels: ['chat'], role: 'coordinator' }))).toBe(true)
    expect(isPhone(empty)).toBe(false)
  })

  test('as long as there is a child at the other end', () => {
    expect(wants(desk({}, talk))).toBe(true)
    const watched = { ...talk, watching: true }
    const others = [{ leg: 'l1', part: 'listen' as const, who: 'Nora', is_ringing: true }]
    expect(wants(desk({ role: 'coordinator' }, watched))).toBe(false)
    expect(wants(desk({ role: 'coordinator' }, { ...watched, call: { is_up: true, others } }))).toBe(true)
    expect(wants(desk({}, { ...talk, call: null }))).toBe(false)
    expect(wants(desk({}, { ...talk, state: 'wrap_up' }))).toBe(false)
    expect(wants(desk({}, { ...talk, channel: 'chat' }))).toBe(false)
  })
})

describe('the telephone', () => {
  test('asks once with what it registers, and closes when calls are taken no more', async () => {
    const { telephone, done, heeds } = house()
    telephone.follow(desk())
    telephone.follow(desk({ status: 'away' }))
    await settle()
    expect(done).toEqual(['phone'])
    expect(telephone.standing.line).toBe('joining')
    heeds[0]?.registered()
    expect(telephone.standing.line).toBe('ready')
    telephone.follow(desk({ channels: ['chat'] }))
    expect(telephone.standing.line).toBe('off')
    expect(done).toEqual(['phone', 'close'])
  })

  test('asks once, also where the check before a shift asks at the same time', async () => {
    const { telephone, done, heeds } = house()
    const tries = telephone.try()
    telephone.follow(desk())
    await tries
    expect(done).toEqual(['phone'])
    telephone.tried()
    expect(done).toEqual(['phone'])
    expect(heeds.length).toBe(1)
  })

  test('lets go of the line of the check where no calls are taken', async () => {
    const { telephone, done } = house()
    await telephone.try()
    telephone.tried()
    expect(done).toEqual(['phone', 'close'])
  })

  test('heeds its newest line alone', async () => {
    const { telephone, heeds } = await registered()
    telephone.follow(desk({ channels: ['chat'] }))
    telephone.follow(desk())
    await settle()
    heeds[1]?.registered()
    heeds[0]?.refused()
    expect(telephone.standing.line).toBe('ready')
  })

  test('speaks no SIP on a practice line', async () => {
    const { telephone, heeds } = await registered({ ...credentials, practice: true })
    expect(telephone.standing.line).toBe('practice')
    expect(heeds).toEqual([])
  })

  test('answers what rings once its offer is accepted, with the microphone, and lets go of it afterwards', async () => {
    const { telephone, done, heeds } = await registered()
    heeds[0]?.rung()
    await settle()
    expect(done).toEqual([])
    telephone.follow(desk({}, talk))
    await settle()
    expect(done).toEqual(['answer'])
    heeds[0]?.up()
    heeds[0]?.over()
    expect(done).toEqual(['answer', 'microphone off'])
  })

  test('hangs up when the conversation is over', async () => {
    const { telephone, done, heeds } = await registered()
    telephone.follow(desk({}, talk))
    heeds[0]?.rung()
    await settle()
    heeds[0]?.up()
    telephone.follow(desk({}, { ...talk, state: 'wrap_up', call: null }))
    expect(done).toEqual(['answer', 'hang up'])
  })

  test('lets nothing through while it is muted', async () => {
    const { telephone, heeds, track } = await registered()
    telephone.follow(desk({}, talk))
    heeds[0]?.rung()
    await settle()
    heeds[0]?.up()
    telephone.mute(true)
    expect(track.enabled).toBe(false)
    expect(telephone.standing.muted).toBe(true)
    telephone.mute(false)
    expect(track.enabled).toBe(true)
  })

  test('answers also where the microphone is refused, and says so', async () => {
    const { telephone, done, heeds, world } = await registered()
    world.microphone = () => Promise.resolve('refused')
    telephone.follow(desk({}, talk))
    heeds[0]?.rung()
    await settle()
    expect(done).toEqual(['answer without microphone'])
    expect(telephone.standing.trouble).toBe('refused')
  })

  test('opens no microphone for what was taken back meanwhile', async () => {
    const { telephone, done, heeds } = await registered()
    telephone.follow(desk({}, talk))
    heeds[0]?.rung()
    heeds[0]?.over()
    await settle()
    expect(done).toEqual(['microphone off'])
  })

  test('whose log-in was renewed elsewhere asks again, but not in the middle of a talk', async () => {
    vi.useFakeTimers()
    try {
      const { telephone, done, heeds } = house()
      telephone.follow(desk({}, talk))
      await vi.advanceTimersByTimeAsync(0)
      heeds[0]?.registered()
      heeds[0]?.rung()
      await vi.advanceTimersByTimeAsync(0)
      heeds[0]?.up()
      done.length = 0
      heeds[0]?.refused()
      await vi.advanceTimersByTimeAsync(60_000)
      expect(done).toEqual([])
      expect(telephone.standing).toMatchObject({ line: 'lost', talk: 'up' })
      heeds[0]?.over()
      await vi.advanceTimersByTimeAsync(60_000)
      expect(done.filter((it) => it !== 'microphone off')).toEqual(['close', 'phone'])
      expect(heeds.length).toBe(2)
    } finally {
      vi.useRealTimers()
    }
  })

  test('tries again when there were no credentials', async () => {
    vi.useFakeTimers()
    try {
      const { telephone, done } = house({ error: { code: 'try_again' } })
      telephone.follow(desk())
      await vi.advanceTimersByTimeAsync(0)
      expect(telephone.standing.line).toBe('lost')
      await vi.advanceTimersByTimeAsync(6000)
      expect(done).toEqual(['phone', 'phone'])
      telephone.close()
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('what was chosen on this device', () => {
  test('is found again, and holds nothing but devices', () => {
    const device = keptByPage()
    keepChosen(device, { microphone: 'm1', headset: 'h1', tried: true })
    expect(chosenOn(device)).toEqual({ microphone: 'm1', headset: 'h1', tried: true })
  })

  test.each(['', '[]', '{', '"x"', '{"microphone":1}'])('is nothing where %j is kept', (kept) => {
    const device = keptByPage()
    device.set('phone', kept)
    expect(chosenOn(device)).toEqual(nothing)
  })
})
