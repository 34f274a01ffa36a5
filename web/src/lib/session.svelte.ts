// Signing this device in and out. The page is there meanwhile: what happens is told on it (store.entry).
import { endOf, sessions, useToken } from './api'
import { evict, install, type Leaving, notes, notesIn, outbox, owner, refusals, type Session, type Store, wipe } from './db'
import { isRefusal, isSignedOut, sentences } from './errors'
import { newCommand, secret } from './id'
import { heard, isShut, lockOf, overdue, type Try, tryPasskey, tryPin } from './lock'
import { go } from './router.svelte'
import { openStore, resume, store, tellAll } from './store.svelte'
import { nowhere } from './trouble'
import { boxOf } from './vault'

const restMin = 1000 // between two tries, in milliseconds
const restMax = 10_000
const answer = 35_000

let db: Store

/** Opens the device's copy, and signs in when the address is a sign-in link. The page can be shown when it returns. */
export async function start(): Promise<void> {
  try {
    db = await openStore()
  } catch {
    store.broken = nowhere
    return
  }
  if (isShut(db)) store.shut = 'pin'
  else await opened()
}

/** The device's copy is open. Whoever has not heard of the server for longer than the shop allows hears of it first. */
async function opened(): Promise<void> {
  if ((await notes(db).get('session')) && (await overdue(db))) {
    store.shut = 'far'
    void contact()
    return
  }
  await goIn()
  store.shut = ''
  if (!silence) {
    silence = setInterval(hearken, 60_000)
    document.addEventListener('visibilitychange', hearken) // a tablet that slept
  }
  const lock = await lockOf(db)
  if (lock?.pin && lock.idleMinutes > 0) void import('../lock/idle').then(({ watchIdle }) => watchIdle(lock.idleMinutes))
}

let silence: ReturnType<typeof setInterval> | undefined

/** A page that stays open locks too, once the server was silent for too long. */
const hearken = () => void overdue(db).then((is) => is && store.session && location.reload(), () => undefined)

/** Tries a PIN; the lock's screen goes when it is right. */
export async function unlock(pin: string): Promise<Try> {
  const found = await tryPin(db, pin, () => wipe(db))
  if (found === 'open') await opened()
  return found
}

/** Tries what a passkey has given. */
export async function unlockWith(secret: Uint8Array): Promise<boolean> {
  const found = await tryPasskey(db, secret)
  if (found) await opened()
  return found
}

/** The device's store, for the lock's own screens. */
export const lockedStore = () => db

/** Asks the server whether this device may still be used, until it says so. */
async function contact(): Promise<void> {
  const session = (await notes(db).get('session')) as Session
  useToken(session.token)
  for (let pause = restMin; ; pause = Math.min(pause * 2, restMax)) {
    try {
      await sessions.who({}, { timeoutMs: answer })
      await heard(db)
      return await opened()
    } catch (error) {
      if (isSignedOut(error)) {
        await evict(db, session.token)
        await goIn()
        store.shut = ''
        return
      }
    }
    await rest(pause)
  }
}

async function goIn(): Promise<void> {
  const key = location.pathname === '/in' ? location.hash.slice(1) : ''
  addEventListener('hashchange', () => location.pathname === '/in' && location.hash !== '' && location.reload())
  if (key) void enter(key)
  else {
    if (location.pathname === '/in') go('/', true)
    await resume()
  }
  void farewell()
}

/** The key in a sign-in link, or in a part of one that was copied; empty when there is none. */
export const keyIn = (pasted: string) => /(?:^|#)([A-Za-z0-9_-]{43})\s*$/.exec(pasted.trim())?.[1] ?? ''

let wake = () => {}
/** Tries at once again. */
export const hurry = () => wake()

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => wake(), ms)
    wake = () => {
      clearTimeout(timer)
      removeEventListener('online', wake)
      resolve()
    }
    addEventListener('online', wake)
  })
}

let decide = (_: boolean) => {}
/** A person's answer to whether another shop's unsent work may go. */
export const answerEntry = (yes: boolean) => decide(yes)

/** Signs in with a link's key. Without an answer it goes on asking: the key stays in the address, so a reload does too. */
export async function enter(key: string): Promise<void> {
  store.entry = { state: 'entering' }
  store.wasIn = (await notes(db).get('session')) !== undefined
  const asked = ((await notes(db).get('asked')) as { key: string; token: string; id: string } | undefined) ?? null
  const ask = asked?.key === key ? asked : { key, token: secret(), id: newCommand() }
  await notes(db).put(ask, 'asked') // kept before it is sent: a lost answer is asked for again
  for (let pause = restMin; ; pause = Math.min(pause * 2, restMax)) {
    try {
      const { identity, sessionId } = await sessions.signIn({ commandId: ask.id, key, token: ask.token, device: deviceName() }, { timeoutMs: answer })
      if (identity) return await entered({ ...identity, token: ask.token, sessionId })
      throw new Error('nobody')
    } catch (error) {
      if (isRefusal(error) || isSignedOut(error)) return refused(sentences(error))
      store.entry = { state: 'offline', say: sentences(error) }
      await rest(pause)
      store.entry = { state: 'entering' }
    }
  }
}

function refused(say: ReturnType<typeof sentences>): void {
  go('/', true) // the key is of no use
  store.entry = { state: 'refused', say }
}

/** Goes on as before, with whoever was signed in. */
export async function stay(): Promise<void> {
  store.entry = null
  await resume()
}

async function entered({ token, sessionId, shopId, shopName, staffId, staffName, role }: Session): Promise<void> {
  const before = await owner(db)
  const unsent = (await outbox(db)).length + (await refusals(db)).length
  if (before && before.shopId !== shopId && unsent > 0) {
    store.entry = { state: 'asking', shopName: before.shopName, waiting: unsent }
    if (!(await new Promise<boolean>((resolve) => (decide = resolve)))) {
      go('/', true)
      await notes(db).delete('asked')
      await remember({ token, commandId: newCommand() })
      void farewell()
      return stay()
    }
  }
  const old = ((await notes(db).get('session')) as Session | undefined)?.token
  await install(db, { token, sessionId, shopId, shopName, staffId, staffName, role })
  if (old && old !== token) await remember({ token: old, commandId: newCommand() }) // it would stand among the devices for ever
  tellAll({ t: 'session' })
  go('/', true)
  store.entry = null
  await resume()
  void farewell()
}

/** Signs this device out and forgets everything on it; what was not sent is lost with it. */
export async function signOut(): Promise<void> {
  if (store.session) await remember({ token: store.session.token, commandId: newCommand() })
  await farewell(1)
  await wipe(db, await left())
  tellAll({ t: 'session' })
  location.assign('/')
}

const left = async () => ((await notes(db).get('leaving')) as Leaving[] | undefined) ?? []

async function remember(one: Leaving): Promise<void> {
  const tx = db.transaction('meta', 'readwrite')
  const meta = notesIn(tx.store, boxOf(db))
  const before = ((await meta.get('leaving')) as Leaving[] | undefined) ?? []
  void meta.put([...before, one], 'leaving')
  await tx.done
}

let parting = false

/** Tells the server of sessions that this device has left, until it has heard. */
async function farewell(tries = Infinity): Promise<void> {
  if (parting && tries === Infinity) return
  parting = true
  for (let n = 0, pause = restMin; n < tries; n++, pause = Math.min(pause * 2, 60_000)) {
    const told: string[] = []
    for (const one of await left()) {
      try {
        await endOf(one)
        told.push(one.token)
      } catch (error) {
        if (isRefusal(error) || isSignedOut(error)) told.push(one.token) // it is over already
      }
    }
    const tx = db.transaction('meta', 'readwrite')
    const meta = notesIn(tx.store, boxOf(db))
    const rest = (((await meta.get('leaving')) as Leaving[] | undefined) ?? []).filter((one) => !told.includes(one.token))
    if (rest.length > 0) void meta.put(rest, 'leaving')
    else void meta.delete('leaving')
    await tx.done
    store.leaving = rest.length > 0
    if (rest.length === 0) break
    if (n + 1 < tries) await new Promise((resolve) => setTimeout(resolve, pause))
  }
  parting = false
}

function deviceName(): string {
  const agent = navigator.userAgent
  const system = /Android/.test(agent) ? 'Android' : /iPhone|iPad/.test(agent) ? 'iPhone' : /Windows/.test(agent) ? 'Windows' : /Mac/.test(agent) ? 'Mac' : 'Linux'
  const browser = /Edg\//.test(agent) ? 'Edge' : /SamsungBrowser/.test(agent) ? 'Samsung' : /Chrome\//.test(agent) ? 'Chrome' : /Firefox\//.test(agent) ? 'Firefox' : 'Safari'
  return `${system} ${browser}`
}
