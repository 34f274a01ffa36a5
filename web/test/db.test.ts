import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { keep, keeping, open, read, type Store, wipe } from '../src/lib/db'
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
  expect((await db.getAll('rows'))[0]?.data.buffer.byteLength).toBe(10)
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
