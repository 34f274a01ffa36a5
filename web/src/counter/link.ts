// The address of a shop's channel, its QR code, and giving it away.
import { copy } from '../lib/copy'
import { store } from '../lib/store.svelte'

/** "https://…/s/<shop id>". */
export const channelLink = () => `${location.origin}${store.card?.link || `/s/${store.session?.shopId ?? ''}`}`

export interface Squares {
  path: string
  size: number
}

/** A QR code as one path of squares of size 1. Medium correction: a stand in a shop gets wet and scratched. */
export async function squares(text: string): Promise<Squares> {
  const { encode } = await import('uqr')
  const qr = encode(text, { border: 2, ecc: 'M' })
  return { path: qr.data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : []))).join(''), size: qr.size }
}

export const canShare = () => typeof navigator.share === 'function'

/** Hands the link to another app; true when it was copied, because there is no way to hand it on. */
export async function share(title: string): Promise<boolean> {
  const url = channelLink()
  if (!canShare()) return copy(url)
  try {
    await navigator.share({ title, url })
  } catch {
    // a person thought better of it
  }
  return false
}
