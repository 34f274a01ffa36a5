// Ids as the server makes them: 16 bytes, of which the first names a shard (0 for commands), six the time in milliseconds,
// nine are random; written as 26 letters of Crockford's base32 in lower case.

import { sha256 } from '@noble/hashes/sha2.js'

const letters = '0123456789abcdefghjkmnpqrstvwxyz'

export function encode(bytes: Uint8Array): string {
  let out = ''
  let held = 0
  let bits = 0
  for (const b of bytes) {
    held = (held << 8) | b
    bits += 8
    while (bits >= 5) {
      bits -= 5
      out += letters[(held >> bits) & 31]
    }
    held &= (1 << bits) - 1
  }
  return bits > 0 ? out + letters[(held << (5 - bits)) & 31] : out
}

/** A new command id. */
export function newCommand(now = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[0] = 0
  for (let i = 6, ms = now; i >= 1; i--, ms = Math.floor(ms / 256)) bytes[i] = ms % 256
  return encode(bytes)
}

/** 32 random bytes in base64url, as tokens and keys of links are. */
export function secret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function decode(text: string): Uint8Array {
  const out: number[] = []
  let held = 0
  let bits = 0
  for (const letter of text) {
    held = (held << 5) | letters.indexOf(letter)
    bits += 5
    if (bits < 8) continue
    bits -= 8
    out.push((held >> bits) & 255)
    held &= (1 << bits) - 1
  }
  return Uint8Array.from(out)
}

const headLetters = 12 // of an id, in which its shard and its time are

/** The end of the id that the first thing has which a command makes, whenever it is done (Derive in the server's id package). */
export function madeEnd(command: string): string {
  const named = new Uint8Array(24) // the command, and the thing's number: 0
  named.set(decode(command))
  const bytes = new Uint8Array(16)
  bytes.set(sha256(named).subarray(0, 9), 7)
  return endOf(encode(bytes))
}

/** The part of an id that does not tell where and when it was made. */
export const endOf = (id: string) => id.slice(headLetters)
