// What the screens see: everything the device holds, kept up to date, with what waits to be sent laid over it.
//
//   await start()                        opens the device's copy; the worker beside keeps it up to date
//   store.orders, store.deposits …       arrays, newest word first where it matters
//   await give('moveOrder', { orderId, to })   keeps a command until the server has answered it
import { type DescMessage, fromBinary } from '@bufbuild/protobuf'
import {
  type Broadcast, BroadcastSchema, type Card, CardSchema, type Conversation, ConversationSchema, type Desk, DeskSchema, type Note, NoteSchema, type Reply,
  ReplySchema, type Scheduled, ScheduledSchema,
} from '../gen/dangol/channel/v1/resource_pb'
import {
  type Customer, CustomerSchema, type Deposit, DepositSchema, type Import, ImportSchema, type Item, ItemSchema, type Order,
  OrderSchema, type Shop, ShopSchema, type Staff, StaffSchema,
} from '../gen/dangol/shop/v1/resource_pb'
import { useToken } from './api'
import { arrival } from './arrival'
import type { Command } from './commands'
import { type Cursor, notes, open, outbox, read, type Refused, refusals, type Session, type Store, type Waiting } from './db'
import { sentence } from './errors'
import type { Household } from './conversation.svelte'
import { newCommand } from './id'
import type { Heard } from './lock'
import { bareGround, comeOf, type Ground, kindsOf, overlay } from './overlay'
import { shopPlace } from './place'
import { type Event, type History, type Link, type Row, type Sentence, type Take } from './protocol'
import { keepPhoto as putPhoto } from './photos'
import { again, commandOf, drop, isUnsentId, setAside, unsentId, withdraw as withdrawn } from './queue'
import { reloadOnce } from './reload'
import { here, renamed } from './router.svelte'
import { trouble } from './trouble'
import { keyOf } from './vault'
import { changeOrder as changed, command, type Details, type Fields, settle as settled, takeBack, type Wanted } from './work'

const schemas = {
  shop: ShopSchema, staff: StaffSchema, item: ItemSchema, customer: CustomerSchema, order: OrderSchema, deposit: DepositSchema,
  import: ImportSchema, conversation: ConversationSchema, note: NoteSchema, card: CardSchema, desk: DeskSchema, reply: ReplySchema,
  scheduled: ScheduledSchema, broadcast: BroadcastSchema,
} as const

type Held = Omit<Ground, 'talk'> & { staff: Map<string, Staff>; import: Map<string, Import> }

const held: Held & Ground = { ...bareGround(), staff: new Map(), import: new Map() }

/** How far a sign-in by a link has come. */
export type Entry =
  | { state: 'entering' }
  /** No answer yet: it is asked again. */
  | { state: 'offline'; say: Sentence }
  | { state: 'refused'; say: Sentence }
  /** The device has work of another shop that would be lost. */
  | { state: 'asking'; shopName: string; waiting: number }

/** Why the device shows nothing: a PIN is asked for, the server must speak first, or nothing of it. */
export type Shut = '' | 'pin' | 'far'

class State {
  shut = $state<Shut>('')
  heard = $state(0) // when the server last spoke to this device, as far as it is known
  session = $state.raw<Session | null>(null)
  entry = $state.raw<Entry | null>(null)
  wasIn = $state(false) // somebody was signed in before the link was opened
  signedOut = $state(false)
  leaving = $state(false) // a session that was left is not ended at the server yet
  broken = $state.raw<Sentence | null>(null)
  ready = $state(false)
  link = $state<Link['state']>('connecting')
  kept = $state.raw<boolean | null>(null) // the browser has promised not to delete what is on the device
  waiting = $state(0)
  queue = $state.raw<Waiting[]>([])
  refused = $state.raw<Refused[]>([])
  news = $state.raw<Refused[]>([]) // refusals that nobody was told of yet
  trouble = $state.raw<Sentence | null>(null)
  orders = $state.raw<Order[]>([])
  customers = $state.raw<Customer[]>([])
  deposits = $state.raw<Deposit[]>([])
  items = $state.raw<Item[]>([])
  staff = $state.raw<Staff[]>([])
  imports = $state.raw<Import[]>([])
  shop = $state.raw<Shop | null>(null)
  conversations = $state.raw<Conversation[]>([]) // newest word first
  notes = $state.raw<Note[]>([]) // oldest first
  card = $state.raw<Card | null>(null)
  desk = $state.raw<Desk | null>(null)
  replies = $state.raw<Reply[]>([])
  scheduled = $state.raw<Scheduled[]>([]) // soonest first
  broadcasts = $state.raw<Broadcast[]>([]) // newest first
  history = $state.raw<History | null>(null) // messages of the past on their way onto the device; null when nothing is
}

export const store = new State()

const channel = new BroadcastChannel(shopPlace.channel)
export const tellAll = (event: Event) => channel.postMessage(event)

let db: Store
let worker: Worker | undefined
let waiting: Waiting[] = []
let cursor: Cursor = { block: 0n, edition: '' }
let made = new Map<string, string>()

/**
 * Keeps a command on the device; it is sent, always under the same id, until it is answered. It gives the id. When the
 * device cannot keep it, a person is told and the promise fails: nothing was done.
 */
export async function give<C extends Command>(rpc: C, fields: Fields<C>, after?: string): Promise<string> {
  const one = await kept(command(db, shopId(), rpc, fields, after ? { after } : {}))
  put(one)
  return one.id
}

const shopId = () => store.session?.shopId ?? ''

/** Waits until the device has kept something, and tells a person when it cannot. */
async function kept<A>(work: Promise<A>): Promise<A> {
  try {
    return await work
  } catch (error) {
    store.trouble = trouble(error)
    throw error
  }
}

/** Shows a command that waits, here and in the other tabs, and has it sent. */
function put(one: Waiting): void {
  tellAll({ t: 'given', one })
  hear({ t: 'given', one })
}

function leave(id: string): void {
  tellAll({ t: 'gone', id })
  hear({ t: 'gone', id })
}

/** Changes what is ordered: where it waits, or by a command behind it (work.ts). */
export async function changeOrder(order: Order, details: Details): Promise<string> {
  const one = await kept(changed(db, shopId(), order, details))
  put(one)
  return one.id
}

/** Takes back an order that the server does not know yet: where it waits, or, when it may be under way, by calling it off. */
export async function withdraw(order: Order): Promise<void> {
  const done = await kept(takeBack(db, shopId(), order))
  if ('given' in done) put(done.given)
  else for (const one of done.gone) leave(one)
}

/** Takes back a command and all that hangs on it; false when it may be under way. */
export async function withdrawCommand(id: string): Promise<boolean> {
  const gone = await kept(withdrawn(db, id))
  for (const one of gone || []) leave(one)
  return gone !== false
}

/** Takes a command that may be under way out of the queue, into the list of what was not done. */
export async function stop(id: string): Promise<void> {
  const refused = await kept(setAside(db, id))
  tellAll({ t: 'gone', id, refused })
  hear({ t: 'gone', id, refused })
}

/** Sends a refused command once more. */
export async function retry(id: string): Promise<void> {
  const { gone, given } = await kept(again(db, id, newCommand, { shopId: shopId() }))
  tellAll({ t: 'dropped', ids: gone })
  hear({ t: 'dropped', ids: gone })
  for (const one of given) put(one)
}

/** Says what shall stand in an order, of which a change was refused; nothing when it is right as it stands. */
export async function settle(refused: Refused, order: Order, wanted?: Wanted): Promise<void> {
  const { gone, given } = await kept(settled(db, shopId(), refused, order, wanted))
  tellAll({ t: 'dropped', ids: gone })
  hear({ t: 'dropped', ids: gone })
  if (given) put(given)
}

/** Throws refused commands away. */
export async function discard(ids: string[]): Promise<void> {
  await kept(drop(db, ids))
  tellAll({ t: 'dropped', ids })
  hear({ t: 'dropped', ids })
}

const byTime = (a: Deposit, b: Deposit) => (a.at < b.at ? 1 : -1)

const kinds = Object.keys(schemas) as (keyof typeof schemas)[]

/** Shows kinds of which something has changed. */
function show(some: Iterable<string>): void {
  const changed = new Set<string>(some)
  store.waiting = waiting.length
  store.queue = waiting
  const laid = waiting.length > 0 ? overlay(waiting, held, made) : held
  if (waiting.length > 0 && changed.has('deposit')) changed.add('order') // a match pays orders
  if (changed.has('order')) store.orders = [...laid.order.values()]
  if (changed.has('deposit')) store.deposits = [...laid.deposit.values()].sort(byTime)
  if (changed.has('customer')) store.customers = [...laid.customer.values()]
  if (changed.has('item')) store.items = [...laid.item.values()]
  if (changed.has('staff')) store.staff = [...held.staff.values()]
  if (changed.has('import')) store.imports = [...held.import.values()].sort((a, b) => Number(b.startedMs - a.startedMs))
  if (changed.has('conversation')) store.conversations = [...laid.conversation.values()].sort((a, b) => (a.spokenMs < b.spokenMs ? 1 : a.spokenMs > b.spokenMs ? -1 : 0))
  if (changed.has('note')) store.notes = [...laid.note.values()].sort((a, b) => Number(a.atMs - b.atMs))
  if (changed.has('card')) store.card = [...laid.card.values()][0] ?? null
  if (changed.has('desk')) store.desk = [...laid.desk.values()][0] ?? null
  if (changed.has('reply')) store.replies = [...laid.reply.values()].sort((a, b) => a.title.localeCompare(b.title, 'ko'))
  if (changed.has('scheduled')) store.scheduled = [...laid.scheduled.values()].sort((a, b) => Number(a.dueMs - b.dueMs))
  if (changed.has('broadcast')) store.broadcasts = [...laid.broadcast.values()].sort((a, b) => Number(b.sinceMs - a.sinceMs))
  if (changed.has('shop')) store.shop = [...laid.shop.values()][0] ?? null
}

function hold(r: Row): keyof typeof schemas | undefined {
  const kind = r.kind as keyof typeof schemas
  if (!(kind in schemas)) return undefined // a message, or of a newer server
  const map = held[kind] as Map<string, unknown>
  if (r.data.length === 0) map.delete(r.id)
  else map.set(r.id, fromBinary(schemas[kind] as DescMessage, r.data))
  return kind
}

/** Takes rows that came, unless they are known; when some before them were never told, the store is read again. */
function hearRows(e: Event & { t: 'rows' }): void {
  if (rereading) return void (missed = true)
  const fit = arrival(e, cursor)
  if (fit === 'known') return
  if (fit === 'gap') return void reread()
  if (e.anew) for (const kind of kinds) held[kind].clear()
  const changed = new Set(e.rows.map(hold).filter((k) => k !== undefined))
  cursor = e.cursor
  show(e.anew ? kinds : changed)
  const open = here.order ?? ''
  const id = made.get(open) ?? (isUnsentId(open) ? comeOf(waiting, held).get(open) : undefined)
  if (id && held.order.has(id)) renamed(open, id) // what a person looks at has come
}

let rereading = false
let missed = false

async function reread(): Promise<void> {
  rereading = true
  do {
    missed = false
    await load(kinds)
    const [queue, refused] = [await outbox(db), await refusals(db)]
    if (missed) continue
    waiting = queue
    store.refused = refused
  } while (missed)
  rereading = false
  show(kinds)
}

function hear(e: Event): void {
  if (rereading && (e.t === 'given' || e.t === 'gone' || e.t === 'dropped')) missed = true
  if (e.t === 'rows') hearRows(e)
  else if (e.t === 'given') {
    const there = waiting.some((w) => w.id === e.one.id)
    waiting = there ? waiting.map((w) => (w.id === e.one.id ? e.one : w)) : [...waiting, e.one]
    show(kindsOf(e.one.rpc))
  } else if (e.t === 'made') made.set(unsentId(e.id), e.made)
  else if (e.t === 'gone') {
    const one = waiting.find((w) => w.id === e.id)
    waiting = waiting.filter((w) => w.id !== e.id)
    if (e.made) {
      made.set(unsentId(e.id), e.made)
      renamed(unsentId(e.id), e.made)
    }
    if (e.refused && !store.refused.some((r) => r.id === e.id)) {
      store.refused = [...store.refused, e.refused]
      store.news = [...store.news, e.refused]
    }
    show(one ? kindsOf(one.rpc) : [])
  } else if (e.t === 'dropped') store.refused = store.refused.filter((r) => !e.ids.includes(r.id))
  else if (e.t === 'trouble') store.trouble = e.say
  else if (e.t === 'history') store.history = e.history.done ? null : e.history
  else if (e.t === 'link') {
    answered = true
    if (e.link.state === 'live' || store.link === 'live') store.heard = Date.now()
    store.link = e.link.state
    if (e.link.ready) store.ready = true
  } else if (e.t === 'ended') empty()
  else if (e.t === 'session') location.reload() // somebody else is signed in, in another tab
  for (const ear of ears) ear(e)
}

const ears = new Set<(e: Event) => void>()

/** Where the shop's conversations live, for thread.svelte.ts. */
export const household: Household = {
  db: () => db,
  waiting: () => waiting,
  known: (id) => made.get(id) ?? id,
  listen(ear) {
    ears.add(ear)
    return () => ears.delete(ear)
  },
  token: () => store.session?.token ?? '',
}

/** Work of a backup was put into the outbox: it is shown and sent, and the true ids that came with it are known. */
export function takenIn(given: Waiting[], ids: [unsent: string, id: string][]): void {
  for (const [unsent, id] of ids) {
    tellAll({ t: 'made', id: commandOf(unsent), made: id })
    hear({ t: 'made', id: commandOf(unsent), made: id })
  }
  for (const one of given) put(one)
}

/** Keeps a picture on the device until the command that names it, which is to be given next, is answered. */
export const keepPhoto = (sha256: string, data: Uint8Array) => kept(putPhoto(db, sha256, data))

/** Nothing of the shop stays on the screen either. */
function empty(): void {
  for (const kind of kinds) held[kind].clear()
  cursor = { block: 0n, edition: '' }
  store.session = null
  store.signedOut = true
  useToken('')
  show(kinds)
}

/** What the first screen is made of, and what may come a moment later. */
const atOnce = ['shop', 'staff', 'item', 'order'] as const
const soon = ['customer', 'deposit', 'import', 'conversation', 'note', 'card', 'desk', 'reply', 'scheduled', 'broadcast'] as const

/** Opens the device's copy. When the store is taken away, a newer version of the app is there, or the browser made room. */
export async function openStore(): Promise<Store> {
  const anew = () => {
    if (!reloadOnce('store')) store.trouble = trouble(undefined)
  }
  db = await open(shopPlace.store, { outdated: anew, closed: anew })
  return db
}

/** Takes up what the device holds. The first screen can be shown when it returns. */
export async function resume(): Promise<void> {
  const early: Event[] = []
  channel.onmessage = ({ data }: MessageEvent<Event>) => early.push(data) // until what is on the disk is read
  // All at once: each look at the disk takes its time, and the first screen waits for the last.
  const [session, left, queue, kept, refused] = await Promise.all([
    notes(db).get('session'), db.get('meta', 'left'), outbox(db), db.get('meta', 'made'), refusals(db), load(atOnce),
  ])
  void db.get('keys', 'heard').then((one) => (store.heard = Math.max(store.heard, (one as Heard | undefined)?.ms ?? 0)))
  store.session = (session as Session | undefined) ?? null
  store.signedOut = store.session === null && left !== undefined
  waiting = queue
  if (store.session) {
    useToken(store.session.token)
    made = new Map(kept as [string, string][] | undefined)
    store.refused = refused
    store.ready = cursor.edition !== ''
    show(atOnce)
  }
  store.waiting = waiting.length
  const painted = new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  const hidden = new Promise((resolve) => setTimeout(resolve, 500)) // a tab in the background paints nothing
  void Promise.race([painted, hidden]).then(() => setTimeout(() => void follow(early)))
}

async function load(some: readonly (keyof typeof schemas)[]): Promise<void> {
  const { rows, cursor: reach } = await read(db, some)
  for (const kind of some) held[kind].clear()
  for (const r of rows) hold(r)
  cursor = reach ?? { block: 0n, edition: '' }
}

/** Reads the rest, and keeps everything up to date from there. */
async function follow(early: Event[]): Promise<void> {
  if (store.session) {
    const before = cursor
    await load(soon)
    if (cursor.block !== before.block || cursor.edition !== before.edition) await load(kinds) // another tab was at work
    show(kinds)
  }
  const first = !worker
  worker ??= new Worker(new URL('./sync.worker.ts', import.meta.url), { type: 'module', name: shopPlace.store })
  const key = keyOf(db)
  if (key && first) worker.postMessage({ t: 'key', key } satisfies Take)
  channel.onmessage = ({ data }: MessageEvent<Event>) => hear(data)
  for (const e of early) hear(e)
  if (first) {
    addEventListener('online', () => tellAll({ t: 'wake' }))
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && lookIn())
  }
  if (!store.session) return
  lookIn() // the tab that streams may be asleep
  store.kept = (await navigator.storage?.persist?.().catch(() => false)) ?? false
}

let answered = false

/** A person comes back: the worker that streams must be awake, or this page's takes its place. */
function lookIn(): void {
  answered = false
  tellAll({ t: 'wake' })
  tellAll({ t: 'hello' })
  setTimeout(() => {
    if (!answered && document.visibilityState === 'visible') worker?.postMessage({ t: 'take' } satisfies Take)
  }, 1500)
}

/** Asks something that is not kept: the answer, or the sentence that a person is told. */
export async function ask<A>(call: Promise<A>): Promise<A | string> {
  try {
    return await call
  } catch (error) {
    return sentence(error)
  }
}
