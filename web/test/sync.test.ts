import 'fake-indexeddb/auto'
import { create, toBinary } from '@bufbuild/protobuf'
import { Code, ConnectError } from '@connectrpc/connect'
import { afterEach, expect, test } from 'vitest'
import { MoveOrderRequestSchema } from '../src/gen/dangol/shop/v1/shop_pb'
import { enqueue, open, outbox, read, type Session, type Store } from '../src/lib/db'
import type { Event } from '../src/lib/protocol'
import { type Ground, pace, Sync } from '../src/lib/sync'

pace.restMin = 5
pace.restMax = 10
pace.settle = 50

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
  const events: Event[] = []
  const ground = { db: store, session: { shopId: 's' } as Session, sync: site.sync, shops: site.shops, tell: (e: Event) => events.push(e) }
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
  await sync.flush()
  expect(site.moved).toEqual(['1', '1'])
  expect(events.filter((e) => e.t === 'gone')).toEqual([{ t: 'gone', id: '1' }])
})

test('a refusal is told and leaves; the next goes on', async () => {
  const site = new Site()
  site.answer = (id) => {
    if (id === '1') throw new ConnectError('no', Code.FailedPrecondition)
    return { block: 0n }
  }
  const { db, sync, events } = await begin(site)
  await enqueue(db, move('1'))
  await enqueue(db, move('2'))
  await sync.flush()
  expect(events.filter((e) => e.t === 'gone').map((e) => [e.id, e.refused !== undefined])).toEqual([['1', true], ['2', false]])
  expect(await outbox(db)).toEqual([])
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

test('a device that was signed out says so and stops', async () => {
  const site = new Site()
  site.sync.pull = async () => {
    throw new ConnectError('out', Code.Unauthenticated)
  }
  const { events } = await begin(site)
  await until(() => events.some((e) => e.t === 'ended'))
})
