// Pictures of a conversation in full: those that were sent from here, and those that were looked at, are kept on the device.
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { Photo } from '../gen/dangol/channel/v1/resource_pb'
import { guests } from '../lib/api'
import { keepPhoto } from '../lib/photos'
import { shrink } from '../lib/shrink'
import { guest, store } from './guest.svelte'

interface Schema extends DBSchema {
  photos: { key: string; value: { data: Uint8Array<ArrayBuffer>; type: string } }
}

const patience = 20_000 // milliseconds for one picture

let opened: Promise<IDBPDatabase<Schema>> | undefined
const album = () => (opened ??= openDB<Schema>(`${store().name}-album`, 1, { upgrade: (db) => void db.createObjectStore('photos') }))

/** Forgets all pictures. */
export async function forget(): Promise<void> {
  await (await album()).clear('photos')
}

/** Makes a file small, and keeps it until a message that names it is sent, and after. */
export async function take(file: Blob): Promise<Photo> {
  const { data, ...photo } = await shrink(file)
  await keepPhoto(store(), photo.sha256, data)
  await (await album()).put('photos', { data, type: 'image/jpeg' }, photo.sha256)
  return { $typeName: 'dangol.channel.v1.Photo', ...photo }
}

/** The whole picture; null when it is not here and no server can be asked. */
export async function whole(sha256: string): Promise<Blob | null> {
  const there = await (await album()).get('photos', sha256)
  if (there) return new Blob([there.data], { type: there.type })
  if (!guest.session) return null
  try {
    const { data, type } = await guests.getPhoto({ conversationId: '', sha256 }, { timeoutMs: patience })
    const one = { data: data.slice(), type }
    await (await album()).put('photos', one, sha256)
    return new Blob([one.data], { type })
  } catch {
    return null
  }
}

const made = new WeakMap<Uint8Array, string>()

/** The address of a thumbnail; the same bytes have the same. */
export function thumbOf(photo: Photo): string {
  const there = made.get(photo.thumb)
  if (there) return there
  const type = photo.thumb[0] === 0x52 ? 'image/webp' : 'image/jpeg'
  const url = URL.createObjectURL(new Blob([photo.thumb.slice()], { type }))
  made.set(photo.thumb, url)
  return url
}
