// What the screens see: everything the device holds, kept up to date, with what waits to be sent laid over it.
//
//   await start()                        opens the device's copy, then keeps it live
//   store.orders, store.deposits …       arrays, newest word first where it matters
//   await give('moveOrder', { orderId, to })   keeps a command until the server has answered it
import { create, fromBinary, toBinary, type DescMessage, type MessageShape } from '@bufbuild/protobuf'
import * as shopv1 from '../gen/dangol/shop/v1/shop_pb'
import {
  type Customer, CustomerSchema, type Deposit, DepositSchema, type Import, ImportSchema, type Item, ItemSchema, type Order,
  OrderSchema, type Shop, ShopSchema, type Staff, StaffSchema,
} from '../gen/dangol/shop/v1/resource_pb'
import { isPassing, isSignedOut, sentence, sessions, shops, sync, useToken } from './api'
import { type Cursor, keep, open, type Session, type Store, type Waiting, wipe } from './db'
import { newCommand, secret } from './id'

const schemas = {
  shop: ShopSchema, staff: StaffSchema, item: ItemSchema, customer: CustomerSchema, order: OrderSchema, deposit: DepositSchema,
  import: ImportSchema,
} as const

type Held = { shop: Map<string, Shop>; staff: Map<string, Staff>; item: Map<string, Item>; customer: Map<string, Customer>; order: Map<string, Order>; deposit: Map<string, Deposit>; import: Map<string, Import> }

const held: Held = { shop: new Map(), staff: new Map(), item: new Map(), customer: new Map(), order: new Map(), deposit: new Map(), import: new Map() }

export type Link = 'connecting' | 'live' | 'offline'

/** A command that the server refused, for the person to read. */
export interface Refusal { text: string }

class State {
  session = $state.raw<Session | null>(null)
  signedOut = $state(false)
  ready = $state(false)
  link = $state<Link>('connecting')
  waiting = $state(0)
  refusal = $state.raw<Refusal | null>(null)
  orders = $state.raw<Order[]>([])
  customers = $state.raw<Customer[]>([])
  deposits = $state.raw<Deposit[]>([])
  items = $state.raw<Item[]>([])
  staff = $state.raw<Staff[]>([])
  imports = $state.raw<Import[]>([])
  shop = $state.raw<Shop | null>(null)
}

export const store = new State()

let db: Store
let waiting: Waiting[] = []

/** Which commands there are, and what they are made of. */
const commands = {
  changeShop: shopv1.ChangeShopRequestSchema, addItem: shopv1.AddItemRequestSchema, changeItem: shopv1.ChangeItemRequestSchema,
  retireItem: shopv1.RetireItemRequestSchema, changeCustomer: shopv1.ChangeCustomerRequestSchema,
  placeOrder: shopv1.PlaceOrderRequestSchema, changeOrder: shopv1.ChangeOrderRequestSchema, moveOrder: shopv1.MoveOrderRequestSchema,
  noteOrder: shopv1.NoteOrderRequestSchema, recordPayment: shopv1.RecordPaymentRequestSchema,
  matchDeposit: shopv1.MatchDepositRequestSchema, undoMatch: shopv1.UndoMatchRequestSchema,
  ignoreDeposit: shopv1.IgnoreDepositRequestSchema, issueLink: shopv1.IssueLinkRequestSchema,
} as const

export type Command = keyof typeof commands
type Fields<C extends Command> = Parameters<typeof create<(typeof commands)[C]>>[1]

/** Keeps a command on the device and sends it; it is sent again, under the same id, until it is answered. */
export async function give<C extends Command>(rpc: C, fields: Fields<C>): Promise<void> {
  const id = newCommand()
  const schema = commands[rpc] as DescMessage
  const message = create(schema, { ...(fields as object), commandId: id, shopId: store.session?.shopId ?? '' } as never)
  const one: Waiting = { id, rpc, data: toBinary(schema, message), at: Date.now() }
  await db.put('outbox', one)
  waiting = [...waiting, one]
  show()
  void flush()
}

let flushing = false

/** Sends what waits, in order. What is refused is told and dropped; what got no answer stays. */
async function flush(): Promise<void> {
  if (flushing) return
  flushing = true
  try {
    for (let one = waiting[0]; one; one = waiting[0]) {
      const schema = commands[one.rpc as Command] as DescMessage
      let block = 0n
      try {
        const call = shops[one.rpc as Command] as (m: unknown) => Promise<{ block?: bigint }>
        block = (await call(fromBinary(schema, one.data))).block ?? 0n
      } catch (error) {
        if (isSignedOut(error)) store.signedOut = true
        if (isPassing(error) || isSignedOut(error)) return
        store.refusal = { text: sentence(error) }
      }
      await seen(block)
      await db.delete('outbox', one.id)
      waiting = waiting.slice(1)
      show()
    }
  } finally {
    flushing = false
  }
}

let cursor: Cursor = { block: 0n, edition: '' }
let arrived: (() => void)[] = []

/** Waits a moment for a block to come in, so that a change does not flicker. */
function seen(block: bigint): Promise<void> {
  if (block === 0n || cursor.block >= block || store.link !== 'live') return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, 1000)
    arrived.push(() => {
      if (cursor.block >= block) {
        clearTimeout(timer)
        resolve()
      }
    })
  })
}

/** Lays what waits over what the server has said. */
function overlay(orders: Map<string, Order>): Map<string, Order> {
  let laid = orders
  for (const one of waiting) {
    if (one.rpc !== 'moveOrder' && one.rpc !== 'noteOrder') continue
    const wish = fromBinary(commands[one.rpc] as DescMessage, one.data) as MessageShape<typeof shopv1.MoveOrderRequestSchema> & { note?: string }
    const order = laid.get(wish.orderId)
    if (!order) continue
    if (laid === orders) laid = new Map(orders)
    laid.set(order.id, one.rpc === 'moveOrder' ? { ...order, state: wish.to } : { ...order, note: wish.note ?? '' })
  }
  return laid
}

function show(): void {
  store.waiting = waiting.length
  store.orders = [...overlay(held.order).values()]
  store.customers = [...held.customer.values()]
  store.deposits = [...held.deposit.values()].sort((a, b) => (a.at < b.at ? 1 : -1))
  store.items = [...held.item.values()]
  store.staff = [...held.staff.values()]
  store.imports = [...held.import.values()].sort((a, b) => Number(b.startedMs - a.startedMs))
  store.shop = [...held.shop.values()][0] ?? null
}

function hold(kind: string, id: string, data: Uint8Array): void {
  const map = held[kind as keyof Held] as Map<string, unknown> | undefined
  if (!map) return
  if (data.length === 0) map.delete(id)
  else map.set(id, fromBinary(schemas[kind as keyof Held] as DescMessage, data))
}

interface Page { rows: { kind: string; id: string; data: Uint8Array }[]; cursor?: { block: bigint; edition: string }; anew: boolean }

async function take(page: Page): Promise<void> {
  const to = { block: page.cursor?.block ?? 0n, edition: page.cursor?.edition ?? '' }
  if (page.rows.length > 0 || page.anew || to.block > cursor.block) {
    await keep(db, page.rows, to, page.anew)
    if (page.anew) for (const map of Object.values(held)) map.clear()
    for (const r of page.rows) hold(r.kind, r.id, r.data)
    cursor = to
    if (page.rows.length > 0 || page.anew) show()
  }
  const told = arrived
  arrived = []
  for (const tell of told) tell()
}

/** The longest silence of a stream that is alive: the server gives a sign of life every five seconds. */
const silence = 12_000

async function watch(): Promise<void> {
  const topic = `shop/${store.session?.shopId}`
  const stop = new AbortController()
  let timer = setTimeout(() => stop.abort(), silence)
  try {
    for (let more = true; more; ) {
      const page = await sync.pull({ cursor: { topic, ...cursor } })
      await take(page)
      more = page.more
    }
    store.ready = true
    for await (const page of sync.watch({ cursor: { topic, ...cursor } }, { signal: stop.signal })) {
      clearTimeout(timer)
      timer = setTimeout(() => stop.abort(), silence)
      store.link = 'live'
      await take(page)
      void flush()
    }
  } finally {
    clearTimeout(timer)
  }
}

let wake = () => {}

/** Keeps the copy live for as long as somebody is signed in. */
async function live(): Promise<void> {
  let rest = 500
  while (store.session && !store.signedOut) {
    try {
      await watch()
      rest = 500
    } catch (error) {
      if (isSignedOut(error)) {
        store.signedOut = true
        return
      }
    }
    store.link = 'offline'
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, rest * (0.7 + Math.random() * 0.6))
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    rest = Math.min(rest * 2, 8000)
  }
}

/** Opens the device's copy; signs in when the address is a sign-in link. */
export async function start(): Promise<void> {
  db = await open()
  const link = location.pathname === '/in' ? location.hash.slice(1) : ''
  if (link) await signIn(link)
  store.session = ((await db.get('meta', 'session')) as Session | undefined) ?? null
  if (!store.session) return
  useToken(store.session.token)
  for (const r of await db.getAll('rows')) hold(r.kind, r.id, r.data)
  cursor = ((await db.get('meta', 'cursor')) as Cursor | undefined) ?? cursor
  waiting = (await db.getAll('outbox')).sort((a, b) => (a.id < b.id ? -1 : 1))
  store.ready = held.shop.size > 0
  show()
  addEventListener('online', () => wake())
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && wake())
  void live()
}

async function signIn(key: string): Promise<void> {
  const asked = ((await db.get('meta', 'asked')) as { key: string; token: string; id: string } | undefined) ?? null
  const ask = asked?.key === key ? asked : { key, token: secret(), id: newCommand() }
  await db.put('meta', ask, 'asked') // kept before it is sent: a lost answer is asked for again
  try {
    const answer = await sessions.signIn({ commandId: ask.id, key, token: ask.token, device: deviceName() })
    const who = answer.identity
    if (who) {
      await wipe(db)
      const session: Session = { token: ask.token, shopId: who.shopId, shopName: who.shopName, staffId: who.staffId, staffName: who.staffName, role: who.role }
      await db.put('meta', session, 'session')
    }
  } catch (error) {
    store.refusal = { text: sentence(error) }
  }
  history.replaceState(null, '', '/')
}

export async function signOut(): Promise<void> {
  await sessions.signOut({ commandId: newCommand() }).catch(() => undefined)
  await wipe(db)
  location.assign('/')
}

function deviceName(): string {
  const agent = navigator.userAgent
  const system = /Android/.test(agent) ? 'Android' : /iPhone|iPad/.test(agent) ? 'iPhone' : /Windows/.test(agent) ? 'Windows' : /Mac/.test(agent) ? 'Mac' : 'Linux'
  const browser = /Edg\//.test(agent) ? 'Edge' : /SamsungBrowser/.test(agent) ? 'Samsung' : /Chrome\//.test(agent) ? 'Chrome' : /Firefox\//.test(agent) ? 'Firefox' : 'Safari'
  return `${system} ${browser}`
}
