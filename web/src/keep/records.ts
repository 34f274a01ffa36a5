// What lies within a backup: records, one after another. A record is its kind (one byte), the length of its name (two bytes,
// the lowest first), the name, the length of its data (four bytes), the data.
import { type Pieces, Unreadable, unseal } from './seal'

/** The kinds, by their numbers in a file. A reader leaves out those that it does not know. */
export const kinds = { about: 1, rows: 2, messages: 3, waiting: 4, refused: 5, photo: 6, made: 7, end: 255 } as const

export interface BackupRecord {
  kind: number
  name: string
  data: Uint8Array
}

/** The most of one record: all messages of one conversation, or a pack of rows. */
export const longest = 1 << 28

export function recordOf(kind: number, name: string, data: Uint8Array): Uint8Array {
  const named = new TextEncoder().encode(name)
  if (named.length > 65_535 || data.length > longest) throw new RangeError('a record is too long')
  const out = new Uint8Array(7 + named.length + data.length)
  const view = new DataView(out.buffer)
  out[0] = kind
  view.setUint16(1, named.length, true)
  out.set(named, 3)
  view.setUint32(3 + named.length, data.length, true)
  out.set(data, 7 + named.length)
  return out
}

/** Takes bytes as they come, and gives out runs of them. */
class Run {
  #parts: Uint8Array[] = []
  #length = 0

  get length() {
    return this.#length
  }

  add(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#parts.push(bytes)
    this.#length += bytes.length
  }

  /** The first bytes, copied; they stay unless they are taken. */
  first(n: number, taken = false): Uint8Array {
    const out = new Uint8Array(n)
    let at = 0
    let whole = 0
    for (const part of this.#parts) {
      const some = part.subarray(0, n - at)
      out.set(some, at)
      at += some.length
      if (some.length < part.length) {
        if (taken) this.#parts[whole] = part.subarray(some.length)
        break
      }
      whole++
      if (at === n) break
    }
    if (taken) {
      this.#parts.splice(0, whole)
      this.#length -= n
    }
    return out
  }
}

/** Gives the records of a file in order, the last being the end. Whatever the file is, that or Unreadable comes. */
export async function* recordsOf(file: Pieces, passphrase: string, onProgress?: (part: number) => void): AsyncGenerator<BackupRecord> {
  const run = new Run()
  let ended = false
  for await (const chunk of unseal(file, passphrase, onProgress)) {
    run.add(chunk)
    for (let one = next(run); one; one = next(run)) {
      if (ended) throw new Unreadable('damaged')
      ended = one.kind === kinds.end
      yield one
    }
  }
  if (!ended || run.length > 0) throw new Unreadable('damaged')
}

/** The next record, when all of it is there. */
function next(run: Run): BackupRecord | undefined {
  if (run.length < 3) return undefined
  const named = new DataView(run.first(3).buffer).getUint16(1, true)
  if (run.length < 7 + named) return undefined
  const length = new DataView(run.first(7 + named).buffer).getUint32(3 + named, true)
  if (length > longest) throw new Unreadable('damaged')
  if (run.length < 7 + named + length) return undefined
  const head = run.first(7 + named, true)
  return { kind: head[0] ?? 0, name: new TextDecoder().decode(head.subarray(3, 3 + named)), data: run.first(length, true) }
}
