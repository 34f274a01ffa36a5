// The order form as it is being filled in: kept on the device until it is sent. Words are kept at once, in a way that a page
// which is just being shut still can; pictures are too large for it.
import type { Filled } from './answers'
import { keepScrap, scrap } from '../lib/scrap'
import { boxOf } from '../lib/vault'
import { guest, store } from './guest.svelte'

const name = 'form'
const place = () => `form-${guest.shopId}`

export async function keptForm(): Promise<Filled | undefined> {
  const texts = scrap(localStorage, place(), boxOf(store())) as Filled['texts'] | undefined
  const photos = (await store().get('meta', name)) as Filled['photos'] | undefined
  if (!texts && !photos) return undefined
  return { texts: texts ?? {}, photos: photos ?? {} }
}

let known: Filled['photos'] | undefined

export function keepForm(f: Filled): void {
  keepScrap(localStorage, place(), boxOf(store()), f.texts)
  if (f.photos !== known) void store().put('meta', f.photos, name)
  known = f.photos
}

export function dropForm(): void {
  localStorage.removeItem(place())
  void store().delete('meta', name)
}
