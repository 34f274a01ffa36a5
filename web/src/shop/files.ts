// Files on their way to the server: cut into parts that each fit into one request.
import type { FileRef } from '../gen/dangol/shop/v1/shop_pb'
import { shops } from '../lib/api'
import { sha256 } from '../lib/sha256'

const part = 1 << 20

/** For one part on a slow line, and for reading large files. */
export const patience = { timeoutMs: 60_000 }

export type Ref = Pick<FileRef, 'name' | 'parts'>

/** Stores files at the server; step is told which is under way, from 1. */
export async function sendFiles(shopId: string, files: File[], step: (n: number) => void = () => {}): Promise<Ref[]> {
  const refs: Ref[] = []
  for (const [n, f] of files.entries()) {
    const data = new Uint8Array(await f.arrayBuffer())
    const parts: string[] = []
    for (let at = 0; at < data.length || at === 0; at += part) {
      step(n + 1)
      const piece = data.slice(at, at + part)
      const hash = await sha256(piece)
      await shops.putFile({ shopId, sha256: hash, data: piece }, patience)
      parts.push(hash)
    }
    refs.push({ name: f.name, parts })
  }
  return refs
}
