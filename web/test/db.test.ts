import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { enqueue, evict, install, keep, keeping, notes, open, outbox, read, refusals, type Session, type Store, Superseded, wipe } from '../src/lib/db'
import { refuse } from '../src/lib/queue'
import { pack, unpack } from '../src/lib/pack'

Object.assign(keeping, { bulk: 5, loose: 3, packs: 3, packed: 4 })

const row = (id: string, ...bytes: number[]) => ({ kind: 'order', id, data: new Uint8Array(bytes) })
const ids = async (db: Store) => (await read(db, ['order'])).rows.map((r) => `${r.id}${[...r.data]}`).sort()

test('rows and how far they reach are kept together', async () => {
  const db = await open('one')
  await keep(db, [row('a', 1), row('b', 2)], { block: 5n, edition: 'x' }, false)
  await keep(db, [row('a', 3), row('b')], { block: 6n, edition: 'x' }, false)
  expect(await ids(db)).toEqual(['a3'])
  expect((await read(db, [])).cursor).toEqual({ block: 6n, edition: 'x' })
})

test('rows of another edition go before new ones come', async () => {
  const db = await open('two')
  await keep(db, [row('a', 1)], { block: 5n, edition: 'x' }, false)
  await keep(db, [row('b', 2)], { block: 1n, edition: 'y' }, true)
  expect(await ids(db)).toEqual(['b2'])
  await wipe(db)
  expect(await ids(db)).toEqual([])
})

test('only the row is stored, not the buffer it came in', async () => {
  const db = await open('three')
  const large = new Uint8Array(100_000)
  await keep(db, [{ kind: 'order', id: 'a', data: large.subarray(10, 20) }], { block: 1n, edition: '' }, false)
  expect((await db.getAll('rows'))[0]?.data.buffer.byteLength).toBe(10 + 41) // sealed
})

// Packs are only another way to lie: whatever came, and in whatever portions, the newest word of each row is read.
test('loose rows and packs hold the same as a simple map', async () => {
  const db = await open('four')
  const plain = new Map<string, number>()
  let seed = 7
  const random = (n: number) => (seed = (seed * 1103515245 + 12345) % 2 ** 31) % n
  for (let block = 1; block <= 120; block++) {
    const page = new Map<string, ReturnType<typeof row>>()
    for (let i = random(9); i >= 0; i--) {
      const id = `o${random(20)}`
      const gone = random(5) === 0
      page.set(id, gone ? row(id) : row(id, block))
      if (gone) plain.delete(id)
      else plain.set(id, block)
    }
    await keep(db, [...page.values()], { block: BigInt(block), edition: 'x' }, false)
    expect(await ids(db)).toEqual([...plain].map(([id, n]) => `${id}${n}`).sort())
  }
  expect(await db.count('packs')).toBeLessThanOrEqual(keeping.packs + 8)
})

test('a store of the first version goes on', async () => {
  await new Promise<void>((resolve) => {
    const asked = indexedDB.open('five', 1)
    asked.onupgradeneeded = () => {
      const db = asked.result
      db.createObjectStore('meta').put({ block: 5n, edition: 'x' }, 'cursor')
      db.createObjectStore('rows', { keyPath: 'key' }).put({ key: 'order/a', ...row('a', 1) })
      db.createObjectStore('outbox', { keyPath: 'id' })
    }
    asked.onsuccess = () => {
      asked.result.close()
      resolve()
    }
  })
  const db = await open('five')
  expect(await ids(db)).toEqual(['a1'])
  expect((await read(db, [])).cursor).toEqual({ block: 5n, edition: 'x' })
})

const session = (shopId: string, token: string) => ({ shopId, token, shopName: shopId }) as Session
const command = (id: string) => ({ id, rpc: 'moveOrder', at: 0, data: new Uint8Array() })

test('whoever signs in to the same shop again keeps everything; another shop begins empty', async () => {
  const db = await open('six')
  await install(db, session('s', 't'))
  await keep(db, [row('a', 1)], { block: 5n, edition: 'x' }, false)
  await enqueue(db, command('1'))
  await enqueue(db, command('2'))
  await refuse(db, '1', { ko: '안 돼요', en: 'no' })
  await install(db, session('s', 'u'))
  expect([await ids(db), (await outbox(db)).length, (await refusals(db)).length, (await read(db, [])).cursor?.block]).toEqual([['a1'], 1, 1, 5n])
  expect(((await notes(db).get('session')) as Session).token).toBe('u')
  await install(db, session('other', 'v'))
  expect([await ids(db), await outbox(db), await refusals(db), (await read(db, [])).cursor]).toEqual([[], [], [], undefined])
})

test('rows of one who has left are never kept', async () => {
  const db = await open('seven')
  await install(db, session('s', 't'))
  const from = { block: 0n, edition: '' }
  await Promise.all([ // all at once, as tabs do
    keep(db, [row('a', 1)], { block: 5n, edition: 'x' }, false, { token: 't', from }),
    install(db, session('other', 'u')),
    expect(keep(db, [row('b', 1)], { block: 6n, edition: 'x' }, false, { token: 't', from: { block: 5n, edition: 'x' } })).rejects.toBeInstanceOf(Superseded),
  ])
  expect([await ids(db), (await read(db, [])).cursor]).toEqual([[], undefined])
})

test('how far the copy reaches never goes back, and nothing is left out', async () => {
  const db = await open('eight')
  await install(db, session('s', 't'))
  const at = (block: bigint, edition = 'x') => ({ block, edition })
  const put = (id: string, from: ReturnType<typeof at>, to: ReturnType<typeof at>, anew = false) => keep(db, [row(id, 1)], to, anew, { token: 't', from })
  await put('a', at(0n, ''), at(9n))
  await expect(put('b', at(5n), at(7n))).rejects.toBeInstanceOf(Superseded) // back
  await expect(put('c', at(12n), at(14n))).rejects.toBeInstanceOf(Superseded) // 10 to 12 are not there
  await put('d', at(5n), at(11n)) // some of it twice
  await put('e', at(11n), at(2n, 'y'), true)
  await expect(put('f', at(11n), at(12n))).rejects.toBeInstanceOf(Superseded) // of the edition before
  expect(await ids(db)).toEqual(['e1'])
})

test('only its own session is put out', async () => {
  const db = await open('nine')
  await install(db, session('s', 'u'))
  await keep(db, [row('a', 1)], { block: 5n, edition: 'x' }, false)
  expect([await evict(db, 't'), await ids(db)]).toEqual([false, ['a1']])
  expect([await evict(db, 'u'), await ids(db), await db.get('meta', 'left')]).toEqual([true, [], { shopId: 's', shopName: 's' }])
})

test('packed rows come out as they went in; torn bytes are an error', () => {
  const rows = [row('가나다', 1, 2, 3), row('b'), row('', 9)]
  const bytes = pack(rows)
  const out: { id: string; data: number[] }[] = []
  unpack(bytes, (id, data) => out.push({ id, data: [...data] }))
  expect(out).toEqual(rows.map((r) => ({ id: r.id, data: [...r.data] })))
  for (let cut = 1; cut < bytes.length; cut++) {
    let got = 0
    try {
      unpack(bytes.subarray(0, cut), () => got++)
      expect([9 + 5 + 3, 9 + 5 + 3 + 6]).toContain(cut) // at the end of a row
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError)
    }
  }
})
