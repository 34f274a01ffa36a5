// Puts the work of a backup that was not sent into this device's outbox. Every command keeps its id, so that the server does
// none of them twice, whoever has sent it meanwhile.
import { commandsIn, nextPlace, notesIn, type Session, type Store, type Waiting } from '../lib/db'
import { isCommand } from '../lib/commands'
import { photosOf } from '../lib/queue'
import { boxOf } from '../lib/vault'
import type { Opened } from './opened'

export interface TakenIn {
  given: Waiting[] // what waits now, first come first
  made: Opened['made'] // true ids of things that the device had not known
}

/** All of it or nothing. It gives nothing when another shop, or nobody, is signed in. */
export async function takeIn(db: Store, from: Opened): Promise<TakenIn | undefined> {
  const tx = db.transaction(['outbox', 'refused', 'photos', 'meta'], 'readwrite', { durability: 'strict' })
  const box = boxOf(db)
  const meta = tx.objectStore('meta')
  const session = (await notesIn(meta, box).get('session')) as Session | undefined
  if (session?.shopId !== from.about.shopId) {
    await tx.done
    return undefined
  }
  let n = await nextPlace(tx.objectStore('outbox'))
  const given: Waiting[] = []
  for (const one of from.waiting) {
    const there = (await tx.objectStore('outbox').count(one.id)) + (await tx.objectStore('refused').count(one.id))
    if (there > 0) continue
    const waiting = { ...one, n: n++ }
    void commandsIn(tx.objectStore('outbox'), box).put(waiting)
    given.push(waiting)
    for (const sha256 of isCommand(one.rpc) ? photosOf(one) : []) {
      const data = from.photos.get(sha256)
      if (data) void tx.objectStore('photos').put({ sha256, data: box.seal(data) })
    }
  }
  const before = ((await meta.get('made')) as Opened['made'] | undefined) ?? []
  const known = new Set(before.map(([unsent]) => unsent))
  const made = from.made.filter(([unsent]) => !known.has(unsent))
  if (made.length > 0) void meta.put([...made, ...before], 'made')
  await tx.done
  return { given, made }
}
