// Pictures of a conversation: the small ones that lie on the device, and the whole ones from the server.
import type { Photo } from '../gen/dangol/channel/v1/resource_pb'
import { channels } from '../lib/api'
import { photoOf } from '../lib/photos'
import { household } from '../lib/store.svelte'

const patience = 10_000 // milliseconds until the whole picture is given up
const small = new Map<string, string>() // addresses of small pictures, by what they show
const most = 400 // of them that are remembered

const typeOf = (b: Uint8Array) => (b[0] === 0xff ? 'image/jpeg' : b[0] === 0x89 ? 'image/png' : 'image/webp')

/** An address of the small picture; empty when there is none. */
export function thumb(p: Photo): string {
  const there = small.get(p.sha256)
  if (there !== undefined) return there
  if (p.thumb.length === 0) return ''
  let text = ''
  for (const b of p.thumb) text += String.fromCharCode(b)
  const address = `data:${typeOf(p.thumb)};base64,${btoa(text)}`
  if (small.size >= most) small.clear()
  small.set(p.sha256, address)
  return address
}

/** An address of the whole picture, to be revoked; undefined when neither the device nor a server has it. */
export async function whole(p: Photo, conversationId: string): Promise<string | undefined> {
  try {
    const waiting = await photoOf(household.db(), p.sha256)
    const { data, type } = waiting ? { data: waiting, type: typeOf(waiting) } : await channels.getPhoto({ conversationId, sha256: p.sha256 }, { timeoutMs: patience })
    return URL.createObjectURL(new Blob([data.slice()], { type: type || typeOf(data) }))
  } catch {
    return undefined
  }
}
