// Shuts what lies on the device. Bytes go through a store's box on their way to the disk and back.
import type { Store } from './db'

export interface Box {
  seal(bytes: Uint8Array): Uint8Array
  open(bytes: Uint8Array): Uint8Array
}

// A message's bytes are a view into a larger buffer, which would be stored whole.
const bare: Box = { seal: (bytes) => bytes.slice(), open: (bytes) => bytes }
const boxes = new WeakMap<Store, Box>()

export const boxOf = (db: Store): Box => boxes.get(db) ?? bare
export const useBox = (db: Store, box: Box): unknown => boxes.set(db, box)
