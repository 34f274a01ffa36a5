import 'fake-indexeddb/auto'
import { create, toBinary } from '@bufbuild/protobuf'
import { expect, test } from 'vitest'
import { ConversationSchema, type Message, MessageSchema, Side, WishKind, WishState } from '../src/gen/dangol/channel/v1/resource_pb'
import { OrderSchema } from '../src/gen/dangol/shop/v1/resource_pb'
import { AnswerWishRequestSchema, PostRequestSchema } from '../src/gen/dangol/channel/v1/channel_pb'
import { laid } from '../src/lib/conversation.svelte'
import { enqueue, evict, install, keep, open, outbox, type Session, type Store } from '../src/lib/db'
import { type Past, Reading, span } from '../src/lib/history'
import { dropBefore, folding, keepHistory, messagesOf } from '../src/lib/messages'
import { keepPhoto, photoOf } from '../src/lib/photos'
import { finish, photosOf, unsentId } from '../src/lib/queue'

folding.loose = 5
span.perPage = 3

const session = { shopId: 's', token: 't', staffId: 'me' } as Session
const message = (conversationId: string, seq: number, text = `${seq}`, atMs = 1_000n * BigInt(seq)) => create(MessageSchema, { id: `${conversationId}-${seq}`, conversationId, seq, text, atMs, side: Side.CUSTOMER })
const bytes = (m: Message) => toBinary(MessageSchema, m)
const row = (m: Message) => ({ kind: 'message', id: m.id, data: bytes(m) })
const texts = async (db: Store, id: string) => (await messagesOf(db, id)).map((m) => m.text)

let n = 0
async function begin() {
  const db = await open(`messages-${n++}`)
  await install(db, session)
  return db
}

test('messages come one by one and in heaps; each is there once, in order, with its newest words', async () => {
  const db = await begin()
  let block = 0n
  const come = (...some: Message[]) => keep(db, some.map(row), { block: ++block, edition: 'x' }, false)
  await come(message('a', 1), message('b', 1))
  await come(message('a', 3), message('a', 2))
  await come(...[4, 5, 6, 7, 8].map((i) => message('a', i))) // more than may lie loose
  expect(await db.count('fresh')).toBe(0)
  await come(message('a', 2, 'anders'))
  expect(await texts(db, 'a')).toEqual(['1', 'anders', '3', '4', '5', '6', '7', '8'])
  expect(await texts(db, 'b')).toEqual(['1'])
  expect(await texts(db, 'c')).toEqual([])
  expect(await db.count('rows')).toBe(0)
  await keep(db, [row(message('d', 1))], { block: 1n, edition: 'y' }, true)
  expect(await texts(db, 'a')).toEqual([])
  expect(await texts(db, 'd')).toEqual(['1'])
  await evict(db, 't')
  expect(await texts(db, 'd')).toEqual([])
})

/** A past of so many conversations with two messages each. */
function pastOf(all: Message[][], fail = new Set<number>()) {
  const asked: string[] = []
  const past: Past = {
    readHistory: async ({ after, limit }) => {
      asked.push(after)
      if (fail.delete(asked.length)) throw new Error('away')
      const messages: Message[] = []
      let at = Number(after || 0)
      while (at < all.length && messages.length < limit) messages.push(...(all[at++] ?? []))
      return { messages, next: at < all.length ? String(at) : '', total: BigInt(all.flat().length) }
    },
    readMessages: async ({ conversationId }) => ({ messages: [message(conversationId, 2), message(conversationId, 1)] }),
  }
  return { past, asked }
}

test('the past comes in pages, goes on where it broke off, and never over what sync has brought', async () => {
  const db = await begin()
  await keep(db, [row(message('c1', 2, 'neuer'))], { block: 9n, edition: 'x' }, false)
  const { past, asked } = pastOf(['c0', 'c1', 'c2', 'c3', 'c4'].map((c) => [message(c, 1), message(c, 2)]), new Set([2]))
  const told: number[] = []
  const run = (first: boolean) => new Reading(db, session, past, (h) => told.push(h.got)).run(first, new AbortController().signal, 3_000)
  await expect(run(true)).rejects.toThrow('away')
  await run(false)
  expect(asked).toEqual(['', '2', '2', '4'])
  expect(told).toEqual([4, 8, 10])
  for (const c of ['c0', 'c2', 'c4']) expect(await texts(db, c)).toEqual(['1', '2'])
  expect(await texts(db, 'c1')).toEqual(['1', 'neuer'])
  await run(false)
  expect(asked.length).toBe(4)
})

test('what is older than ninety days goes, but not where an order is to be fetched, and that is brought', async () => {
  const db = await begin()
  const now = Date.parse('2026-11-25T03:00:00Z')
  const old = BigInt(now - 100 * 24 * 3600_000)
  await keepHistory(db, [message('old', 1, 'x', old), message('due', 1, 'x', old), message('new', 1, 'x', BigInt(now))], bytes, 't')
  expect(await keepHistory(db, [message('no', 1)], bytes, 'another')).toBe(false)
  const order = (id: string, conversationId: string, pickup: string) => ({ kind: 'order', id, data: toBinary(OrderSchema, create(OrderSchema, { id, conversationId, pickup })) })
  const conversation = (id: string) => ({ kind: 'conversation', id, data: toBinary(ConversationSchema, create(ConversationSchema, { id, lastSeq: 2 })) })
  await keep(db, [order('1', 'due', '2026-12-24T13:00'), order('2', 'far', '2026-11-25'), order('3', 'old', '2027-06-01'), ...['due', 'far', 'old'].map(conversation)], { block: 3n, edition: 'x' }, false)
  await new Reading(db, session, pastOf([]).past, () => {}).run(false, new AbortController().signal, now)
  expect([await texts(db, 'old'), await texts(db, 'due'), await texts(db, 'new'), await texts(db, 'far')]).toEqual([[], ['x'], ['x'], ['1', '2']])
  expect(await dropBefore(db, now + 1, new Set())).toBe(3)
})

test('what waits lies over a conversation, until its message comes', async () => {
  const post = { id: 'p', rpc: 'post', at: 5, data: toBinary(PostRequestSchema, create(PostRequestSchema, { commandId: 'p', conversationId: 'a', text: '네' })) }
  const grant = { id: 'g', rpc: 'answerWish', at: 6, data: toBinary(AnswerWishRequestSchema, create(AnswerWishRequestSchema, { commandId: 'g', messageId: 'a-1', grant: true })) }
  const wished = { ...message('a', 1), wish: { $typeName: 'dangol.channel.v1.Wish' as const, kind: WishKind.CANCEL, orderId: 'o', refundWon: 0n, refundPercent: 0, refundOpen: false, state: WishState.OPEN } }
  const all = laid('a', [wished], [post, grant], (id) => id)
  expect(all.map((m) => [m.id, m.text, m.wish?.state])).toEqual([['a-1', '1', WishState.GRANTED], [unsentId('p'), '네', undefined]])
  expect(laid('a', [{ ...message('a', 2), commandId: 'p' }], [post], (id) => id).length).toBe(1)
  expect(laid('b', [], [post], (id) => id)).toEqual([])
  // What the shop answers by itself may come first, with the same command: what waits stays on the screen until it has come.
  expect(laid('a', [{ ...message('a', 2), commandId: 'p', side: Side.AUTO }], [post], (id) => id).length).toBe(2)
})

test('a picture waits with the command that names it, and goes with it', async () => {
  const db = await begin()
  await keepPhoto(db, 'ab', new Uint8Array([1, 2]))
  const data = toBinary(PostRequestSchema, create(PostRequestSchema, { commandId: 'p', conversationId: 'a', photos: [{ sha256: 'ab' }, { sha256: 'ab' }] }))
  const one = await enqueue(db, { id: 'p', rpc: 'post', at: 0, data })
  expect(photosOf(one)).toEqual(['ab'])
  expect(await photoOf(db, 'ab')).toEqual(new Uint8Array([1, 2]))
  await finish(db, 'p', 'm', photosOf(one))
  expect(await photoOf(db, 'ab')).toBeUndefined()
  expect(await outbox(db)).toEqual([])
})
