// The worker beside each page. Of all those in a browser one streams and sends: the one that holds the lock. When its
// page closes, the next takes over; when its page sleeps and a person looks at another, that one's takes the lock away.
import { shops, sync, useToken } from './api'
import { open, type Session, type Store } from './db'
import { channelName, type Event, lockName, type Take } from './protocol'
import { Sync } from './sync'

const channel = new BroadcastChannel(channelName)
const locks = navigator.locks as LockManager | undefined // missing where the page's address is not secure: then all stream
let running: Sync | undefined
let turn = new AbortController() // ends what waits for the lock, or works under it

/** Follows for whoever is signed in, as soon as it is this worker's turn. */
async function begin(steal = false): Promise<void> {
  turn.abort()
  const mine = (turn = new AbortController())
  // When the store goes away, its pages load anew and begin with another worker; a store that only closed is opened again.
  const db = await open('dangol', { outdated: () => mine.abort(), closed: () => mine === turn && void begin() })
  try {
    const session = (await db.get('meta', 'session')) as Session | undefined
    if (!session || mine.signal.aborted) return
    useToken(session.token)
    const work = () => follow(db, session, mine.signal)
    if (!locks) await work()
    else await locks.request(lockName, steal ? { steal } : { signal: mine.signal }, work)
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'AbortError')) throw error
    if (mine === turn) void begin() // the lock was taken away: queue for it again
  } finally {
    mine.abort()
    db.close()
  }
}

async function follow(db: Store, session: Session, stop: AbortSignal): Promise<void> {
  const one = new Sync({ db, session, sync, shops, tell: (e) => channel.postMessage(e) }, stop)
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
  if (data.t === 'take' && !running) void begin(true)
})
void begin()
