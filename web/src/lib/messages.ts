// Messages on the device: one page of bytes for each conversation, and what has come since, message by message. They stay out
// of memory until somebody opens their conversation: a device may hold a hundred thousand.
//
// A page is a pack (pack.ts) whose ids are the messages' numbers.
import { fromBinary } from '@bufbuild/protobuf'
import { type Message, MessageSchema } from '../gen/dangol/channel/v1/resource_pb'
import { notesIn, type Store } from './db'
import { pack, unpack } from './pack'
import type { Row } from './protocol'
import { type Box, boxOf } from './vault'

/** All messages of one conversation up to some moment. */
export interface Page {
  id: string // the conversation's
  lastMs: number // when the newest came
  data: Uint8Array
}

/** A message that is in no page yet. */
export interface Fresh {
  conversation: string
  seq: number
  data: Uint8Array
}

/** The two stores within a transaction. */
export interface Shelf {
  pages: { get(id: string): Promise<Page | undefined>; put?(page: Page): unknown }
  fresh: { getAll(range?: IDBKeyRange | null): Promise<Fresh[]>; put?(one: Fresh): unknown; delete?(range: IDBKeyRange): unknown; clear?(): unknown; count(): Promise<number> }
}

/** So many loose messages are folded into their pages. */
export const folding = { loose: 300 }

type Numbered = Map<number, Uint8Array>

const freshOf = (conversation: string) => IDBKeyRange.bound([conversation, 0], [conversation, Infinity])

/** Puts messages that the server tells of; what was there under the same number goes. */
export async function putMessages(shelf: Shelf, box: Box, rows: Row[]): Promise<void> {
  const told = rows.filter((r) => r.data.length > 0).map((r) => ({ data: r.data, message: fromBinary(MessageSchema, r.data) }))
  if (told.length === 0) return
  if (told.length + (await shelf.fresh.count()) <= folding.loose) {
    for (const { data, message } of told) void shelf.fresh.put?.({ conversation: message.conversationId, seq: message.seq, data: box.seal(data) })
    return
  }
  const by = new Map<string, Numbered>()
  for (const f of await shelf.fresh.getAll()) among(by, f.conversation).set(f.seq, box.open(f.data))
  for (const { data, message } of told) among(by, message.conversationId).set(message.seq, data)
  void shelf.fresh.clear?.()
  await Promise.all([...by].map(([id, news]) => addTo(shelf, box, id, news, true)))
}

function among(by: Map<string, Numbered>, id: string): Numbered {
  const there = by.get(id)
  if (there) return there
  const made: Numbered = new Map()
  by.set(id, made)
  return made
}

/** Adds messages to a conversation's page. Newer: they replace what is there; otherwise what is there stays. */
async function addTo(shelf: Shelf, box: Box, id: string, some: Numbered, newer: boolean): Promise<void> {
  const page = await shelf.pages.get(id)
  const there = page ? opened(page, box) : (new Map() as Numbered)
  const [below, above] = newer ? [there, some] : [some, there]
  const whole = [...new Map([...below, ...above])].sort(([a], [b]) => a - b)
  const last = whole.at(-1)?.[1]
  if (!last) return
  const data = box.seal(pack(whole.map(([seq, bytes]) => ({ id: String(seq), data: bytes }))))
  void shelf.pages.put?.({ id, lastMs: Number(fromBinary(MessageSchema, last).atMs), data })
}

function opened(page: Page, box: Box): Numbered {
  const held: Numbered = new Map()
  unpack(box.open(page.data), (seq, data) => held.set(Number(seq), data))
  return held
}

/** Keeps messages of the past, and how far the reading of the past has come. What sync has brought meanwhile is the newer word. */
export async function keepHistory(db: Store, messages: Message[], encode: (m: Message) => Uint8Array, token: string, reach?: unknown): Promise<boolean> {
  const by = new Map<string, Numbered>()
  for (const m of messages) among(by, m.conversationId).set(m.seq, encode(m))
  const tx = db.transaction(['pages', 'fresh', 'meta'], 'readwrite')
  const meta = tx.objectStore('meta')
  const mine = ((await notesIn(meta, boxOf(db)).get('session')) as { token?: string } | undefined)?.token === token
  if (mine) {
    const shelf = { pages: tx.objectStore('pages'), fresh: tx.objectStore('fresh') }
    await Promise.all([...by].map(([id, some]) => addTo(shelf, boxOf(db), id, some, false)))
    if (reach !== undefined) void meta.put(reach, 'history')
  }
  await tx.done
  return mine
}

/** All messages of a conversation that the device holds, oldest first. */
export async function messagesOf(db: Store, conversation: string): Promise<Message[]> {
  const tx = db.transaction(['pages', 'fresh'])
  const [page, fresh] = await Promise.all([tx.objectStore('pages').get(conversation), tx.objectStore('fresh').getAll(freshOf(conversation))])
  const box = boxOf(db)
  const held = page ? opened(page, box) : (new Map() as Numbered)
  for (const f of fresh) held.set(f.seq, box.open(f.data))
  return [...held].sort(([a], [b]) => a - b).map(([, data]) => fromBinary(MessageSchema, data))
}

/** Drops conversations in which nothing was said since a moment, but those that are kept. It gives how many went. */
export async function dropBefore(db: Store, since: number, kept: ReadonlySet<string>): Promise<number> {
  const tx = db.transaction(['pages', 'fresh'], 'readwrite')
  const pages = tx.objectStore('pages')
  const fresh = tx.objectStore('fresh')
  let gone = 0
  for (const page of await pages.getAll()) {
    if (page.lastMs >= since || kept.has(page.id) || (await fresh.count(freshOf(page.id))) > 0) continue
    void pages.delete(page.id)
    gone++
  }
  await tx.done
  return gone
}
