// The envelope of a backup: bytes of any length, shut under a passphrase, in chunks of one size. docs/backup.md has the layout.
//
// INVARIANT: nothing is given out that was not authenticated, and the end is given out only when it was reached: each chunk's
// nonce holds its number and whether it is the last, and the header goes into every chunk's tag.
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { scryptAsync } from '@noble/hashes/scrypt.js'

/** How hard a passphrase is to try: N = 2^logN, 128 × N × r bytes of memory. Most: what a file may ask of a device. */
export const hardness = { logN: 17, r: 8, p: 1, most: { logN: 20, r: 16, p: 4 } }

/** Lengths in bytes; a chunk is 2^logChunk bytes of what was put in. */
export const format = { version: 1, scrypt: 1, head: 64, logChunk: 20, logChunkMost: 24, tag: 16 }
const magic = new Uint8Array([0x44, 0x41, 0x4e, 0x47, 0x4f, 0x4c, 0x1a, 0x0a]) // "DANGOL", and two that text has not

/** What a nonce says of its chunk. */
const kinds = { inside: 0, last: 1, head: 2 } as const
type Kind = (typeof kinds)[keyof typeof kinds]

/** Why a file cannot be opened: it is no backup, of a newer version, shut under another passphrase, or cut or changed. */
export type Reason = 'foreign' | 'newer' | 'passphrase' | 'damaged'

export class Unreadable extends Error {
  readonly reason: Reason

  constructor(reason: Reason) {
    super(reason)
    this.reason = reason
  }
}

type Bytes = Uint8Array<ArrayBuffer>

/** What a key is made of, the same however the keyboard puts Hangul together. */
const spoken = (passphrase: string) => new TextEncoder().encode(passphrase.normalize('NFC').trim())

/** By what the header says. */
function stretched(passphrase: string, head: Uint8Array, onProgress?: (part: number) => void): Promise<Uint8Array> {
  const [logN = 0, r = 0, p = 0] = head.subarray(10, 13)
  return scryptAsync(spoken(passphrase), head.slice(16, 32), { N: 2 ** logN, r, p, dkLen: 32, asyncTick: 50, maxmem: 2 ** 32, onProgress })
}

/** A chunk's nonce: the file's 16 random bytes, the chunk's number, and what it is. */
function nonceOf(head: Uint8Array, n: number, kind: Kind): Uint8Array {
  const nonce = new Uint8Array(24)
  nonce.set(head.subarray(32, 48))
  new DataView(nonce.buffer).setUint32(16, n, true)
  nonce[20] = kind
  return nonce
}

/** The end of the header: only the right key makes it, so that a wrong passphrase is told at once. */
const tagOf = (key: Uint8Array, head: Uint8Array) => xchacha20poly1305(key, nonceOf(head, 0, kinds.head), head.subarray(0, 48)).encrypt(new Uint8Array())

/** Shuts what is put into it. Its parts, in order, are the file. */
export class Sealer {
  readonly #key: Uint8Array
  readonly #head: Bytes
  readonly #take: (part: Bytes) => void
  readonly #chunk: Uint8Array
  #filled = 0
  #n = 0

  private constructor(key: Uint8Array, head: Bytes, take: (part: Bytes) => void) {
    this.#key = key
    this.#head = head
    this.#take = take
    this.#chunk = new Uint8Array(2 ** (head[13] ?? 0))
    take(head)
  }

  static async with(passphrase: string, take: (part: Bytes) => void, onProgress?: (part: number) => void): Promise<Sealer> {
    const { logN, r, p } = hardness
    const head = new Uint8Array(format.head)
    head.set(magic)
    head.set([format.version, format.scrypt, logN, r, p, format.logChunk], 8)
    head.set(crypto.getRandomValues(new Uint8Array(32)), 16) // the salt and the nonces' beginning
    const key = await stretched(passphrase, head, onProgress)
    head.set(tagOf(key, head), 48)
    return new Sealer(key, head, take)
  }

  /** Without waiting: it may be called in the middle of a transaction of the store. */
  push(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length; ) {
      if (this.#filled === this.#chunk.length) this.#seal(kinds.inside)
      const some = bytes.subarray(from, from + this.#chunk.length - this.#filled)
      this.#chunk.set(some, this.#filled)
      this.#filled += some.length
      from += some.length
    }
  }

  /** The last chunk may be empty, and is always there. */
  end(): void {
    this.#seal(kinds.last)
  }

  #seal(kind: Kind): void {
    const sealed = xchacha20poly1305(this.#key, nonceOf(this.#head, this.#n++, kind), this.#head).encrypt(this.#chunk.subarray(0, this.#filled))
    this.#filled = 0
    this.#take(sealed as Bytes)
  }
}

/** Of a file what is read piece by piece: a File of the browser is one. */
export type Pieces = Pick<Blob, 'size' | 'slice'>

const read = async (file: Pieces, from: number, to: number) => new Uint8Array(await file.slice(from, to).arrayBuffer())

/** The header, if this version of the app can open what it begins. */
async function headOf(file: Pieces): Promise<Bytes> {
  const head = await read(file, 0, format.head)
  if (head.length < magic.length || magic.some((b, i) => head[i] !== b)) throw new Unreadable('foreign')
  if (head.length < format.head) throw new Unreadable('damaged')
  const [version = 0, kdf, logN = 0, r = 0, p = 0, logChunk = 0] = head.subarray(8, 14)
  if (version > format.version || (version === format.version && kdf !== format.scrypt)) throw new Unreadable('newer')
  const { most } = hardness
  const odd = version < 1 || logN < 1 || r < 1 || p < 1 || logChunk < 1
  if (odd || logN > most.logN || r > most.r || p > most.p || logChunk > format.logChunkMost) throw new Unreadable('damaged')
  return head
}

/** Gives the chunks of a file in order, each when the one before has been taken. Any file that is not whole ends in Unreadable. */
export async function* unseal(file: Pieces, passphrase: string, onProgress?: (part: number) => void): AsyncGenerator<Uint8Array> {
  const head = await headOf(file)
  const key = await stretched(passphrase, head, onProgress)
  const tag = tagOf(key, head)
  if (tag.some((b, i) => head[48 + i] !== b)) throw new Unreadable('passphrase')
  const step = 2 ** (head[13] ?? 0) + format.tag
  for (let at = format.head, n = 0, ended = false; !ended; at += step, n++) {
    const sealed = await read(file, at, at + step)
    ended = at + step >= file.size
    yield opened(sealed, key, nonceOf(head, n, ended ? kinds.last : kinds.inside), head)
  }
}

function opened(sealed: Uint8Array, key: Uint8Array, nonce: Uint8Array, head: Uint8Array): Uint8Array {
  try {
    return xchacha20poly1305(key, nonce, head).decrypt(sealed)
  } catch {
    throw new Unreadable('damaged')
  }
}
