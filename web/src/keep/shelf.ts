// Where the evening's papers lie: sealed in the device's store, which opens with the app, and as plain files in a folder that
// the owner has picked, where the browser can keep one.
//
//   meta/evening       the plan
//   meta/folder        the folder's handle
//   meta/paper/DAY     a paper
import type { Store } from '../lib/db'
import { decode, encode } from '../lib/lock'
import { boxOf } from '../lib/vault'
import { dayOfName, isOld, type Plan, unplanned } from './evening'

export interface Paper {
  day: string
  name: string // of the file
  savedMs: number
  html: string
}

/** What the browsers that have folders add to a handle. */
export type Folder = FileSystemDirectoryHandle & {
  queryPermission?(what: { mode: 'readwrite' }): Promise<PermissionState>
  requestPermission?(what: { mode: 'readwrite' }): Promise<PermissionState>
}

type Picking = { showDirectoryPicker?(options: { id: string; mode: 'readwrite'; startIn: string }): Promise<Folder> }

export const hasFolders = () => typeof (globalThis as Picking).showDirectoryPicker === 'function'

const prefix = 'paper/'

export const planOf = async (db: Store): Promise<Plan> => ({ ...unplanned, ...((await db.get('meta', 'evening')) as Partial<Plan> | undefined) })

/** Changes some of the plan, and gives the whole. */
export async function plan(db: Store, some: Partial<Plan>): Promise<Plan> {
  const tx = db.transaction('meta', 'readwrite')
  const whole = { ...unplanned, ...((await tx.store.get('evening')) as Partial<Plan> | undefined), ...some }
  void tx.store.put(whole, 'evening')
  await tx.done
  return whole
}

/** Keeps papers, and drops those that are old. */
export async function keepPapers(db: Store, papers: Paper[], today: string): Promise<void> {
  const tx = db.transaction('meta', 'readwrite')
  const box = boxOf(db)
  for (const one of papers) void tx.store.put({ sealed: box.seal(encode(one)) }, prefix + one.day)
  for (const key of await tx.store.getAllKeys(IDBKeyRange.bound(prefix, `${prefix}\uffff`))) if (isOld(key.slice(prefix.length), today)) void tx.store.delete(key)
  await tx.done
}

/** The papers of the device, the latest day first. */
export async function papersOf(db: Store): Promise<Paper[]> {
  const all = (await db.getAll('meta', IDBKeyRange.bound(prefix, `${prefix}\uffff`))) as { sealed: Uint8Array }[]
  return all.map((one) => decode(boxOf(db).open(one.sealed)) as Paper).reverse()
}

export const folderOf = async (db: Store) => (await db.get('meta', 'folder')) as Folder | undefined

/** A person picks a folder; undefined when he changes his mind. */
export async function pickFolder(db: Store): Promise<Folder | undefined> {
  try {
    const folder = await (globalThis as Picking).showDirectoryPicker?.({ id: 'dangol-papers', mode: 'readwrite', startIn: 'documents' })
    if (folder) await db.put('meta', folder, 'folder')
    return folder
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined
    throw error
  }
}

export const forgetFolder = (db: Store) => db.delete('meta', 'folder')

/** Whether files may be put into a folder. Only in answer to a person's touch it may be asked for. */
export async function mayWrite(folder: Folder, asking = false): Promise<boolean> {
  const mode = { mode: 'readwrite' } as const
  if ((await folder.queryPermission?.(mode)) === 'granted') return true
  return asking && (await folder.requestPermission?.(mode)) === 'granted'
}

/** Puts papers into a folder, and removes the old ones; files with other names are nobody's business. */
export async function fileAway(folder: Folder, papers: Paper[], today: string): Promise<void> {
  for (const one of papers) {
    const to = await (await folder.getFileHandle(one.name, { create: true })).createWritable()
    await to.write(one.html)
    await to.close()
  }
  const old: string[] = []
  for await (const name of (folder as unknown as { keys(): AsyncIterable<string> }).keys()) {
    const day = dayOfName(name)
    if (day && isOld(day, today)) old.push(name)
  }
  for (const name of old) await folder.removeEntry(name)
}
