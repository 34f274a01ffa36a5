// Pictures that were taken or chosen here and are not with the server yet. They go before the command that names them.
import type { Store } from './db'
import { boxOf } from './vault'

/** Keeps a picture until a command that names it is answered. */
export async function keepPhoto(db: Store, sha256: string, data: Uint8Array): Promise<void> {
  const tx = db.transaction('photos', 'readwrite', { durability: 'strict' })
  void tx.store.put({ sha256, data: boxOf(db).seal(data) })
  await tx.done
}

/** A picture that waits here; undefined when the server has it already. */
export async function photoOf(db: Store, sha256: string): Promise<Uint8Array | undefined> {
  const one = await db.get('photos', sha256)
  return one && boxOf(db).open(one.data)
}
