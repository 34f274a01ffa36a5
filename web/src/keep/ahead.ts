// Papers made in advance, for the service worker: while the app is shut nothing changes on the device, so what the page makes
// when it is left is what the evening would make. The worker (public/sw.js) only has to put the right ones into the folder.
//
//   meta/ahead    what is made, sealed under the device's own key (AES-GCM: 12 bytes of nonce, then the sealed JSON)
//   meta/filed    the last evening that the worker has done
import type { Store } from '../lib/db'
import { encode } from '../lib/lock'

/** Days for which papers are made in advance: a shop that nobody opens for a week has no orders for paper. */
export const days = 7

/** How the record meta/ahead looks; at: when each day's evening is. */
export interface Ahead {
  zone: string
  at: Record<string, string>
  sealed: Uint8Array
}

export const tag = 'evening'
const often = 12 * 3600_000 // milliseconds between two calls, at least; the browser chooses

/** Keeps papers for the worker; without any what was there goes. */
export async function keepAhead(db: Store, made: { zone: string; at: Record<string, string>; papers: { day: string; name: string; html: string }[] } | undefined): Promise<void> {
  const device: unknown = await db.get('keys', 'device')
  if (!made || !(device instanceof CryptoKey)) return void (await db.delete('meta', 'ahead'))
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const bytes = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, device, encode(made.papers)))
  const sealed = new Uint8Array(iv.length + bytes.length)
  sealed.set(iv)
  sealed.set(bytes, iv.length)
  await db.put('meta', { zone: made.zone, at: made.at, sealed } satisfies Ahead, 'ahead')
}

type Waking = ServiceWorkerRegistration & { periodicSync?: { register(tag: string, options: { minInterval: number }): Promise<void> } }

/** Has the browser wake the worker. Only Chromium does, and only for apps that are installed; others say no. */
export async function askToBeWoken(): Promise<void> {
  const registration = (await navigator.serviceWorker?.getRegistration('/')) as Waking | undefined
  await registration?.periodicSync?.register(tag, { minInterval: often }).catch(() => undefined)
}
