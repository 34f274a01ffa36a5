// Shuts what lies on the device: XChaCha20-Poly1305 under a random key of 32 bytes, which lock.ts keeps under a lock. It works
// without waiting, so that it can be done in the middle of a transaction of the store, which WebCrypto cannot.
//
// Sealed bytes are one byte that says how (1), a random nonce of 24 bytes, and what was sealed with its tag of 16 bytes.
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import type { Store } from './db'

export interface Box {
  seal(bytes: Uint8Array): Uint8Array<ArrayBuffer>
  open(bytes: Uint8Array): Uint8Array
}

export const keyBytes = 32
const nonceBytes = 24
const version = 1

/** What somebody without the key gets. */
export class Shut extends Error {}

/** A box that opens with a key. Bytes that were changed, or sealed under another key, are an error. */
export function boxWith(key: Uint8Array): Box {
  return {
    seal(bytes) {
      const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes))
      const sealed = xchacha20poly1305(key, nonce).encrypt(bytes)
      const out = new Uint8Array(1 + nonceBytes + sealed.length)
      out[0] = version
      out.set(nonce, 1)
      out.set(sealed, 1 + nonceBytes)
      return out
    },
    open(bytes) {
      if (bytes[0] !== version) throw new Shut('sealed in another way')
      return xchacha20poly1305(key, bytes.subarray(1, 1 + nonceBytes)).decrypt(bytes.subarray(1 + nonceBytes))
    },
  }
}

const keys = new WeakMap<Store, { key: Uint8Array; box: Box }>()

/** The box of a store that is open; an error while it is locked. */
export function boxOf(db: Store): Box {
  const there = keys.get(db)
  if (!there) throw new Shut('the store is locked')
  return there.box
}

export const useKey = (db: Store, key: Uint8Array): unknown => keys.set(db, { key, box: boxWith(key) })
export const keyOf = (db: Store): Uint8Array | undefined => keys.get(db)?.key
export const isShut = (db: Store): boolean => !keys.has(db)
