import 'fake-indexeddb/auto'
import { create, toBinary } from '@bufbuild/protobuf'
import { afterEach, expect, test, vi } from 'vitest'
import { MessageSchema } from '../src/gen/dangol/channel/v1/resource_pb'
import { NoteOrderRequestSchema } from '../src/gen/dangol/shop/v1/shop_pb'
import { enqueue, install, keep, notes, open, outbox, read, refusals, type Session, type Store, wipe } from '../src/lib/db'
import { addPasskey, guard, heard, isShut, lockAfter, lockOf, openByDevice, overdue, removePin, restOf, setPin, tryPasskey, tryPin } from '../src/lib/lock'
import { messagesOf } from '../src/lib/messages'
import { keepPhoto, photoOf } from '../src/lib/photos'
import { again, decode, refuse } from '../src/lib/queue'
import { boxWith, Shut } from '../src/lib/vault'

guard.rounds = 1000
const word = '비밀-이서연' // stands in everything that is kept; it may stand nowhere on the disk
const session = { token: word, shopId: 's', shopName: word, staffId: 'me', staffName: word, role: 'owner' } as Session
const letters = new TextEncoder().encode(word)

test('what another version of the app has written can be tried again, and stays what it is', async () => {
  const db = await open('another version')
  await install(db, session)
  await enqueue(db, { id: 'x', rpc: 'ofAnotherVersion', at: 0, data: letters })
  await refuse(db, 'x', { ko: '', en: '' })
  const { gone, given } = await again(db, 'x', () => 'fresh', { shopId: 's' })
  expect(gone).toEqual(['x'])
  expect(given.map(({ id, rpc, data }) => ({ id, rpc, data }))).toEqual([{ id: 'x', rpc: 'ofAnotherVersion', data: letters }])
  expect(await refusals(db)).toEqual([])
  db.close()
})

const note = (id: string) => ({ id, rpc: 'noteOrder', at: 0, data: toBinary(NoteOrderRequestSchema, create(NoteOrderRequestSchema, { commandId: id, orderId: 'o', note: word })) })
const message = toBinary(MessageSchema, create(MessageSchema, { id: 'm', conversationId: 'v', seq: 1, text: word }))
const rows = [{ kind: 'order', id: 'a', data: letters }, { kind: 'order', id: 'gone', data: new Uint8Array() }, { kind: 'message', id: 'm', data: message }]

/** All that lies in a store, as text: bytes are read as letters. */
async function everything(db: Store): Promise<string> {
  const told: string[] = []
  const look = (value: unknown): void => {
    if (value instanceof Uint8Array) told.push(new TextDecoder().decode(value))
    else if (typeof value === 'string') told.push(value)
    else if (value && typeof value === 'object' && !(value instanceof CryptoKey)) Object.values(value).forEach(look)
  }
  for (const name of db.objectStoreNames) (await db.getAll(name)).forEach(look)
  return told.join('\n')
}

async function whole(db: Store) {
  const waits = await outbox(db)
  return {
    rows: (await read(db, ['order'])).rows.map((r) => new TextDecoder().decode(r.data)), session: await notes(db).get('session'), waits: waits.map((w) => [w.id, (decode(w) as unknown as { note: string }).note]),
    refused: (await refusals(db)).map((r) => [r.id, r.why.ko]), messages: (await messagesOf(db, 'v')).map((m) => m.text),
  }
}
const full = { rows: [word], session, waits: [['w', word]], refused: [['r', word]], messages: [word] }

async function filled(name: string) {
  const db = await open(name)
  await install(db, session)
  await keep(db, rows, { block: 1n, edition: 'x' }, false)
  await enqueue(db, note('w'))
  await enqueue(db, note('r'))
  await refuse(db, 'r', { ko: word, en: word })
  await keepPhoto(db, 'p', letters)
  await notes(db).put({ key: word, token: word }, 'asked')
  await notes(db).put([{ token: word, commandId: 'c' }], 'leaving')
  return db
}

let n = 0
const name = () => `lock-${n++}`
afterEach(() => vi.useRealTimers())

test('nothing lies open on the disk, and all of it is read again', async () => {
  const here = name()
  const db = await filled(here)
  expect(await everything(db)).not.toContain(word)
  expect(await everything(db)).not.toContain('서연')
  expect(await photoOf(db, 'p')).toEqual(letters)
  db.close()
  expect(await whole(await open(here))).toEqual(full)
})

test('sealed bytes differ each time, and what was changed or is of another key does not open', () => {
  const box = boxWith(new Uint8Array(32).fill(1))
  const [a, b] = [box.seal(letters), box.seal(letters)]
  expect(a).not.toEqual(b)
  expect(box.open(a)).toEqual(letters)
  expect(() => box.open(a.map((x, i) => (i === 40 ? x ^ 1 : x)))).toThrow()
  expect(() => boxWith(new Uint8Array(32).fill(2)).open(a)).toThrow()
  expect(() => box.open(letters)).toThrow(Shut)
  expect(() => box.open(new Uint8Array())).toThrow(Shut)
})

test('a store of a version that knew no lock is shut whole, and loses nothing', async () => {
  const here = name()
  await new Promise<void>((resolve) => {
    const asked = indexedDB.open(here, 3)
    asked.onupgradeneeded = () => {
      const db = asked.result
      const meta = db.createObjectStore('meta')
      meta.put({ block: 5n, edition: 'x' }, 'cursor')
      meta.put(session, 'session')
      db.createObjectStore('rows', { keyPath: 'key' }).put({ key: 'order/a', ...rows[0] })
      db.createObjectStore('packs', { keyPath: ['kind', 'n'] })
      db.createObjectStore('outbox', { keyPath: 'id' }).put({ ...note('w'), n: 1 })
      db.createObjectStore('refused', { keyPath: 'id' }).put({ ...note('r'), n: 2, why: { ko: word, en: word } })
    }
    asked.onsuccess = () => {
      asked.result.close()
      resolve()
    }
  })
  const [one, other] = await Promise.all([open(here), open(here)]) // a page and its worker, at once
  expect(await everything(one)).not.toContain(word)
  for (const db of [one, other, await open(here)]) expect(await whole(db)).toEqual({ ...full, messages: [] })
  expect((await read(one, [])).cursor).toEqual({ block: 5n, edition: 'x' })
})

test('with a PIN nothing opens but by the PIN, and without it again by itself', async () => {
  const here = name()
  const db = await filled(here)
  await expect(setPin(db, '12345', 5)).rejects.toThrow(RangeError)
  await setPin(db, '135790', 5)
  expect(await whole(db)).toEqual(full) // this page goes on
  const cold = await open(here)
  expect(isShut(cold)).toBe(true)
  await expect(outbox(cold)).rejects.toThrow(Shut)
  await expect(keep(cold, rows, { block: 2n, edition: 'x' }, false)).rejects.toThrow(Shut)
  const lost = vi.fn(async () => {})
  expect(await tryPin(cold, '135791', lost)).toBe('wrong')
  expect(isShut(cold)).toBe(true)
  expect(await tryPin(cold, '135790', lost)).toBe('open')
  expect(await whole(cold)).toEqual(full)
  expect((await lockOf(cold))?.tries).toBe(0)
  await removePin(cold)
  expect(await whole(await open(here))).toEqual(full)
})

test('the device’s own key is in every wrap: another device’s opens nothing', async () => {
  const here = name()
  const db = await filled(here)
  await setPin(db, '135790', 5)
  const stranger = await open(name())
  await db.put('keys', (await stranger.get('keys', 'device')) as CryptoKey, 'device')
  const cold = await open(here)
  await expect(tryPin(cold, '135790', async () => {})).rejects.toThrow()
  const device = (await stranger.get('keys', 'device')) as CryptoKey
  expect(device.extractable).toBe(false)
})

test('who tries PINs waits longer and longer; the tenth wrong one wipes it all, and a reload gives no try back', async () => {
  const here = name()
  const db = await filled(here)
  await setPin(db, '135790', 5)
  let now = 1_000_000
  const rests: number[] = []
  const gone = vi.fn()
  for (let i = 1; i <= guard.most; i++) {
    const cold = await open(here) // each time a new page
    const lock = await lockOf(cold)
    if (!lock) throw new Error('no lock')
    const rest = restOf(lock, now)
    rests.push(rest)
    if (rest > 0) expect(await tryPin(cold, '135790', gone, now)).toBe('wait') // not even the right one
    now += rest
    const found = await tryPin(cold, '000000', async () => {
      gone()
      await wipe(cold)
    }, now)
    expect(found).toBe(i < guard.most ? 'wrong' : 'wiped')
    if (i < guard.most) cold.close()
  }
  expect(rests).toEqual([0, 0, 0, 5000, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000])
  expect(gone).toHaveBeenCalledOnce()
  const after = await open(here)
  expect(isShut(after)).toBe(false)
  expect([(await read(after, ['order'])).rows, await outbox(after), await refusals(after), await notes(after).get('session')]).toEqual([[], [], [], undefined])
})

test('a passkey opens beside the PIN; another’s does not', async () => {
  const here = name()
  const db = await filled(here)
  await expect(addPasskey(db, new Uint8Array([1]), new Uint8Array(32), new Uint8Array(32))).rejects.toThrow(RangeError)
  await setPin(db, '135790', 5)
  await addPasskey(db, new Uint8Array([1]), new Uint8Array(32), new Uint8Array(32).fill(7))
  const cold = await open(here)
  expect(await tryPasskey(cold, new Uint8Array(32).fill(8))).toBe(false)
  expect(isShut(cold)).toBe(true)
  expect(await tryPasskey(cold, new Uint8Array(32).fill(7))).toBe(true)
  expect(await whole(cold)).toEqual(full)
})

test('after days without the server the device is overdue, as the shop has said', async () => {
  const db = await open(name())
  const day = 24 * 3600_000
  expect(await overdue(db)).toBe(false)
  await heard(db, 10 * day)
  expect(await overdue(db, 900 * day)).toBe(false) // the shop does not ask for it
  await lockAfter(db, 7)
  expect([await overdue(db, 16 * day), await overdue(db, 18 * day), await overdue(db, 2 * day)]).toEqual([false, true, true])
  await heard(db, 18 * day)
  expect(await overdue(db, 18 * day)).toBe(false)
  await openByDevice(db)
})
