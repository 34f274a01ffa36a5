import 'fake-indexeddb/auto'
import { create, toBinary } from '@bufbuild/protobuf'
import { Code, ConnectError } from '@connectrpc/connect'
import { afterEach, expect, test } from 'vitest'
import { StaffSchema } from '../src/gen/dangol/shop/v1/resource_pb'
import { FaultSchema } from '../src/gen/dangol/fault/v1/fault_pb'
import { MoveOrderRequestSchema, PlaceOrderRequestSchema } from '../src/gen/dangol/shop/v1/shop_pb'
import { enqueue, install, open, outbox, read, refusals, type Session, type Store } from '../src/lib/db'
import type { Event } from '../src/lib/protocol'
import { again, decode, setAside, takeUp, unsentId, withdraw } from '../src/lib/queue'
import { type Ground, pace, Sync } from '../src/lib/sync'

pace.restMin = 5
pace.restMax = 10
pace.settle = 50
pace.believed = 5

/** What our own server says when it refuses; without the detail it is somebody else's word. */
const no = (code: Code) => new ConnectError('no', code, undefined, [{ desc: FaultSchema, value: { ko: '안 돼요', en: 'no' } }])

interface Page { rows: { kind: string; id: string; data: Uint8Array }[]; cursor: { block: bigint; edition: string }; anew: boolean; more: boolean }
const page = (block: bigint, rows: string[] = [], more = false, anew = false, edition = 'x'): Page => ({
  rows: rows.map((id) => ({ kind: 'order', id, data: new Uint8Array([1]) })), cursor: { block, edition }, anew, more,
})

/** A server as the device sees it: it can be away, and each of its answers is told beforehand. */
class Site {
  away = false
  pages: Page[] = []
  asked: bigint[] = []
  moved: string[] = []
  answer: (id: string) => { block: bigint } = () => ({ block: 0n })
  #push: ((p: Page | Error) => void)[] = []

  readonly sync = {
    pull: async ({ cursor }: { cursor: { block: bigint } }) => {
      this.#here()
      this.asked.push(cursor.block)
      return this.pages.shift() ?? page(cursor.block)
    },
    watch: (_: unknown, { signal }: { signal: AbortSignal }) => this.#watch(signal),
  }
  readonly shops = {
    moveOrder: async (m: { commandId: string }) => {
      this.#here()
      this.moved.push(m.commandId)
      return this.answer(m.commandId)
    },
  }

  #here() {
    if (this.away) throw new ConnectError('away', Code.Unavailable)
  }

  async *#watch(signal: AbortSignal) {
    this.#here()
    const arrived: (Page | Error)[] = [page(0n)]
    let wake = () => {}
    this.#push.push((p) => {
      arrived.push(p)
      wake()
    })
    signal.addEventListener('abort', () => wake())
    for (;;) {
      for (let p = arrived.shift(); p; p = arrived.shift()) {
        if (p instanceof Error) throw p
        yield p
      }
      if (signal.aborted) throw new ConnectError('gone', Code.Canceled)
      await new Promise<void>((resolve) => (wake = resolve))
    }
  }

  send(p: Page) {
    for (const push of this.#push) push(p)
  }

  die() {
    this.away = true
    for (const push of this.#push) push(new ConnectError('dead', Code.Unavailable))
    this.#push = []
  }
}

let stop = new AbortController()
afterEach(() => stop.abort())
let n = 0

async function begin(site: Site, db?: Store) {
  stop.abort()
  stop = new AbortController()
  const store = db ?? (await open(`sync-${n++}`))
  const session = { shopId: 's', token: 't', staffId: 'me' } as Session
  if (!db) await install(store, session)
  const events: Event[] = []
  const ground = { db: store, session, topic: 'shop/s', sync: site.sync, call: (rpc: string, m: unknown) => (site.shops as unknown as Record<string, (m: unknown) => unknown>)[rpc]?.(m), tell: (e: Event) => events.push(e) }
  const sync = new Sync(ground as unknown as Ground, stop.signal)
  void sync.run()
  return { db: store, events, sync }
}

async function until(what: () => boolean | Promise<boolean>) {
  for (let i = 0; i < 400; i++) {
    if (await what()) return
    await new Promise((r) => setTimeout(r, 5))
  }
  throw new Error('it does not come')
}

const ids = async (db: Store) => (await read(db, ['order'])).rows.map((r) => r.id)
const move = (id: string) => ({ id, rpc: 'moveOrder', at: 0, data: toBinary(MoveOrderRequestSchema, create(MoveOrderRequestSchema, { commandId: id, orderId: 'a' })) })

test('a first load comes in pages, and goes on where it was broken off', async () => {
  const site = new Site()
  site.pages = [page(5n, ['a'], true), page(9n, ['b'])]
  const { db, sync, events } = await begin(site)
  await until(() => sync.link.state === 'live')
  expect(site.asked).toEqual([0n, 5n])
  expect(await ids(db)).toEqual(['a', 'b'])
  expect(events.filter((e) => e.t === 'rows').length).toBe(2)
  site.asked = []
  await begin(site, db) // a week away is the same: from the cursor on
  await until(() => site.asked.length > 0)
  expect(site.asked).toEqual([9n])
})

test('another edition of the shop replaces the copy', async () => {
  const site = new Site()
  site.pages = [page(5n, ['a', 'b'])]
  const { db } = await begin(site)
  await until(async () => (await ids(db)).length === 2)
  site.pages = [page(2n, ['c'], false, true, 'y')]
  const again = await begin(site, db)
  await until(() => again.sync.link.state === 'live')
  expect(await ids(db)).toEqual(['c'])
})

test('a dead server is found out and looked for again; what waited is sent once, in order', async () => {
  const site = new Site()
  const { db, sync } = await begin(site)
  await until(() => sync.link.state === 'live')
  site.die()
  await until(() => sync.link.state === 'offline')
  await enqueue(db, move('1'))
  await enqueue(db, move('2'))
  await sync.flush()
  expect(site.moved).toEqual([])
  expect((await outbox(db)).length).toBe(2)
  site.away = false
  await until(async () => (await outbox(db)).length === 0)
  expect(site.moved).toEqual(['1', '2'])
})

test('a lost answer is asked for again under the same id', async () => {
  const site = new Site()
  const { db, sync, events } = await begin(site)
  await until(() => sync.link.state === 'live')
  site.answer = () => {
    site.answer = () => ({ block: 3n })
    throw new ConnectError('lost', Code.Unavailable)
  }
  await enqueue(db, move('1'))
  await sync.flush()
  expect((await outbox(db)).length).toBe(1)
  await until(async () => (await outbox(db)).length === 0) // by itself, while the stream goes on
  expect(site.moved).toEqual(['1', '1'])
  expect(events.filter((e) => e.t === 'gone')).toEqual([{ t: 'gone', id: '1', made: '' }])
})

test('a refusal is told and lies in a list; the next goes on', async () => {
  const site = new Site()
  site.answer = (id) => {
    if (id === '1') throw no(Code.FailedPrecondition)
    return { block: 0n }
  }
  const { db, sync, events } = await begin(site)
  await enqueue(db, move('1'))
  await enqueue(db, move('2'))
  await until(() => sync.link.state === 'live')
  void sync.flush()
  await until(async () => (await outbox(db)).length === 0)
  expect(events.filter((e) => e.t === 'gone').map((e) => [e.id, e.refused?.why.ko])).toEqual([['1', '안 돼요'], ['2', undefined]])
  expect((await refusals(db)).map((r) => [r.id, r.rpc, r.why.en])).toEqual([['1', 'moveOrder', 'no']])
  const { gone, given } = await again(db, '1', () => '3', { shopId: 's' })
  expect([gone, given.map((w) => w.id), (await refusals(db)).length]).toEqual([['1'], ['3'], 0])
  await sync.flush()
  expect(site.moved).toEqual(['1', '2', '3'])
})

test('what is no word of our server loses nothing', async () => {
  const site = new Site()
  const answers = [new ConnectError('', Code.PermissionDenied), new ConnectError('', Code.Unimplemented), new ConnectError('', Code.Unauthenticated), no(Code.Internal), no(Code.Unavailable), new TypeError('net')]
  site.answer = () => {
    const error = answers.shift()
    if (error) throw error
    return { block: 0n }
  }
  const { db, sync, events } = await begin(site)
  await enqueue(db, move('1'))
  await until(() => sync.link.state === 'live')
  void sync.flush()
  await until(async () => (await outbox(db)).length === 0)
  expect(site.moved).toEqual(Array(7).fill('1'))
  expect(events.some((e) => e.t === 'ended' || (e.t === 'gone' && e.refused))).toBe(false)
  expect([sync.link.state, await refusals(db)]).toEqual(['live', []])
})

test('a server that never answers is given up, and asked again', async () => {
  const site = new Site()
  pace.answer = 30
  const { db, sync } = await begin(site)
  await until(() => sync.link.state === 'live')
  let hung = 0
  const answer = site.shops.moveOrder
  site.shops.moveOrder = (m) => (hung++ === 0 ? new Promise(() => undefined) : answer(m))
  await enqueue(db, move('1'))
  void sync.flush()
  await until(async () => (await outbox(db)).length === 0)
  pace.answer = 35_000
  expect([hung, site.moved]).toEqual([2, ['1']])
})

test('when the stream drops, what is under way is sent again on the next connection', async () => {
  const site = new Site()
  const { db, sync } = await begin(site)
  await until(() => sync.link.state === 'live')
  let hung = 0
  const answer = site.shops.moveOrder
  site.shops.moveOrder = (m) => (hung++ === 0 ? new Promise(() => undefined) : answer(m))
  await enqueue(db, move('1'))
  void sync.flush()
  await until(() => hung === 1)
  site.die()
  await until(() => sync.link.state === 'offline')
  site.away = false
  await until(async () => (await outbox(db)).length === 0)
  expect([hung, site.moved]).toEqual([2, ['1']])
})

const place = (id: string) => ({ id, rpc: 'placeOrder', at: 0, data: toBinary(PlaceOrderRequestSchema, create(PlaceOrderRequestSchema, { commandId: id, details: { name: '손하나' } })) })
const moveOf = (id: string, orderId: string) => ({ id, rpc: 'moveOrder', at: 0, data: toBinary(MoveOrderRequestSchema, create(MoveOrderRequestSchema, { commandId: id, orderId })) })

test('what is done with an order that the server does not know yet is sent with its true id', async () => {
  const site = new Site()
  const moved: string[] = []
  site.shops.moveOrder = async (m) => {
    moved.push((m as unknown as { orderId: string }).orderId)
    return { block: 0n }
  }
  Object.assign(site.shops, { placeOrder: async () => ({ orderId: 'true', block: 0n }) })
  site.away = true
  const { db, sync, events } = await begin(site)
  await enqueue(db, place('p'))
  await enqueue(db, moveOf('m', unsentId('p')))
  await sync.flush()
  expect((await outbox(db)).map((w) => w.tried)).toEqual([undefined, undefined]) // nobody is there: nothing is tried
  site.away = false
  await until(async () => (await outbox(db)).length === 0)
  expect(moved).toEqual(['true'])
  expect(events.filter((e) => e.t === 'gone' && e.made)).toEqual([{ t: 'gone', id: 'p', made: 'true' }])
  await enqueue(db, moveOf('late', unsentId('p'))) // from a screen that was open on it
  await sync.flush()
  expect(moved).toEqual(['true', 'true'])
})

test('what hangs on a refused order is refused with it, and both are done again together', async () => {
  const site = new Site()
  let full = true
  const placed: string[] = []
  const moved: string[] = []
  site.shops.moveOrder = async (m) => {
    moved.push((m as unknown as { orderId: string }).orderId)
    return { block: 0n }
  }
  Object.assign(site.shops, {
    placeOrder: async (m: { commandId: string }) => {
      if (full) throw no(Code.FailedPrecondition)
      placed.push(m.commandId)
      return { orderId: 'true', block: 0n }
    },
  })
  const { db, sync } = await begin(site)
  await enqueue(db, place('p'))
  await enqueue(db, moveOf('m', unsentId('p')))
  await until(() => sync.link.state === 'live')
  void sync.flush()
  await until(async () => (await refusals(db)).length === 2)
  expect([moved, await outbox(db)]).toEqual([[], []])
  full = false
  let fresh = 0
  await again(db, 'p', () => `new${fresh++}`, { shopId: 's' })
  await sync.flush()
  expect([placed, moved, await refusals(db)]).toEqual([['new0'], ['true'], []])
})

test('what was stopped on the way may have arrived: it is sent again as the very same', async () => {
  const site = new Site()
  const { db, sync } = await begin(site)
  await until(() => sync.link.state === 'live')
  await enqueue(db, move('1'))
  await takeUp(db, '1')
  await setAside(db, '1')
  expect([(await outbox(db)).length, (await refusals(db)).length]).toEqual([0, 1])
  await again(db, '1', () => 'new', { shopId: 's' })
  await sync.flush()
  expect(site.moved).toEqual(['1'])
})

test('a command is taken back as long as it was not tried', async () => {
  const db = await open(`sync-${n++}`)
  await enqueue(db, place('p'))
  await enqueue(db, moveOf('m', unsentId('p')))
  await enqueue(db, move('1'))
  expect(await withdraw(db, 'p')).toEqual(['p', 'm'])
  const taken = await takeUp(db, '1')
  expect(taken && decode(taken).commandId).toBe('1')
  expect(await withdraw(db, '1')).toBe(false)
  expect((await outbox(db)).map((w) => w.id)).toEqual(['1'])
})

test('a second sender that was overtaken reads the cursor anew', async () => {
  const site = new Site()
  const { db, sync } = await begin(site)
  await until(() => sync.link.state === 'live')
  await db.put('meta', { block: 9n, edition: 'x' }, 'cursor') // another tab's worker was faster
  site.asked = []
  site.send(page(5n, ['a']))
  await until(() => site.asked.length > 0)
  expect(site.asked).toEqual([9n])
  expect((await read(db, ['order'])).rows).toEqual([])
})

test('a command leaves the outbox after its effect has come', async () => {
  const site = new Site()
  site.answer = () => ({ block: 7n })
  const { db, sync, events } = await begin(site)
  await until(() => sync.link.state === 'live')
  await enqueue(db, move('1'))
  const sent = sync.flush()
  await until(() => site.moved.length === 1)
  site.send(page(7n, ['a']))
  await sent
  expect(events.filter((e) => e.t === 'rows' || e.t === 'gone').map((e) => e.t)).toEqual(['rows', 'gone'])
})

test('what was answered stays until its effect has come, also when the server dies between the two', async () => {
  const site = new Site()
  site.answer = () => ({ block: 7n })
  const { db, sync, events } = await begin(site)
  await until(() => sync.link.state === 'live')
  await enqueue(db, move('1'))
  void sync.flush()
  await until(() => site.moved.length === 1)
  site.die()
  await until(() => sync.link.state === 'offline')
  await new Promise((r) => setTimeout(r, 2 * pace.settle))
  expect(await outbox(db)).toHaveLength(1)
  expect(events.filter((e) => e.t === 'gone')).toEqual([])
  site.pages = [page(7n, ['a'])]
  site.away = false
  await until(async () => (await outbox(db)).length === 0)
  expect(site.moved).toEqual(['1', '1']) // under its own id: nothing is done twice
  expect(events.filter((e) => e.t === 'rows' || e.t === 'gone').map((e) => e.t)).toEqual(['rows', 'gone'])
})

test('what a command has made is told as its thing before the row is, also when the row comes first', async () => {
  const site = new Site()
  let answer = (_: { orderId: string; block: bigint }) => {}
  Object.assign(site.shops, { placeOrder: () => new Promise((resolve) => (answer = resolve)) })
  const { db, sync, events } = await begin(site)
  await until(() => sync.link.state === 'live')
  await enqueue(db, place('p'))
  const sent = sync.flush()
  await until(async () => (await outbox(db))[0]?.tried === true)
  site.send(page(7n, ['true']))
  await until(async () => (await ids(db)).includes('true'))
  answer({ orderId: 'true', block: 7n })
  await sent
  expect(events.filter((e) => e.t === 'made' || e.t === 'rows' || e.t === 'gone').map((e) => e.t)).toEqual(['made', 'rows', 'gone'])
})

test('a device that was signed out says so, and keeps nothing but what it had to send', async () => {
  const site = new Site()
  site.pages = [page(5n, ['a'])]
  const { db, sync, events } = await begin(site)
  await until(() => sync.link.state === 'live')
  site.answer = () => {
    throw no(Code.Unauthenticated)
  }
  await enqueue(db, move('1'))
  await sync.flush()
  await until(() => events.some((e) => e.t === 'ended'))
  expect([await ids(db), await db.get('meta', 'session'), await db.get('meta', 'cursor')]).toEqual([[], undefined, undefined])
  expect((await outbox(db)).map((w) => w.id)).toEqual(['1'])
  await install(db, { shopId: 's', token: 'u' } as Session) // the person comes back
  expect((await outbox(db)).map((w) => w.id)).toEqual(['1'])
})

test('a device that is taken off the list asks at once whether it may stay', async () => {
  const site = new Site()
  const { sync, events } = await begin(site)
  await until(() => sync.link.state === 'live')
  site.sync.pull = async () => {
    throw no(Code.Unauthenticated)
  }
  const data = toBinary(StaffSchema, create(StaffSchema, { id: 'me', removed: true }))
  site.send({ ...page(5n), rows: [{ kind: 'staff', id: 'me', data }] })
  await until(() => events.some((e) => e.t === 'ended'))
})

test('a device that is full says so', async () => {
  const site = new Site()
  const { db, sync, events } = await begin(site)
  await until(() => sync.link.state === 'live')
  const put = IDBObjectStore.prototype.put
  IDBObjectStore.prototype.put = () => {
    throw new DOMException('', 'QuotaExceededError')
  }
  site.send(page(5n, ['a']))
  await until(() => events.some((e) => e.t === 'trouble' && e.say.ko.includes('빈 자리')))
  IDBObjectStore.prototype.put = put
  site.die()
  site.away = false
  site.pages = [page(5n, ['a'])]
  await until(async () => (await ids(db)).length === 1) // and goes on when there is room
})
