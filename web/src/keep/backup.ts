// Makes a backup of all that the device holds: rows, messages, pictures that wait, and the work that is not sent. Keys of
// sessions are no part of it: whoever finds a backup and its passphrase reads the shop, and cannot act for it.
import { commandsIn, notesIn, type Session, type Store } from '../lib/db'
import type { Heard } from '../lib/lock'
import { pack } from '../lib/pack'
import { boxOf } from '../lib/vault'
import { kinds, recordOf } from './records'
import { Sealer } from './seal'

/** Whose backup it is, and of when. Times are milliseconds since 1970. */
export interface About {
  format: 1
  shopId: string
  shopName: string
  madeMs: number
  heardMs: number // when the server last spoke to the device; 0 when that is not known
}

/** The shop must be signed in, and the store open. Its parts, in order, are the file. */
export async function backUp(db: Store, passphrase: string, take: (part: Uint8Array<ArrayBuffer>) => void, onProgress?: (part: number) => void, now = Date.now()): Promise<About> {
  const sealer = await Sealer.with(passphrase, take, onProgress)
  let records = 0
  const put = (kind: number, name: string, data: Uint8Array) => {
    records++
    sealer.push(recordOf(kind, name, data))
  }
  const said = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
  // One moment of the store: nothing is waited for within but the store itself.
  const tx = db.transaction(['rows', 'packs', 'pages', 'fresh', 'outbox', 'refused', 'photos', 'meta', 'keys'])
  const box = boxOf(db)
  const session = (await notesIn(tx.objectStore('meta'), box).get('session')) as Session | undefined
  if (!session) throw new Error('nobody is signed in')
  const heard = (await tx.objectStore('keys').get('heard')) as Heard | undefined
  const about: About = { format: 1, shopId: session.shopId, shopName: session.shopName, madeMs: now, heardMs: heard?.ms ?? 0 }
  put(kinds.about, '', said(about))
  for (let one = await tx.objectStore('packs').openCursor(); one; one = await one.continue()) put(kinds.rows, one.value.kind, box.open(one.value.data))
  // What has changed since the packs comes after them. A row without data is gone.
  for (let one = await tx.objectStore('rows').openCursor(); one; one = await one.continue()) {
    const { kind, id, data } = one.value
    put(kinds.rows, kind, pack([{ id, data: data.length > 0 ? box.open(data) : data }]))
  }
  for (let one = await tx.objectStore('pages').openCursor(); one; one = await one.continue()) put(kinds.messages, one.value.id, box.open(one.value.data))
  for (let one = await tx.objectStore('fresh').openCursor(); one; one = await one.continue()) {
    put(kinds.messages, one.value.conversation, pack([{ id: String(one.value.seq), data: box.open(one.value.data) }]))
  }
  for (const { data, ...head } of await commandsIn(tx.objectStore('outbox'), box).getAll()) put(kinds.waiting, JSON.stringify(head), data)
  for (const { data, ...head } of await commandsIn(tx.objectStore('refused'), box).getAll()) put(kinds.refused, JSON.stringify(head), data)
  for (let one = await tx.objectStore('photos').openCursor(); one; one = await one.continue()) put(kinds.photo, one.value.sha256, box.open(one.value.data))
  const made = await tx.objectStore('meta').get('made')
  if (made) put(kinds.made, '', said(made))
  put(kinds.end, '', said({ records }))
  sealer.end()
  await tx.done
  return about
}

/** A file's name: "단골-햇살케이크-2026-11-28.dangol". */
export const fileName = (shop: string, day: string, end: string, mark = '단골') => `${mark}-${shop.replace(/[\\/:*?"<>|\u0000-\u001f]/g, ' ').replace(/\s+/g, ' ').trim().slice(0, 60)}-${day}.${end}`
