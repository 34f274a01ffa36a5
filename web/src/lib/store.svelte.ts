// What the screens see: everything the device holds, kept up to date, with what waits to be sent laid over it.
//
//   await start()                        opens the device's copy; the worker beside keeps it up to date
//   store.orders, store.deposits …       arrays, newest word first where it matters
//   await give('moveOrder', { orderId, to })   keeps a command until the server has answered it
import { create, type DescMessage, fromBinary, toBinary } from '@bufbuild/protobuf'
import {
  type Customer, CustomerSchema, type Deposit, DepositSchema, type Import, ImportSchema, type Item, ItemSchema, type Order,
  OrderSchema, type Shop, ShopSchema, type Staff, StaffSchema,
} from '../gen/dangol/shop/v1/resource_pb'
import { sessions, useToken } from './api'
import { type Command, commands } from './commands'
import { type Cursor, enqueue, open, outbox, read, type Session, type Store, type Waiting, wipe } from './db'
import { sentence, sentences } from './errors'
import { newCommand, secret } from './id'
import { overlay } from './overlay'
import { channelName, type Event, type Link, type Row, type Sentence, type Take } from './protocol'

const schemas = {
  shop: ShopSchema, staff: StaffSchema, item: ItemSchema, customer: CustomerSchema, order: OrderSchema, deposit: DepositSchema,
  import: ImportSchema,
} as const

type Held = { shop: Map<string, Shop>; staff: Map<string, Staff>; item: Map<string, Item>; customer: Map<string, Customer>; order: Map<string, Order>; deposit: Map<string, Deposit>; import: Map<string, Import> }

const held: Held = { shop: new Map(), staff: new Map(), item: new Map(), customer: new Map(), order: new Map(), deposit: new Map(), import: new Map() }

class State {
  session = $state.raw<Session | null>(null)
  signedOut = $state(false)
  ready = $state(false)
  link = $state<Link['state']>('connecting')
  waiting = $state(0)
  refusal = $state.raw<Sentence | null>(null)
  orders = $state.raw<Order[]>([])
  customers = $state.raw<Customer[]>([])
  deposits = $state.raw<Deposit[]>([])
  items = $state.raw<Item[]>([])
  staff = $state.raw<Staff[]>([])
  imports = $state.raw<Import[]>([])
  shop = $state.raw<Shop | null>(null)
}

export const store = new State()

const channel = new BroadcastChannel(channelName)
const tell = (event: Event) => channel.postMessage(event)

let db: Store
let worker: Worker | undefined
let waiting: Waiting[] = []
let cursor: Cursor = { block: 0n, edition: '' }

type Fields<C extends Command> = Parameters<typeof create<(typeof commands)[C]>>[1]

/** Keeps a command on the device; it is sent, always under the same id, until it is answered. It gives the id. */
export async function give<C extends Command>(rpc: C, fields: Fields<C>): Promise<string> {
  const id = newCommand()
  const schema = commands[rpc] as DescMessage
  const message = create(schema, { ...(fields as object), commandId: id, shopId: store.session?.shopId ?? '' } as never)
  const one = await enqueue(db, { id, rpc, data: toBinary(schema, message), at: Date.now() })
  tell({ t: 'given', one })
  waiting = [...waiting, one]
  show(['order', 'deposit'])
  return id
}

const byTime = (a: Deposit, b: Deposit) => (a.at < b.at ? 1 : -1)

/** Shows kinds of which something has changed. */
function show(kinds: Iterable<keyof Held>): void {
  const changed = new Set(kinds)
  store.waiting = waiting.length
  const laid = waiting.length > 0 ? overlay(waiting, held.order, held.deposit) : { orders: held.order, deposits: held.deposit }
  if (changed.has('order')) store.orders = [...laid.orders.values()]
  if (changed.has('deposit')) store.deposits = [...laid.deposits.values()].sort(byTime)
  if (changed.has('customer')) store.customers = [...held.customer.values()]
  if (changed.has('item')) store.items = [...held.item.values()]
  if (changed.has('staff')) store.staff = [...held.staff.values()]
  if (changed.has('import')) store.imports = [...held.import.values()].sort((a, b) => Number(b.startedMs - a.startedMs))
  if (changed.has('shop')) store.shop = [...held.shop.values()][0] ?? null
}

const kinds = Object.keys(held) as (keyof Held)[]

function hold(r: Row): keyof Held | undefined {
  const kind = r.kind as keyof Held
  const map = held[kind] as Map<string, unknown> | undefined
  if (!map) return undefined // of a newer server
  if (r.data.length === 0) map.delete(r.id)
  else map.set(r.id, fromBinary(schemas[kind] as DescMessage, r.data))
  return kind
}

function hear(e: Event): void {
  if (e.t === 'rows') {
    if (!e.anew && e.cursor.edition === cursor.edition && e.cursor.block <= cursor.block) return // read from the disk already
    if (e.anew) for (const map of Object.values(held)) map.clear()
    const changed = new Set(e.rows.map(hold).filter((k) => k !== undefined))
    cursor = e.cursor
    show(e.anew ? kinds : changed)
  } else if (e.t === 'given') {
    if (!waiting.some((w) => w.id === e.one.id)) waiting = [...waiting, e.one]
    show(['order', 'deposit'])
  } else if (e.t === 'gone') {
    waiting = waiting.filter((w) => w.id !== e.id)
    if (e.refused) store.refusal = e.refused
    show(['order', 'deposit'])
  } else if (e.t === 'link') {
    answered = true
    store.link = e.link.state
    if (e.link.ready) store.ready = true
  } else if (e.t === 'ended') store.signedOut = true
  else if (e.t === 'session') location.reload() // somebody else is signed in, in another tab
}

/** What the first screen is made of, and what may come a moment later. */
const atOnce = ['shop', 'staff', 'item', 'order'] as const
const soon = ['customer', 'deposit', 'import'] as const

/** Opens the device's copy; signs in when the address is a sign-in link. The first screen can be shown when it returns. */
export async function start(): Promise<void> {
  const early: Event[] = []
  channel.onmessage = ({ data }: MessageEvent<Event>) => early.push(data) // until what is on the disk is read
  db = await open()
  const link = location.pathname === '/in' ? location.hash.slice(1) : ''
  if (link) await signIn(link)
  store.session = ((await db.get('meta', 'session')) as Session | undefined) ?? null
  if (store.session) {
    useToken(store.session.token)
    await load(atOnce)
    waiting = await outbox(db)
    store.ready = cursor.edition !== ''
    show(atOnce)
  }
  const painted = new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  const hidden = new Promise((resolve) => setTimeout(resolve, 500)) // a tab in the background paints nothing
  void Promise.race([painted, hidden]).then(() => setTimeout(() => void follow(early)))
}

async function load(some: readonly (keyof Held)[]): Promise<void> {
  const { rows, cursor: reach } = await read(db, some)
  for (const r of rows) hold(r)
  cursor = reach ?? cursor
}

/** Reads the rest, and keeps everything up to date from there. */
async function follow(early: Event[]): Promise<void> {
  if (store.session) {
    const before = cursor
    await load(soon)
    if (cursor.block !== before.block || cursor.edition !== before.edition) await load(kinds) // another tab was at work
    show(kinds)
  }
  worker = new Worker(new URL('./sync.worker.ts', import.meta.url), { type: 'module' })
  channel.onmessage = ({ data }: MessageEvent<Event>) => hear(data)
  for (const e of early) hear(e)
  tell({ t: 'hello' })
  addEventListener('online', () => tell({ t: 'wake' }))
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && lookIn())
  if (store.session) void navigator.storage?.persist?.()
}

let answered = false

/** A person comes back: the worker that streams must be awake, or this page's takes its place. */
function lookIn(): void {
  answered = false
  tell({ t: 'wake' })
  tell({ t: 'hello' })
  setTimeout(() => {
    if (!answered && document.visibilityState === 'visible') worker?.postMessage({ t: 'take' } satisfies Take)
  }, 1500)
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
      tell({ t: 'session' })
    }
  } catch (error) {
    store.refusal = sentences(error)
  }
  history.replaceState(null, '', '/')
}

/** Signs this device out and forgets everything on it; what was not sent is lost with it. */
export async function signOut(): Promise<void> {
  await sessions.signOut({ commandId: newCommand() }).catch(() => undefined)
  await wipe(db)
  tell({ t: 'session' })
  location.assign('/')
}

/** Asks something that is not kept: the answer, or the sentence that a person is told. */
export async function ask<A>(call: Promise<A>): Promise<A | string> {
  try {
    return await call
  } catch (error) {
    return sentence(error)
  }
}

function deviceName(): string {
  const agent = navigator.userAgent
  const system = /Android/.test(agent) ? 'Android' : /iPhone|iPad/.test(agent) ? 'iPhone' : /Windows/.test(agent) ? 'Windows' : /Mac/.test(agent) ? 'Mac' : 'Linux'
  const browser = /Edg\//.test(agent) ? 'Edge' : /SamsungBrowser/.test(agent) ? 'Samsung' : /Chrome\//.test(agent) ? 'Chrome' : /Firefox\//.test(agent) ? 'Firefox' : 'Safari'
  return `${system} ${browser}`
}
