// What the device holds: the session, the rows as they came, how far they reach, and what waits to be sent.
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import { pack, unpack } from './pack'
import type { Row } from './protocol'

export interface Session {
  token: string
  shopId: string
  shopName: string
  staffId: string
  staffName: string
  role: string
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
}

interface Schema extends DBSchema {
  meta: { key: string; value: unknown }
  rows: { key: string; value: Loose } // what has changed since the packs
  packs: { key: [kind: string, n: number]; value: { kind: string; n: number; data: Uint8Array } } // a later one counts
  outbox: { key: string; value: Waiting }
}

/** A row that is in no pack yet; without data it is gone. */
interface Loose {
  key: string // kind/id
  kind: string
  id: string
  data: Uint8Array
}

export type Store = IDBPDatabase<Schema>

export function open(name = 'dangol'): Promise<Store> {
  return openDB<Schema>(name, 2, {
    upgrade(db, from) {
      if (from < 1) {
        db.createObjectStore('meta')
        db.createObjectStore('rows', { keyPath: 'key' })
        db.createObjectStore('outbox', { keyPath: 'id' })
      }
      if (from < 2) db.createObjectStore('packs', { keyPath: ['kind', 'n'] })
    },
  })
}

/** How rows are kept: so many at once become a pack of their own, and so many packs of a kind become few. */
export const keeping = { bulk: 200, loose: 500, packs: 24, packed: 2000 }

/** Keeps changed rows and how far they reach, all or nothing. */
export async function keep(db: Store, changed: Row[], cursor: Cursor, anew: boolean): Promise<void> {
  const tx = db.transaction(['rows', 'packs', 'meta'], 'readwrite')
  const rows = tx.objectStore('rows')
  const packs = tx.objectStore('packs')
  let n = ((await tx.objectStore('meta').get('packs')) as number | undefined) ?? 0
  const append = (all: Row[]) => {
    for (const [kind, some] of grouped(all, (r) => r.kind)) void packs.put({ kind, n: ++n, data: pack(some) })
  }
  if (anew) await Promise.all([rows.clear(), packs.clear()])
  const bulk = changed.length >= keeping.bulk
  if (bulk || (await rows.count()) > keeping.loose) {
    const loose = await rows.getAll()
    if (loose.length > 0) append(loose)
    void rows.clear()
  }
  if (bulk) append(changed)
  // A message's bytes are a view into a larger buffer, which would be stored whole.
  else for (const { kind, id, data } of changed) void rows.put({ key: `${kind}/${id}`, kind, id, data: data.slice() })
  for (const [kind, all] of grouped(await packs.getAllKeys(), ([kind]) => kind)) {
    if (all.length <= keeping.packs) continue
    const range = kindRange(kind)
    const whole = merge((await packs.getAll(range)).map((p) => p.data))
    void packs.delete(range)
    const left = [...whole].filter(([, data]) => data.length > 0).map(([id, data]) => ({ id, data }))
    for (let i = 0; i < left.length; i += keeping.packed) void packs.put({ kind, n: ++n, data: pack(left.slice(i, i + keeping.packed)) })
  }
  void tx.objectStore('meta').put(n, 'packs')
  void tx.objectStore('meta').put(cursor, 'cursor')
  await tx.done
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
  for (const [i, kind] of kinds.entries()) {
    const whole = merge((packs[i] ?? []).map((p) => p.data))
    for (const r of loose) if (r.kind === kind) whole.set(r.id, r.data)
    for (const [id, data] of whole) if (data.length > 0) rows.push({ kind, id, data })
  }
  return { rows, cursor: cursor as Cursor | undefined }
}

/** Puts a command at the end of the outbox. It is on the disk when this returns. */
export async function enqueue(db: Store, one: Omit<Waiting, 'n'>): Promise<Waiting> {
  const tx = db.transaction('outbox', 'readwrite', { durability: 'strict' })
  const n = (await tx.store.getAll()).reduce((most, w) => Math.max(most, w.n ?? 0), 0) + 1
  const waiting = { ...one, n }
  void tx.store.put(waiting)
  await tx.done
  return waiting
}

/** What waits, first come first. */
export async function outbox(db: Store): Promise<Waiting[]> {
  return (await db.getAll('outbox')).sort((a, b) => (a.n ?? 0) - (b.n ?? 0))
}

export async function wipe(db: Store): Promise<void> {
  const tx = db.transaction(['rows', 'packs', 'meta', 'outbox'], 'readwrite')
  await Promise.all((['rows', 'packs', 'meta', 'outbox'] as const).map((name) => tx.objectStore(name).clear()))
  await tx.done
}
