// The contract from the outside, with the socket.io-client that anybody installs from npm.
// node flow.mjs ADDRESS PASSWORD TRANSPORTS FOLDER_OF_PACKAGES; says nothing when all is as promised.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const [, , address, password, transports, packages] = process.argv
const { io } = createRequire(join(packages, 'package.json'))('socket.io-client')
const deadline = 8000
const sockets = []

/** One connection: its events in order, each taken once. */
class Client {
  constructor(namespace, options) {
    this.heard = []
    this.waiting = []
    this.socket = io(address + namespace, { forceNew: true, reconnection: false, ...options })
    this.socket.onAny((event, data) => this.take({ event, data }))
    this.socket.on('connect_error', (error) => this.take({ event: 'connect_error', data: error.data }))
    this.socket.on('disconnect', (reason) => this.take({ event: 'disconnect', data: { reason } }))
    sockets.push(this.socket)
  }

  take(one) {
    const place = this.waiting.findIndex(({ event }) => event === one.event)
    if (place < 0) this.heard.push(one)
    else this.waiting.splice(place, 1)[0].resolve(one.data)
  }

  hears(event) {
    const place = this.heard.findIndex((one) => one.event === event)
    if (place >= 0) return Promise.resolve(this.heard.splice(place, 1)[0].data)
    return new Promise((resolve, reject) => {
      this.waiting.push({ event, resolve })
      setTimeout(() => reject(new Error(`no ${event}, but ${JSON.stringify(this.heard)}`)), deadline).unref()
    })
  }

  call(event, data = {}) {
    return this.socket.timeout(deadline).emitWithAck(event, data)
  }

  async ok(event, data) {
    const ack = await this.call(event, data)
    assert.equal(ack.ok, true, `${event}: ${JSON.stringify(ack)}`)
    return ack
  }

  async refused(code, event, data) {
    const ack = await this.call(event, data)
    assert.equal(ack.error?.code, code, `${event}: ${JSON.stringify(ack)}`)
    return ack.error
  }
}

const child = (auth) => new Client('/child', { transports: transports.split(','), auth })
const desk = (cookie, how = ['websocket']) => new Client('/desk', { transports: how, extraHeaders: { cookie } })

async function logIn(name) {
  const headers = { 'content-type': 'application/json', origin: address }
  const answer = await fetch(`${address}/api/session`, { method: 'POST', headers, body: JSON.stringify({ name, password }) })
  assert.equal(answer.status, 204)
  return answer.headers.get('set-cookie').split(';')[0]
}

async function refusedAtTheDoor() {
  assert.deepEqual(await desk('helpline=nobody').hears('connect_error'), { code: 'signed_out' })
  assert.deepEqual(await desk('', ['polling']).hears('connect_error'), { code: 'websocket_only' })
}

async function talk(cora) {
  let blue = child()
  assert.deepEqual(await blue.hears('snapshot'), { state: 'idle', open: true, messages: [], last_seq: 0 })
  await blue.refused('not_talking', 'say', { client_id: '1', text: 'hallo?' })
  const entered = await blue.ok('enter', { nickname: 'blauw', topic: 'home' })
  assert.equal(entered.position, 1)
  const cookie = await logIn('ann')
  let ann = desk(cookie)
  assert.equal((await ann.hears('snapshot')).me.status, 'away')
  await ann.ok('be', { status: 'available' })
  const { offer, returned } = await ann.hears('offer')
  assert.equal(returned, null)
  const taken = (await ann.ok('accept', { offer })).conversation
  assert.deepEqual([taken.id, taken.nickname, taken.topic_chosen], [entered.conversation, 'blauw', 'home'])
  assert.deepEqual(await blue.hears('joined'), { volunteer: 'Nora', reads_back: false })
  const conversation = taken.id
  const said = await blue.ok('say', { client_id: '1', text: 'ik durf niet naar huis 😢' })
  assert.equal((await ann.hears('message')).text, 'ik durf niet naar huis 😢')
  assert.deepEqual(await blue.call('say', { client_id: '1', text: 'ik durf niet naar huis 😢' }), said)
  await blue.refused('id_conflict', 'say', { client_id: '1', text: 'iets anders' })
  await ann.ok('say', { conversation, client_id: '1', text: 'Wat goed dat je dat vertelt.' })
  await ann.ok('typing', { conversation })
  await blue.hears('typing')
  await ann.ok('phase', { conversation, phase: 3 })
  await ann.refused('invalid', 'register', { conversation, fields: { type: 'counselling', age: 3 } })
  assert.deepEqual((await ann.ok('register', { conversation, fields: { type: 'counselling', age: 12 } })).missing, ['topics', 'gender', 'about'])
  blue = await comesBack(blue, entered.resume)
  ann = await losesAndFindsItsLine(ann, blue, cookie)
  await ann.ok('end', { conversation })
  assert.deepEqual(await blue.hears('ended'), { reason: 'volunteer', asks: true })
  await ann.refused('incomplete', 'finish', { conversation })
  await ann.ok('register', { conversation, fields: { topics: ['physical-abuse'], gender: 'unknown', about: 'self' } })
  await ann.ok('finish', { conversation })
  await ann.ok('finish', { conversation })
  assert.equal((await cora.hears('queue')).waiting.phone, 0)
  await ann.ok('be', { status: 'away' })
  await blue.ok('forget')
}

async function comesBack(older, resume) {
  const newer = child({ resume })
  const snapshot = await newer.hears('snapshot')
  assert.equal(snapshot.state, 'talking')
  assert.deepEqual(snapshot.messages.map(({ seq, sender }) => [seq, sender]), [[1, 'child'], [2, 'volunteer']])
  await older.hears('superseded')
  assert.equal((await older.hears('disconnect')).reason, 'io server disconnect')
  return newer
}

async function losesAndFindsItsLine(ann, blue, cookie) {
  ann.socket.io.engine.close()
  await blue.hears('interrupted')
  await blue.ok('say', { client_id: '2', text: 'ben je er nog?' })
  const again = desk(cookie)
  const [held] = (await again.hears('snapshot')).conversations
  assert.deepEqual(held.messages.map(({ text }) => text).slice(-1), ['ben je er nog?'])
  assert.deepEqual(await blue.hears('joined'), { volunteer: 'Nora', reads_back: false })
  return again
}

async function leaves() {
  const green = child({ resume: 'not a token' })
  await green.hears('snapshot')
  await green.ok('enter')
  await green.ok('leave')
  assert.deepEqual(await green.hears('ended'), { reason: 'left' })
  await green.refused('invalid', 'alarm')
}

try {
  await refusedAtTheDoor()
  const cora = desk(await logIn('cora'))
  assert.ok((await cora.hears('snapshot')).queue)
  await talk(cora)
  await leaves()
} finally {
  for (const socket of sockets) socket.disconnect()
}
