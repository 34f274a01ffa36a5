import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { keep, open, wipe } from '../src/lib/db'

const row = (id: string, ...bytes: number[]) => ({ kind: 'order', id, data: new Uint8Array(bytes) })

test('rows and how far they reach are kept together', async () => {
  const db = await open('one')
  await keep(db, [row('a', 1), row('b', 2)], { block: 5n, edition: 'x' }, false)
  await keep(db, [row('a', 3), row('b')], { block: 6n, edition: 'x' }, false)
  expect((await db.getAll('rows')).map((r) => [r.id, [...r.data]])).toEqual([['a', [3]]])
  expect(await db.get('meta', 'cursor')).toEqual({ block: 6n, edition: 'x' })
})

test('rows of another edition go before new ones come', async () => {
  const db = await open('two')
  await keep(db, [row('a', 1)], { block: 5n, edition: 'x' }, false)
  await keep(db, [row('b', 2)], { block: 1n, edition: 'y' }, true)
  expect((await db.getAll('rows')).map((r) => r.id)).toEqual(['b'])
  await wipe(db)
  expect(await db.count('rows')).toBe(0)
})

test('only the row is stored, not the buffer it came in', async () => {
  const db = await open('three')
  const large = new Uint8Array(100_000)
  await keep(db, [{ kind: 'order', id: 'a', data: large.subarray(10, 20) }], { block: 1n, edition: '' }, false)
  expect((await db.getAll('rows'))[0]?.data.buffer.byteLength).toBe(10)
})
