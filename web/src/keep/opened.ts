// A backup that was opened: what was on the device then. It is in memory alone, and gone with the page.
import { type DescMessage, fromBinary, type MessageShape } from '@bufbuild/protobuf'
import { ConversationSchema, MessageSchema } from '../gen/dangol/channel/v1/resource_pb'
import { CustomerSchema, DepositSchema, ItemSchema, OrderSchema, ShopSchema, StaffSchema } from '../gen/dangol/shop/v1/resource_pb'
import type { Refused, Waiting } from '../lib/db'
import { bareGround, overlay } from '../lib/overlay'
import { unpack } from '../lib/pack'
import type { About } from './backup'
import { type BackupRecord, kinds, recordsOf } from './records'
import { type Pieces, Unreadable } from './seal'
import type { Holding } from './tables'

export interface Opened {
  about: About
  rows: Map<string, Map<string, Uint8Array>> // by kind and id
  messages: Map<string, Map<number, Uint8Array>> // by conversation and number
  waiting: Waiting[] // first come first
  refused: Refused[]
  photos: Map<string, Uint8Array>
  made: [unsent: string, id: string][]
}

/** Reads a file whole. Whatever the file is, it gives all of what was put in, or throws Unreadable. */
export async function open(file: Pieces, passphrase: string, onProgress?: (part: number) => void): Promise<Opened> {
  const into: Omit<Opened, 'about'> & { about?: About } = { rows: new Map(), messages: new Map(), waiting: [], refused: [], photos: new Map(), made: [] }
  let records = 0
  for await (const one of recordsOf(file, passphrase, onProgress)) {
    try {
      if (one.kind === kinds.end && (json(one.data) as { records: number }).records !== records) throw new Unreadable('damaged')
      take(into, one)
    } catch (error) {
      throw error instanceof Unreadable ? error : new Unreadable('damaged')
    }
    records++
  }
  if (!into.about) throw new Unreadable('damaged')
  const inOrder = (a: Waiting, b: Waiting) => (a.n ?? 0) - (b.n ?? 0)
  return { ...into, about: into.about, waiting: into.waiting.sort(inOrder), refused: into.refused.sort(inOrder) }
}

const json = (data: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(data))

function take(into: Omit<Opened, 'about'> & { about?: About }, { kind, name, data }: BackupRecord): void {
  if (kind === kinds.about) {
    into.about = json(data) as About
    if (into.about.format !== 1) throw new Unreadable('newer')
  } else if (kind === kinds.rows) {
    const rows = among(into.rows, name)
    unpack(data, (id, row) => (row.length > 0 ? rows.set(id, row) : rows.delete(id)))
  } else if (kind === kinds.messages) {
    const said = among(into.messages, name)
    unpack(data, (seq, message) => said.set(Number(seq), message))
  } else if (kind === kinds.waiting) into.waiting.push({ ...(JSON.parse(name) as Waiting), data })
  else if (kind === kinds.refused) into.refused.push({ ...(JSON.parse(name) as Refused), data })
  else if (kind === kinds.photo) into.photos.set(name, data)
  else if (kind === kinds.made) into.made = json(data) as Opened['made']
}

function among<K, V>(by: Map<string, Map<K, V>>, name: string): Map<K, V> {
  const there = by.get(name)
  if (there) return there
  const made = new Map<K, V>()
  by.set(name, made)
  return made
}

function decoded<D extends DescMessage>(from: Opened, kind: string, schema: D): Map<string, MessageShape<D>> {
  return new Map([...(from.rows.get(kind) ?? [])].map(([id, data]) => [id, fromBinary(schema, data)]))
}

/** As the screens of that device showed it: with what waited laid over what the server had said. */
export function holdingOf(from: Opened): Holding {
  const ground = {
    ...bareGround(), order: decoded(from, 'order', OrderSchema), deposit: decoded(from, 'deposit', DepositSchema), customer: decoded(from, 'customer', CustomerSchema),
    item: decoded(from, 'item', ItemSchema), shop: decoded(from, 'shop', ShopSchema), conversation: decoded(from, 'conversation', ConversationSchema),
  }
  const laid = overlay(from.waiting, ground, new Map(from.made))
  return {
    shopName: [...laid.shop.values()][0]?.name ?? from.about.shopName, orders: [...laid.order.values()], customers: [...laid.customer.values()], deposits: [...laid.deposit.values()],
    conversations: [...laid.conversation.values()].sort((a, b) => Number(b.lastMs - a.lastMs)), staff: [...decoded(from, 'staff', StaffSchema).values()],
    messages: async (id) => [...(from.messages.get(id) ?? [])].sort(([a], [b]) => a - b).map(([, data]) => fromBinary(MessageSchema, data)),
  }
}
