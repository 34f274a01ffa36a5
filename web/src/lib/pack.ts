// Many rows as one run of bytes: a device stores a thousand rows at the price of one.
//
// A row is the length of its id (one byte), the id, the length of its data (four bytes, the lowest first), the data. A
// row without data is gone.
export interface Packed {
  id: string
  data: Uint8Array
}

const words = new TextEncoder()
const letters = new TextDecoder()

export function pack(rows: Iterable<Packed>): Uint8Array {
  const parts: { id: Uint8Array; data: Uint8Array }[] = []
  let size = 0
  for (const r of rows) {
    const id = words.encode(r.id)
    if (id.length > 255) throw new RangeError('an id is too long')
    parts.push({ id, data: r.data })
    size += 5 + id.length + r.data.length
  }
  const out = new Uint8Array(size)
  const view = new DataView(out.buffer)
  let at = 0
  for (const { id, data } of parts) {
    out[at] = id.length
    out.set(id, at + 1)
    view.setUint32(at + 1 + id.length, data.length, true)
    out.set(data, at + 5 + id.length)
    at += 5 + id.length + data.length
  }
  return out
}

/** Gives each row; their data are views into the bytes. Bytes that are cut off or torn are an error. */
export function unpack(bytes: Uint8Array, row: (id: string, data: Uint8Array) => void): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 0; at < bytes.length; ) {
    const named = bytes[at] ?? 0
    const from = at + 5 + named
    if (from > bytes.length) throw new RangeError('a pack is cut off')
    const to = from + view.getUint32(from - 4, true)
    if (to > bytes.length) throw new RangeError('a pack is cut off')
    row(letters.decode(bytes.subarray(at + 1, at + 1 + named)), bytes.subarray(from, to))
    at = to
  }
}
