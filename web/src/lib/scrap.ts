// What is being written and is not given yet, in the page's own storage: it must be kept at once, in a way that a page which is
// just being shut still can. It lies sealed like the rest of the device's copy: without its key nobody reads it.
import { decode, encode } from './lock'
import type { Box } from './vault'

type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** What was kept; undefined for nothing, and for what this key does not open. */
export function scrap(shelf: Shelf, key: string, box: Box): unknown {
  try {
    const kept = shelf.getItem(key)
    return kept === null ? undefined : decode(box.open(Uint8Array.from(atob(kept), (c) => c.charCodeAt(0))))
  } catch {
    return undefined
  }
}

/** Keeps something, or nothing any more. Where there is no room for it, it is on the screen all the same. */
export function keepScrap(shelf: Shelf, key: string, box: Box, value: unknown): void {
  try {
    if (value === undefined) return shelf.removeItem(key)
    let letters = ''
    for (const b of box.seal(encode(value))) letters += String.fromCharCode(b)
    shelf.setItem(key, btoa(letters))
  } catch {
    // the browser keeps nothing here, or has no room
  }
}
