// What the device holds: the session, the rows as they came, how far they reach, and what waits to be sent.
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'

export interface Session {
  token: string
  shopId: string
  shopName: string
  staffId: string
  staffName: string
  role: string
}

export interface Row {
  key: string // kind/id
  kind: string
  id: string
  data: Uint8Array
}

export interface Cursor {
  block: bigint
  edition: string
}

export interface Waiting {
  id: string // the command's
  n: number // its place in the queue
  rpc: string
  data: Uint8Array
  at: number
}

interface Schema extends DBSchema {
  meta: { key: string; value: unknown }
  rows: { key: string; value: Row }
  outbox: { key: string; value: Waiting }
}

export type Store = IDBPDatabase<Schema>

export function open(name = 'dangol'): Promise<Store> {
  return openDB<Schema>(name, 1, {
    upgrade(db) {
      db.createObjectStore('meta')
      db.createObjectStore('rows', { keyPath: 'key' })
      db.createObjectStore('outbox', { keyPath: 'id' })
    },
  })
}

/** Keeps changed rows and how far they reach, all or nothing. */
export async function keep(db: Store, rows: { kind: string; id: string; data: Uint8Array }[], cursor: Cursor, anew: boolean): Promise<void> {
  const tx = db.transaction(['rows', 'meta'], 'readwrite')
  const store = tx.objectStore('rows')
  if (anew) await store.clear()
  for (const r of rows) {
    const key = `${r.kind}/${r.id}`
    if (r.data.length === 0) void store.delete(key)
    // A message's bytes are a view into a larger buffer, which would be stored whole.
    else void store.put({ key, kind: r.kind, id: r.id, data: r.data.slice() })
  }
  void tx.objectStore('meta').put(cursor, 'cursor')
  await tx.done
}

/** Puts a command at the end of the outbox. It is on the disk when this returns. */
export async function enqueue(db: Store, one: Omit<Waiting, 'n'>): Promise<Waiting> {
  const tx = db.transaction('outbox', 'readwrite', { durability: 'strict' })
  const n = (await tx.store.getAll()).reduce((most, w) => Math.max(most, w.n), 0) + 1
  const waiting = { ...one, n }
  void tx.store.put(waiting)
  await tx.done
  return waiting
}

/** What waits, first come first. */
export async function outbox(db: Store): Promise<Waiting[]> {
  return (await db.getAll('outbox')).sort((a, b) => a.n - b.n)
}

export async function wipe(db: Store): Promise<void> {
  const tx = db.transaction(['rows', 'meta', 'outbox'], 'readwrite')
  await Promise.all([tx.objectStore('rows').clear(), tx.objectStore('meta').clear(), tx.objectStore('outbox').clear()])
  await tx.done
}
