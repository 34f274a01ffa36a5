// The worker beside each page. Of all those in a browser one streams and sends: the one that holds the lock. When its
// page closes, the next takes over; when its page sleeps and a person looks at another, that one's takes the lock away.
// Its name says whose copy it keeps: the shop's, or that of a customer (place.ts).
import { call, channels, guests, sync, useToken } from './api'
import { notes, open, type Session, type Store } from './db'
import { placeOf } from './place'
import type { Event, Take } from './protocol'
import { type Ground, Sync } from './sync'
import { isShut, useKey } from './vault'

const place = placeOf(self.name)
const channel = new BroadcastChannel(place.channel)
const locks = navigator.locks as LockManager | undefined // missing where the page's address is not secure: then all stream
let running: Sync | undefined
const key = later<Uint8Array>() // what opens a copy with a PIN: the page hands it over, and it is nowhere on the disk
let turn = new AbortController() // ends what waits for the lock, or works under it

function later<A>() {
  let resolve: (value: A) => void = () => {}
  const promise = new Promise<A>((r) => (resolve = r))
  return { promise, resolve }
}

/** Follows for whoever is signed in, as soon as it is this worker's turn. */
async function begin(steal = false): Promise<void> {
  turn.abort()
  const mine = (turn = new AbortController())
  // When the store goes away, its pages load anew and begin with another worker; a store that only closed is opened again.
  const db = await open(place.store, { outdated: () => mine.abort(), closed: () => mine === turn && void begin() })
  try {
    if (isShut(db)) useKey(db, await key.promise)
    const session = (await notes(db).get('session')) as Session | undefined
    if (!session || mine.signal.aborted) return
    useToken(session.token)
    const work = () => follow(db, session, mine.signal)
    if (!locks) await work()
    else await locks.request(place.lock, steal ? { steal } : { signal: mine.signal }, work)
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'AbortError')) throw error
    if (mine === turn) void begin() // the lock was taken away: queue for it again
  } finally {
    mine.abort()
    db.close()
  }
}

/** What a shop's device follows, or a customer's. */
function ground(db: Store, session: Session): Ground {
  const base = { db, session, sync, call, tell: (e: Event) => channel.postMessage(e) }
  const guest = session.conversationId
  if (guest) return { ...base, topic: `guest/${guest}`, putPhoto: (p, o) => guests.putPhoto(p as { sha256: string; data: Uint8Array<ArrayBuffer> }, o) }
  return { ...base, topic: `shop/${session.shopId}`, past: channels, putPhoto: (p, o) => channels.putPhoto(p as { sha256: string; data: Uint8Array<ArrayBuffer> }, o) }
}

async function follow(db: Store, session: Session, stop: AbortSignal): Promise<void> {
  const one = new Sync(ground(db, session), stop)
  running = one
  try {
    await one.run()
  } finally {
    if (running === one) running = undefined
  }
}

channel.onmessage = ({ data }: MessageEvent<Event>) => {
  if (data.t === 'given') void running?.flush()
  else if (data.t === 'wake') running?.wake()
  else if (data.t === 'session') void begin()
  else if (data.t === 'hello' && running) channel.postMessage({ t: 'link', link: running.link } satisfies Event)
}
addEventListener('message', ({ data }: MessageEvent<Take>) => {
  if (data.t === 'key') key.resolve(data.key)
  else if (!running) void begin(true)
})
void begin()
