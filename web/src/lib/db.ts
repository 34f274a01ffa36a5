// What the device holds: the session, the rows as they came, how far they reach, and what waits to be sent.
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import { type Fresh, type Page, putMessages } from './messages'
import { pack, unpack } from './pack'
import type { Row, Sentence } from './protocol'
import { decode, encode, type FreshLock, freshLock, openByDevice, secrets } from './lock'
import { type Box, boxOf, boxWith, useKey } from './vault'

export interface Session {
  token: string
  sessionId?: string // the first versions of this store had none
  shopId: string
  shopName: string
  staffId: string
  staffName: string
  role: string
  conversationId?: string // of a customer's device
}

export interface Cursor {
  block: bigint
  edition: string
}

export interface Waiting {
  id: string // the command's
  n?: number // its place in the queue; the first versions of this store had none
  rpc: string
  data: Uint8Array
  at: number
  tried?: boolean // it may have reached the server: its content is fixed from there on
  after?: string // the command that must not have been refused for this one to go
  base?: Uint8Array // the order upon which a change of it was written, as it was seen then
}

/** A command that the server refused, kept until a person has seen it. */
export interface Refused extends Waiting {
  why: Sentence
  open?: boolean // nobody knows whether it was done
}

/** Whose work the outbox holds while nobody is signed in. */
export interface Left {
  shopId: string
  shopName: string
}

/** A session that was left on the device while the server could not be told. */
export interface Leaving {
  token: string
  commandId: string
}

export interface Schema extends DBSchema {
  meta: { key: string; value: unknown }
  rows: { key: string; value: Loose } // what has changed since the packs
  packs: { key: [kind: string, n: number]; value: { kind: string; n: number; data: Uint8Array } } // a later one counts
  outbox: { key: string; value: Waiting }
  refused: { key: string; value: Refused }
  pages: { key: string; value: Page } // messages: see messages.ts
  fresh: { key: [conversation: string, seq: number]; value: Fresh }
  photos: { key: string; value: { sha256: string; data: Uint8Array } } // taken here, not with the server yet
  keys: { key: string; value: unknown } // see lock.ts
}

/** A row that is in no pack yet; without data it is gone. */
interface Loose {
  key: string // kind/id
  kind: string
  id: string
  data: Uint8Array
}

export type Store = IDBPDatabase<Schema>

/** What is to be done when the store goes away under its user. */
export interface Loss {
  /** A newer version of the app wants the store: it is closed already. */
  outdated?(): void
  /** The browser has closed it. */
  closed?(): void
}

/** Opens a store. One with a PIN is shut until that is told (lock.ts). */
export async function open(name = 'dangol', loss: Loss = {}): Promise<Store> {
  const opened = openDB<Schema>(name, 5, {
    upgrade(db, from) {
      if (from < 1) {
        db.createObjectStore('meta')
        db.createObjectStore('rows', { keyPath: 'key' })
        db.createObjectStore('outbox', { keyPath: 'id' })
      }
      if (from < 2) db.createObjectStore('packs', { keyPath: ['kind', 'n'] })
      if (from < 3) db.createObjectStore('refused', { keyPath: 'id' })
      if (from < 4) {
        db.createObjectStore('pages', { keyPath: 'id' })
        db.createObjectStore('fresh', { keyPath: ['conversation', 'seq'] })
        db.createObjectStore('photos', { keyPath: 'sha256' })
      }
      if (from < 5) db.createObjectStore('keys')
    },
    blocking() {
      void opened.then((db) => db.close())
      loss.outdated?.()
    },
    terminated: () => loss.closed?.(),
  })
  const db = await opened
  await openByDevice(db)
  return db
}

/** The store's notes within a transaction. Those that are secret lie sealed. */
export function notesIn(meta: { get(key: string): Promise<unknown>; put?(value: unknown, key: string): unknown; delete?(key: string): unknown }, box: Box) {
  const secret = (key: string) => (secrets as readonly string[]).includes(key)
  return {
    async get(key: string): Promise<unknown> {
      const value = await meta.get(key)
      return value !== undefined && secret(key) ? decode(box.open((value as { sealed: Uint8Array }).sealed)) : value
    },
    put: (value: unknown, key: string) => meta.put?.(secret(key) ? { sealed: box.seal(encode(value)) } : value, key),
    delete: (key: string) => meta.delete?.(key),
  }
}

/** The same, each in a transaction of its own. */
export const notes = (db: Store) =>
  notesIn({ get: (key) => db.get('meta', key), put: (value, key) => db.put('meta', value, key), delete: (key) => db.delete('meta', key) }, boxOf(db)) as {
    get(key: string): Promise<unknown>
    put(value: unknown, key: string): Promise<unknown>
    delete(key: string): Promise<unknown>
  }

interface Lying<W> {
  get(id: string): Promise<W | undefined>
  getAll(): Promise<W[]>
  put?(one: W): unknown
  delete?(id: string): unknown
  clear?(): unknown
}

/** Commands within a transaction: what they say lies sealed, and why they were refused. */
export function commandsIn<W extends Waiting>(store: Lying<W>, box: Box) {
  const lift = (one: W): W => ({
    ...one, data: box.open(one.data), ...(one.base && { base: box.open(one.base) }), ...('why' in one ? { why: decode(box.open(one.why as Uint8Array)) } : {}),
  })
  return {
    async get(id: string): Promise<W | undefined> {
      const one = await store.get(id)
      return one && lift(one)
    },
    getAll: async (): Promise<W[]> => (await store.getAll()).map(lift),
    put: (one: W) =>
      store.put?.({ ...one, data: box.seal(one.data), ...(one.base && { base: box.seal(one.base) }), ...('why' in one ? { why: box.seal(encode(one.why)) } : {}) }),
    delete: (id: string) => store.delete?.(id),
  }
}

/** Somebody else has signed in, or has brought the copy further: what was to be kept belongs to another state. */
export class Superseded extends Error {}

/** Whose rows they are, and up to where the copy must reach for them to fit on. */
export interface Base {
  token: string
  from: Cursor
}

/** How rows are kept: so many at once become a pack of their own, and so many packs of a kind become few. */
export const keeping = { bulk: 200, loose: 500, packs: 24, packed: 2000 }

/**
 * Keeps changed rows and how far they reach, all or nothing. Fit is called when they fit on and are about to be written: whoever
 * reads the store from there on finds them.
 */
export async function keep(db: Store, came: Row[], cursor: Cursor, anew: boolean, base?: Base, fit?: () => void): Promise<void> {
  const said = came.filter((r) => r.kind === 'message')
  const changed = said.length > 0 ? came.filter((r) => r.kind !== 'message') : came
  const tx = db.transaction(['rows', 'packs', 'meta', 'pages', 'fresh'], 'readwrite')
  const box = boxOf(db)
  // A row without data stays without: that it is gone must be seen.
  const seal = (data: Uint8Array) => (data.length > 0 ? box.seal(data) : data.slice())
  const unseal = (data: Uint8Array) => (data.length > 0 ? box.open(data) : data)
  const rows = tx.objectStore('rows')
  const packs = tx.objectStore('packs')
  if (base && !(await fits(notesIn(tx.objectStore('meta'), box), base, cursor, anew))) {
    tx.abort()
    await tx.done.catch(() => undefined)
    throw new Superseded()
  }
  fit?.()
  let n = ((await tx.objectStore('meta').get('packs')) as number | undefined) ?? 0
  const append = (all: Row[]) => {
    for (const [kind, some] of grouped(all, (r) => r.kind)) void packs.put({ kind, n: ++n, data: box.seal(pack(some)) })
  }
  const shelf = { pages: tx.objectStore('pages'), fresh: tx.objectStore('fresh') }
  if (anew) await Promise.all([rows.clear(), packs.clear(), shelf.pages.clear(), shelf.fresh.clear(), tx.objectStore('meta').delete('history')])
  if (said.length > 0) await putMessages(shelf, box, said)
  const bulk = changed.length >= keeping.bulk
  if (bulk || (await rows.count()) > keeping.loose) {
    const loose = await rows.getAll()
    if (loose.length > 0) append(loose.map((r) => ({ ...r, data: unseal(r.data) })))
    void rows.clear()
  }
  if (bulk) append(changed)
  else for (const { kind, id, data } of changed) void rows.put({ key: `${kind}/${id}`, kind, id, data: seal(data) })
  for (const [kind, all] of grouped(await packs.getAllKeys(), ([kind]) => kind)) {
    if (all.length <= keeping.packs) continue
    const range = kindRange(kind)
    const whole = merge((await packs.getAll(range)).map((p) => box.open(p.data)))
    void packs.delete(range)
    const left = [...whole].filter(([, data]) => data.length > 0).map(([id, data]) => ({ id, data }))
    for (let i = 0; i < left.length; i += keeping.packed) void packs.put({ kind, n: ++n, data: box.seal(pack(left.slice(i, i + keeping.packed))) })
  }
  void tx.objectStore('meta').put(n, 'packs')
  void tx.objectStore('meta').put(cursor, 'cursor')
  await tx.done
}

/** INVARIANT: rows are never put under another person's session, and the cursor never skips or goes back. */
async function fits(meta: { get(key: string): Promise<unknown> }, base: Base, to: Cursor, anew: boolean): Promise<boolean> {
  const session = (await meta.get('session')) as Session | undefined
  const there = ((await meta.get('cursor')) as Cursor | undefined) ?? { block: 0n, edition: '' }
  if (session?.token !== base.token || there.edition !== base.from.edition || there.block < base.from.block) return false
  return anew || to.block >= there.block
}

function grouped<A>(all: A[], by: (one: A) => string): Map<string, A[]> {
  const groups = new Map<string, A[]>()
  for (const one of all) {
    const group = groups.get(by(one))
    if (group) group.push(one)
    else groups.set(by(one), [one])
  }
  return groups
}

const kindRange = (kind: string) => IDBKeyRange.bound([kind, 0], [kind, Infinity])

function merge(packs: Uint8Array[]): Map<string, Uint8Array> {
  const whole = new Map<string, Uint8Array>()
  for (const bytes of packs) unpack(bytes, (id, data) => whole.set(id, data))
  return whole
}

/** Reads all rows of some kinds, and how far the copy reaches: one moment of the store. */
export async function read(db: Store, kinds: readonly string[]): Promise<{ rows: Row[]; cursor: Cursor | undefined }> {
  const tx = db.transaction(['rows', 'packs', 'meta'])
  const [loose, cursor, ...packs] = await Promise.all([
    tx.objectStore('rows').getAll(), tx.objectStore('meta').get('cursor'),
    ...kinds.map((k) => tx.objectStore('packs').getAll(kindRange(k))),
  ])
  const rows: Row[] = []
  const box = boxOf(db)
  for (const [i, kind] of kinds.entries()) {
    const whole = merge((packs[i] ?? []).map((p) => box.open(p.data)))
    for (const r of loose) if (r.kind === kind) whole.set(r.id, r.data.length > 0 ? box.open(r.data) : r.data)
    for (const [id, data] of whole) if (data.length > 0) rows.push({ kind, id, data })
  }
  return { rows, cursor: cursor as Cursor | undefined }
}

/** Puts a command at the end of the outbox. It is on the disk when this returns. */
export async function enqueue(db: Store, one: Omit<Waiting, 'n'>): Promise<Waiting> {
  const tx = db.transaction('outbox', 'readwrite', { durability: 'strict' })
  const waiting = { ...one, n: await nextPlace(tx.store) }
  void commandsIn(tx.store, boxOf(db)).put(waiting)
  await tx.done
  return waiting
}

export const nextPlace = async (store: { getAll(): Promise<Waiting[]> }) => (await store.getAll()).reduce((most, w) => Math.max(most, w.n ?? 0), 0) + 1

const inOrder = <W extends Waiting>(all: W[]) => all.sort((a, b) => (a.n ?? 0) - (b.n ?? 0))

/** What waits, first come first. */
export const outbox = async (db: Store): Promise<Waiting[]> => inOrder(await commandsIn(db.transaction('outbox').store, boxOf(db)).getAll())

/** What was refused and no person has dealt with yet. */
export const refusals = async (db: Store): Promise<Refused[]> => inOrder(await commandsIn<Refused>(db.transaction('refused').store, boxOf(db)).getAll())

/** What may be known of a shop: all but the work that is not done. */
const copy = ['rows', 'packs', 'meta', 'pages', 'fresh'] as const
const all = [...copy, 'outbox', 'refused', 'photos'] as const

/** Forgets everything, the lock too; a session that the server could not be told of is remembered, to be told later. */
export async function wipe(db: Store, leaving: Leaving[] = []): Promise<void> {
  const { device, lock, key }: FreshLock = await freshLock()
  const tx = db.transaction([...all, 'keys'], 'readwrite', { durability: 'strict' })
  for (const name of [...all, 'keys'] as const) void tx.objectStore(name).clear()
  if (leaving.length > 0) void notesIn(tx.objectStore('meta'), boxWith(key)).put(leaving, 'leaving')
  void tx.objectStore('keys').put(device, 'device')
  void tx.objectStore('keys').put(lock, 'lock')
  await tx.done
  useKey(db, key)
}

/** Whose outbox it is, whether somebody is signed in or not. */
export async function owner(db: Store): Promise<Left | undefined> {
  return ((await notes(db).get('session')) ?? (await notes(db).get('left'))) as Left | undefined
}

/** Signs a person in. A device that already was the shop's keeps its copy, and what it has still to send. */
export async function install(db: Store, session: Session): Promise<void> {
  const tx = db.transaction(all, 'readwrite', { durability: 'strict' })
  const meta = notesIn(tx.objectStore('meta'), boxOf(db))
  const [before, left] = [(await meta.get('session')) as Session | undefined, (await meta.get('left')) as Left | undefined]
  const leaving = (await meta.get('leaving')) as Leaving[] | undefined
  if ((before ?? left)?.shopId !== session.shopId) {
    for (const name of all) void tx.objectStore(name).clear()
    if (leaving) void meta.put(leaving, 'leaving')
  }
  void meta.delete('asked')
  void meta.delete('left')
  void meta.put(session, 'session')
  await tx.done
}

/**
 * The server knows this device no more: the copy goes (it is full of customers' phone numbers), what was not sent stays for
 * when the person comes back. It does nothing when another session is there already.
 */
export async function evict(db: Store, token: string): Promise<boolean> {
  const tx = db.transaction(copy, 'readwrite')
  const meta = notesIn(tx.objectStore('meta'), boxOf(db))
  const session = (await meta.get('session')) as Session | undefined
  const [leaving, made] = [await meta.get('leaving'), await meta.get('made')]
  const mine = session?.token === token
  if (session && mine) {
    for (const name of copy) void tx.objectStore(name).clear()
    void meta.put({ shopId: session.shopId, shopName: session.shopName } satisfies Left, 'left')
    if (leaving) void meta.put(leaving, 'leaving')
    if (made) void meta.put(made, 'made') // what waits may name it
  }
  await tx.done
  return mine
}
