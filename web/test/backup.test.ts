// Backups: what is put in comes out, by whatever device; and what is not whole, or not ours, is refused.
import { create, toBinary } from '@bufbuild/protobuf'
import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { PostRequestSchema } from '../src/gen/dangol/channel/v1/channel_pb'
import { ConversationSchema, MessageSchema } from '../src/gen/dangol/channel/v1/resource_pb'
import { OrderSchema, OrderState } from '../src/gen/dangol/shop/v1/resource_pb'
import { MoveOrderRequestSchema } from '../src/gen/dangol/shop/v1/shop_pb'
import { backUp, fileName } from '../src/keep/backup'
import { holdingOf, open as openBackup, type Opened } from '../src/keep/opened'
import { sizeName } from '../src/keep/files'
import { kinds, recordOf } from '../src/keep/records'
import { takeIn } from '../src/keep/restore'
import { format, hardness, Sealer, Unreadable, unseal } from '../src/keep/seal'
import { enqueue, install, keep, keeping, open, outbox, type Session, type Store } from '../src/lib/db'
import { folding } from '../src/lib/messages'
import { keepPhoto, photoOf } from '../src/lib/photos'
import { refuse, unsentId } from '../src/lib/queue'

// The same work as at full hardness, in chunks that a small shop fills too.
Object.assign(hardness, { logN: 4, most: { logN: 8, r: 16, p: 4 } })
Object.assign(format, { logChunk: 8 })
Object.assign(keeping, { bulk: 4, loose: 3 })
Object.assign(folding, { loose: 3 })

const session: Session = { token: 'secret-token', shopId: 'shop1', shopName: '햇살케이크', staffId: 'a', staffName: '사장', role: 'owner' }
const pass = '비 오는 날의 카스텔라'

const order = (n: number, name: string) => ({ kind: 'order', id: `o${n}`, data: toBinary(OrderSchema, create(OrderSchema, { id: `o${n}`, name, state: OrderState.CONFIRMED, pickup: '2026-11-29T13:00', phone: '01000001234' })) })
const message = (c: string, seq: number, text: string) => ({ kind: 'message', id: `${c}-${seq}`, data: toBinary(MessageSchema, create(MessageSchema, { id: `${c}-${seq}`, conversationId: c, seq, text, atMs: BigInt(seq) })) })
const post = (id: string, text: string, sha256 = '') =>
  ({ id, rpc: 'post', at: 5, data: toBinary(PostRequestSchema, create(PostRequestSchema, { commandId: id, shopId: 'shop1', conversationId: 'c1', text, photos: sha256 ? [{ sha256 }] : [] })) })
const move = (id: string, orderId: string) => ({ id, rpc: 'moveOrder', at: 6, data: toBinary(MoveOrderRequestSchema, create(MoveOrderRequestSchema, { commandId: id, shopId: 'shop1', orderId, to: OrderState.IN_WORK })) })

let stores = 0
/** A device with rows in packs and loose ones, gone ones, messages in pages and loose ones, pictures, and work. */
async function device(): Promise<Store> {
  const db = await open(`backup-${++stores}`)
  await install(db, session)
  await keep(db, [1, 2, 3, 4, 5].map((n) => order(n, `손님${n}`)), { block: 1n, edition: 'x' }, true)
  await keep(db, [order(2, '고친 이름'), { kind: 'order', id: 'o3', data: new Uint8Array() }], { block: 2n, edition: 'x' }, false)
  await keep(db, [{ kind: 'conversation', id: 'c1', data: toBinary(ConversationSchema, create(ConversationSchema, { id: 'c1', name: '이서연' })) }], { block: 3n, edition: 'x' }, false)
  await keep(db, [1, 2, 3, 4, 5].map((n) => message('c1', n, `말 ${n}`)), { block: 4n, edition: 'x' }, false)
  await keep(db, [message('c1', 5, '고친 말'), message('c1', 6, '말 6')], { block: 5n, edition: 'x' }, false)
  await keepPhoto(db, 'a'.repeat(64), new Uint8Array([1, 2, 3]))
  await enqueue(db, post('w1', '네', 'a'.repeat(64)))
  await enqueue(db, move('w2', 'o1'))
  await enqueue(db, post('w3', '안 되는 말'))
  await refuse(db, 'w3', { ko: '안 돼요', en: 'no' })
  await db.put('meta', [[unsentId('old'), 'o1']], 'made')
  return db
}

async function made(db: Store, passphrase = pass): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  await backUp(db, passphrase, (p) => parts.push(p))
  return new Uint8Array(await new Blob(parts).arrayBuffer())
}
const opened = (bytes: Uint8Array<ArrayBuffer>, passphrase = pass): Promise<Opened> => openBackup(new Blob([bytes]), passphrase)
const reason = (work: Promise<unknown>) => work.then(() => 'opened', (e: unknown) => (e instanceof Unreadable ? e.reason : String(e)))

test('all that a device holds comes out of its backup, and no session', async () => {
  const file = await made(await device())
  const one = await opened(file)
  expect(one.about).toMatchObject({ format: 1, shopId: 'shop1', shopName: '햇살케이크' })
  const held = holdingOf(one)
  expect(held.orders.map((o) => [o.id, o.name, o.state]).sort()).toEqual([
    ['o1', '손님1', OrderState.IN_WORK], // with what waits upon it
    ['o2', '고친 이름', OrderState.CONFIRMED], ['o4', '손님4', OrderState.CONFIRMED], ['o5', '손님5', OrderState.CONFIRMED],
  ])
  expect((await held.messages('c1')).map((m) => m.text)).toEqual(['말 1', '말 2', '말 3', '말 4', '고친 말', '말 6', '네'])
  expect(one.waiting.map((w) => w.id)).toEqual(['w1', 'w2'])
  expect(one.refused.map((r) => [r.id, r.why.ko])).toEqual([['w3', '안 돼요']])
  expect(one.photos.get('a'.repeat(64))).toEqual(new Uint8Array([1, 2, 3]))
  expect(one.made).toEqual([[unsentId('old'), 'o1']])
  const text = new TextDecoder('latin1').decode(file)
  for (const word of ['secret-token', '010', 'shop1']) expect(text.slice(format.head)).not.toContain(word)
  expect(JSON.stringify([...one.rows], (_, v: unknown) => (v instanceof Uint8Array ? new TextDecoder().decode(v) : v))).not.toContain('secret-token')
})

test('what waited goes on from another device of the same shop, once, and under its own ids', async () => {
  const one = await opened(await made(await device()))
  const other = await open('other-device')
  await install(other, { ...session, token: 'other' })
  await enqueue(other, move('x1', 'o2'))
  const done = await takeIn(other, one)
  expect(done?.given.map((w) => w.id)).toEqual(['w1', 'w2'])
  expect((await outbox(other)).map((w) => [w.id, w.n])).toEqual([['x1', 1], ['w1', 2], ['w2', 3]])
  expect((await outbox(other))[1]?.data).toEqual(post('w1', '네', 'a'.repeat(64)).data)
  expect(await photoOf(other, 'a'.repeat(64))).toEqual(new Uint8Array([1, 2, 3]))
  expect(await other.get('meta', 'made')).toEqual([[unsentId('old'), 'o1']])
  expect((await takeIn(other, one))?.given).toEqual([])
  expect((await outbox(other)).length).toBe(3)
})

test('another shop’s device, and one where nobody is signed in, take nothing', async () => {
  const one = await opened(await made(await device()))
  const stranger = await open('stranger')
  expect(await takeIn(stranger, one)).toBeUndefined()
  await install(stranger, { ...session, shopId: 'shop2' })
  expect(await takeIn(stranger, one)).toBeUndefined()
  expect(await outbox(stranger)).toEqual([])
})

test('the passphrase is the same however it was typed, and no other opens', async () => {
  const file = await made(await device())
  expect(await reason(opened(file, pass.normalize('NFD')))).toBe('opened')
  expect(await reason(opened(file, ` ${pass} `))).toBe('opened')
  expect(await reason(opened(file, `${pass}!`))).toBe('passphrase')
  expect(await reason(opened(file, ''))).toBe('passphrase')
})

test('a foreign file and a newer version are told apart', async () => {
  const file = await made(await device())
  const with_ = (at: number, byte: number) => file.map((b, i) => (i === at ? byte : b))
  expect(await reason(opened(new Uint8Array()))).toBe('foreign')
  expect(await reason(opened(new TextEncoder().encode('이름,전화\r\n')))).toBe('foreign')
  expect(await reason(opened(with_(8, 2)))).toBe('newer')
  expect(await reason(opened(with_(9, 2)))).toBe('newer') // another way to make the key
  expect(await reason(opened(with_(10, 30)))).toBe('damaged') // it would ask for more memory than a device has
  expect(await reason(opened(file.slice(0, 20)))).toBe('damaged')
})

/** Numbers that look random, the same each time. */
function seeded(seed: number) {
  let at = seed
  return (n: number) => (at = (Math.imul(at, 1_103_515_245) + 12_345) >>> 0) % n
}

test('however a file is cut, lengthened or changed by a bit, nothing of it is given out', { timeout: 120_000 }, async () => {
  const file = await made(await device())
  const whole = format.head + 2 ** format.logChunk + format.tag
  expect(file.length).toBeGreaterThan(3 * whole)
  const random = seeded(20_261_128)
  const cuts = [0, 1, format.head - 1, format.head, format.head + 1, file.length - 1, ...Array.from({ length: 60 }, () => random(file.length))]
  for (let at = format.head; at < file.length; at += 2 ** format.logChunk + format.tag) cuts.push(at) // between chunks
  for (const at of cuts) expect(await reason(opened(file.slice(0, at))), `cut at ${at}`).toMatch(/foreign|damaged/)
  for (const more of [1, 16, 300]) expect(await reason(opened(new Uint8Array([...file, ...new Uint8Array(more)])))).toBe('damaged')
  const bits = [...Array.from({ length: format.head * 8 }, (_, i) => i), ...Array.from({ length: 400 }, () => random(file.length * 8))]
  for (const bit of bits) {
    const changed = file.slice()
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    expect(await reason(opened(changed)), `bit ${bit}`).toMatch(/foreign|newer|passphrase|damaged/)
  }
})

test('chunks that change places, are left out or come from another backup are refused', async () => {
  const db = await device()
  const [file, other] = [await made(db), await made(db)]
  const step = 2 ** format.logChunk + format.tag
  const chunk = (of: Uint8Array, n: number) => of.slice(format.head + n * step, Math.min(of.length, format.head + (n + 1) * step))
  const n = Math.ceil((file.length - format.head) / step)
  const built = (order: Uint8Array[]) => new Uint8Array([file.slice(0, format.head), ...order].flatMap((p) => [...p]))
  const all = Array.from({ length: n }, (_, i) => chunk(file, i))
  const at = (i: number) => all[i] ?? new Uint8Array()
  expect(await reason(opened(built(all)))).toBe('opened')
  expect(await reason(opened(built([at(1), at(0), ...all.slice(2)])))).toBe('damaged')
  expect(await reason(opened(built(all.slice(1))))).toBe('damaged')
  expect(await reason(opened(built([at(0), ...all.slice(2)])))).toBe('damaged')
  expect(await reason(opened(built([chunk(other, 0), ...all.slice(1)])))).toBe('damaged')
  expect(await reason(opened(built([...all, at(n - 1)])))).toBe('damaged')
})

async function sealed(records: Uint8Array[]): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  const sealer = await Sealer.with(pass, (p) => parts.push(p))
  for (const r of records) sealer.push(r)
  sealer.end()
  return new Uint8Array(await new Blob(parts).arrayBuffer())
}
const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))

test('the envelope alone finds what was cut, moved, left out or doubled, whatever is in it', async () => {
  const file = await sealed([new Uint8Array(5 * 2 ** format.logChunk + 9)]) // chunks that are all the same
  const whole = async (bytes: Uint8Array<ArrayBuffer>) => {
    let length = 0
    for await (const chunk of unseal(new Blob([bytes]), pass)) length += chunk.length
    return length
  }
  const step = 2 ** format.logChunk + format.tag
  const piece = (n: number) => [...file.slice(format.head + n * step, format.head + (n + 1) * step)]
  const built = (...order: number[]) => new Uint8Array([...file.slice(0, format.head), ...order.flatMap(piece)])
  expect(await whole(built(0, 1, 2, 3, 4, 5))).toBe(5 * 2 ** format.logChunk + 9)
  for (let n = 0; n < 6; n++) expect(await reason(whole(built(...[0, 1, 2, 3, 4, 5].slice(0, n)))), `cut after ${n}`).toBe('damaged')
  for (const order of [[1, 0, 2, 3, 4, 5], [0, 2, 3, 4, 5], [1, 2, 3, 4, 5], [0, 1, 1, 2, 3, 4, 5], [0, 1, 2, 4, 3, 5], [5], [0, 1, 2, 3, 4, 5, 5]]) expect(await reason(whole(built(...order))), String(order)).toBe('damaged')
  const odd = file.slice()
  odd[15] = 1 // of the header, where nothing is read
  expect(await reason(whole(odd))).toBe('passphrase')
})

test('records: those of a later app are left out, and a run without its end or its owner is refused', async () => {
  const about = recordOf(kinds.about, '', json({ format: 1, shopId: 's', shopName: 'x', madeMs: 1, heardMs: 0 }))
  const end = (records: number) => recordOf(kinds.end, '', json({ records }))
  expect(await reason(opened(await sealed([about, recordOf(99, 'later', new Uint8Array(2000)), end(2)])))).toBe('opened')
  expect(await reason(opened(await sealed([about])))).toBe('damaged')
  expect(await reason(opened(await sealed([about, end(7)])))).toBe('damaged')
  expect(await reason(opened(await sealed([end(0)])))).toBe('damaged')
  expect(await reason(opened(await sealed([about, end(1), about])))).toBe('damaged')
  expect(await reason(opened(await sealed([about, new Uint8Array([2, 0, 0, 255, 255, 255, 255])])))).toBe('damaged')
  expect(await reason(opened(await sealed([recordOf(kinds.about, '', json({ format: 2 })), end(1)])))).toBe('newer')
})

test('whatever its length, what was sealed comes out the same', async () => {
  const random = seeded(7)
  for (const length of [0, 1, 255, 256, 257, 512, ...Array.from({ length: 30 }, () => random(3000))]) {
    const data = Uint8Array.from({ length }, () => random(256))
    const about = recordOf(kinds.about, '', json({ format: 1, shopId: 's', shopName: 'x', madeMs: 1, heardMs: 0 }))
    const one = await opened(await sealed([about, recordOf(kinds.photo, 'p', data), recordOf(kinds.end, '', json({ records: 2 }))]))
    expect(one.photos.get('p')).toEqual(data)
  }
})

test('a file’s name has the shop and the day, and nothing that a disk refuses', () => {
  expect(fileName('햇살케이크', '2026-11-28', 'dangol')).toBe('단골-햇살케이크-2026-11-28.dangol')
  expect(fileName('a/b:c*\n"d"', '2026-11-28', 'xlsx', 'dangol')).toBe('dangol-a b c d-2026-11-28.xlsx')
})

test('a small file is told in KB, never as 0.0 MB', () => {
  expect([1, 700, 20_480, 1_048_575, 1_048_576, 3_565_158].map(sizeName)).toEqual(['1 KB', '1 KB', '20 KB', '1024 KB', '1.0 MB', '3.4 MB'])
})
