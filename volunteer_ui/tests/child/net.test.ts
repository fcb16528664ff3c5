import type { io } from 'socket.io-client'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openChild, type ChildNet, type Ear } from '../../src/net/child'

type Listener = (data: unknown) => void

/** As much of a socket as the page uses. */
class FakeSocket {
  connected = false
  active = true
  connects = 0
  disconnects = 0
  sent: [string, unknown][] = []
  io = { opts: { transports: ['websocket', 'polling'] } }
  volatile = { emit: (event: string, data: unknown) => this.sent.push([event, data]) }
  #listeners = new Map<string, Listener>()

  on = (event: string, listener: Listener): void => void this.#listeners.set(event, listener)
  hear = (event: string, data: unknown = {}): void => this.#listeners.get(event)?.(data)
  timeout = (deadline: number): object => ({
    emitWithAck: (event: string, data: unknown) => {
      this.sent.push([event, data])
      return Promise.resolve({ ok: true, deadline })
    },
  })
  connect = (): this => {
    this.connects += 1
    return this
  }
  disconnect = (): this => {
    this.disconnects += 1
    return this
  }
}

describe('the child’s connection', () => {
  let socket: FakeSocket
  let options: { auth(give: (auth: object) => void): void; transports: string[] }
  let token: string | null
  let isOut: boolean
  let told: string[]
  let net: ChildNet

  beforeEach(() => {
    vi.useFakeTimers()
    socket = new FakeSocket()
    token = null
    isOut = false
    told = []
    const ear: Ear = {
      token: () => token,
      isOut: () => isOut,
      heard: (type) => told.push(type),
      lost: () => told.push('lost'),
      refused: ({ code }) => told.push(`refused: ${code}`),
    }
    net = openChild(ear, ((_: string, given: typeof options) => {
      options = given
      return socket
    }) as unknown as typeof io)
  })
  afterEach(() => vi.useRealTimers())

  const auth = (): object => {
    let given = {}
    options.auth((what) => (given = what))
    return given
  }

  test('says at every connect who it is now', () => {
    expect(auth()).toEqual({})
    token = 'token-of-blue'
    expect(auth()).toEqual({ resume: 'token-of-blue' })
  })

  test('says at every connect that it stands at the door', () => {
    isOut = true
    expect(auth()).toEqual({ out: true })
    token = 'token-of-blue'
    expect(auth()).toEqual({ resume: 'token-of-blue', out: true })
  })

  test('does not come back by itself once another tab took over', async () => {
    socket.hear('superseded')
    expect(socket.disconnects).toBe(1)
    socket.hear('disconnect', 'io server disconnect')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(socket.connects).toBe(0)
    net.connect()
    expect(socket.connects).toBe(1)
  })

  test('comes back when the server let go of it', async () => {
    socket.hear('disconnect', 'io server disconnect')
    await vi.advanceTimersByTimeAsync(3000)
    expect(socket.connects).toBe(1)
  })

  test('reports a refused connection, and tries again when it may', async () => {
    socket.active = false
    socket.hear('connect_error', Object.assign(new Error('refused'), { data: { code: 'too_many', retry_seconds: 20 } }))
    expect(told).toEqual(['refused: too_many'])
    await vi.advanceTimersByTimeAsync(19_999)
    expect(socket.connects).toBe(0)
    await vi.advanceTimersByTimeAsync(1)
    expect(socket.connects).toBe(1)
  })

  test('a refusal in no words of ours is a fault', () => {
    socket.active = false
    socket.hear('connect_error', new Error('?'))
    expect(told).toEqual(['refused: fault'])
  })

  test('begins with long-polling after a connection that never came about', () => {
    expect(options.transports[0]).toBe(typeof WebSocket === 'undefined' ? 'polling' : 'websocket')
    socket.hear('connect_error', new Error('timeout'))
    expect(told).toEqual(['lost'])
    expect(socket.io.opts.transports).toEqual(['polling', 'websocket'])
  })

  test('asks nothing without a connection, so that nothing is sent late by itself', async () => {
    await expect(net.say('c1', 'hallo')).rejects.toThrow('not connected')
    net.typing()
    expect(socket.sent).toEqual([])
    socket.connected = true
    await net.say('c1', 'hallo')
    expect(socket.sent).toEqual([['say', { client_id: 'c1', text: 'hallo' }]])
  })

  test('closing stops every later attempt', async () => {
    socket.hear('disconnect', 'io server disconnect')
    net.close()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(socket.connects).toBe(0)
  })
})
