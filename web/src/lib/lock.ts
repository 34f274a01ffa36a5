// The lock on what lies on the device. All of it is sealed (vault.ts) under one random key; that key lies here, wrapped in what
// opens it: the device alone, or a PIN, or a passkey.
//
// The device has a key of its own that no script can read out (WebCrypto, not extractable), and every wrap is made with it too:
// a copy of the store's bytes alone gives nothing to try PINs on. A page without a secure context has no such thing; there
// the device's key is bytes beside the others, and only a PIN or a passkey keeps anybody out who has the file.
//
//   keys/device   the device's own key
//   keys/lock     the wraps, and how often somebody has tried
//   keys/heard    when the server last spoke to this device, and after how many days without it the device locks itself
import { pbkdf2Async } from '@noble/hashes/pbkdf2.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { IDBPTransaction, StoreNames } from 'idb'
import type { Schema, Store } from './db'
import { boxWith, isShut, keyBytes, keyOf, useKey } from './vault'

/** How hard a PIN is to try, and how long a person who tries must wait. */
export const guard = {
  rounds: 600_000, // of PBKDF2-SHA-256
  digits: 6, // of a PIN at least
  free: 3, // wrong tries that cost nothing but themselves
  rest: 5_000, // after the next one, in milliseconds; twice as much after each more
  restMax: 300_000,
  warn: 7, // wrong tries after which a person is told what will happen
  most: 10, // wrong tries after which everything on the device is wiped
}

interface Opened {
  salt: Uint8Array
  wrapped: Uint8Array
}

/** The record keys/lock. Exactly one of device and pin is there; a passkey is another way beside a PIN. */
export interface Lock {
  device?: Uint8Array
  pin?: Opened & { rounds: number }
  passkey?: Opened & { id: Uint8Array }
  tries: number // wrong ones in a row
  triedMs: number // when the last was
  idleMinutes: number // after which a page locks itself; only with a PIN
}

export interface Heard {
  ms: number
  lockDays: number
}

type Device = CryptoKey | Uint8Array
type Bytes = Uint8Array<ArrayBuffer>

const random = (n: number): Bytes => crypto.getRandomValues(new Uint8Array(n))
const subtle = crypto.subtle as SubtleCrypto | undefined // missing where a page's address is not secure
const nonceBytes = 12

function makeDevice(): Promise<Device> {
  return subtle ? subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']) : Promise.resolve(random(keyBytes))
}

async function wrap(device: Device, bytes: Uint8Array): Promise<Bytes> {
  if (device instanceof Uint8Array || !subtle) return boxWith(device as Uint8Array).seal(bytes)
  const iv = random(nonceBytes)
  const sealed = new Uint8Array(await subtle.encrypt({ name: 'AES-GCM', iv }, device, bytes as Bytes))
  const out = new Uint8Array(nonceBytes + sealed.length)
  out.set(iv)
  out.set(sealed, nonceBytes)
  return out
}

async function unwrap(device: Device, bytes: Uint8Array): Promise<Uint8Array> {
  if (device instanceof Uint8Array || !subtle) return boxWith(device as Uint8Array).open(bytes)
  const [iv, sealed] = [bytes.slice(0, nonceBytes), bytes.slice(nonceBytes)]
  return new Uint8Array(await subtle.decrypt({ name: 'AES-GCM', iv }, device, sealed))
}

/** What a PIN makes a key of. */
async function stretched(pin: string, salt: Uint8Array, rounds: number): Promise<Uint8Array> {
  const word = new TextEncoder().encode(pin)
  if (!subtle) return pbkdf2Async(sha256, word, salt, { c: rounds, dkLen: keyBytes })
  const base = await subtle.importKey('raw', word, 'PBKDF2', false, ['deriveBits'])
  return new Uint8Array(await subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt: salt as Bytes, iterations: rounds }, base, keyBytes * 8))
}

const deviceOf = async (db: Store) => (await db.get('keys', 'device')) as Device
export const lockOf = async (db: Store) => (await db.get('keys', 'lock')) as Lock | undefined
const putLock = async (db: Store, lock: Lock) => {
  const tx = db.transaction('keys', 'readwrite', { durability: 'strict' })
  void tx.store.put(lock, 'lock')
  await tx.done
}

/** Opens a store that the device alone may open, and shuts one for the first time. One with a PIN stays shut. */
export async function openByDevice(db: Store): Promise<void> {
  let lock = await lockOf(db)
  if (!lock) {
    const made = await fresh()
    await shutAll(db, made)
    lock = await lockOf(db) // another page may have been faster
  }
  if (lock?.device) useKey(db, await unwrap(await deviceOf(db), lock.device))
}

interface Made {
  device: Device
  lock: Lock
  key: Uint8Array
}

/** A lock that the device alone opens. */
async function fresh(): Promise<Made> {
  const [device, key] = [await makeDevice(), random(keyBytes)]
  return { device, key, lock: { device: await wrap(device, key), tries: 0, triedMs: 0, idleMinutes: 0 } }
}

type All = IDBPTransaction<Schema, StoreNames<Schema>[], 'readwrite'>

/** Shuts what lay open in a store of the versions that knew no lock: all of it and the lock, or nothing. */
async function shutAll(db: Store, { device, lock, key }: Made): Promise<void> {
  const tx: All = db.transaction([...db.objectStoreNames], 'readwrite', { durability: 'strict' })
  const keys = tx.objectStore('keys')
  if ((await keys.get('lock')) === undefined) {
    const { seal } = boxWith(key)
    for (const name of ['rows', 'packs', 'pages', 'fresh', 'photos'] as const) {
      const store = tx.objectStore(name)
      for (const one of (await store.getAll()) as { data: Uint8Array }[]) if (one.data.length > 0) void store.put({ ...one, data: seal(one.data) } as never)
    }
    for (const name of ['outbox', 'refused'] as const) {
      const store = tx.objectStore(name)
      for (const one of await store.getAll()) void store.put({ ...one, data: seal(one.data), ...('why' in one ? { why: seal(encode(one.why)) } : {}) } as never)
    }
    const meta = tx.objectStore('meta')
    for (const name of secrets) {
      const one = await meta.get(name)
      if (one !== undefined) void meta.put({ sealed: seal(encode(one)) }, name)
    }
    void keys.put(device, 'device')
    void keys.put(lock, 'lock')
  }
  await tx.done
}

/** Of the store's notes those that nobody else may read: keys of sessions and links, and whose they are. */
export const secrets = ['session', 'asked', 'leaving'] as const

export const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
export const decode = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes))

/** A new lock for a store whose content is thrown away. */
export const freshLock = fresh
export type FreshLock = Made

/** From now on a PIN is asked for. The store must be open. */
export async function setPin(db: Store, pin: string, idleMinutes: number): Promise<void> {
  const key = keyOf(db)
  if (!key || !goodPin(pin)) throw new RangeError('no PIN')
  const [device, salt, before] = [await deviceOf(db), random(16), await lockOf(db)]
  const inner = boxWith(await stretched(pin, salt, guard.rounds)).seal(key)
  const wrapped = await wrap(device, inner)
  await putLock(db, { pin: { salt, rounds: guard.rounds, wrapped }, ...(before?.passkey ? { passkey: before.passkey } : {}), tries: 0, triedMs: 0, idleMinutes })
}

export const goodPin = (pin: string) => new RegExp(`^[0-9]{${guard.digits},12}$`).test(pin)

/** The device alone opens it again. The store must be open. */
export async function removePin(db: Store): Promise<void> {
  const key = keyOf(db)
  if (!key) throw new RangeError('locked')
  await putLock(db, { device: await wrap(await deviceOf(db), key), tries: 0, triedMs: 0, idleMinutes: 0 })
}

/** Another way in beside the PIN: a passkey, by the secret that it gives for a salt. */
export async function addPasskey(db: Store, id: Uint8Array, salt: Uint8Array, secret: Uint8Array): Promise<void> {
  const [key, lock] = [keyOf(db), await lockOf(db)]
  if (!key || !lock?.pin) throw new RangeError('a PIN first')
  const wrapped = await wrap(await deviceOf(db), boxWith(sha256(secret)).seal(key))
  await putLock(db, { ...lock, passkey: { id, salt, wrapped } })
}

/** Milliseconds until somebody may try again. */
export function restOf(lock: Lock, now = Date.now()): number {
  if (lock.tries < guard.free) return 0
  const rest = Math.min(guard.rest * 2 ** (lock.tries - guard.free), guard.restMax)
  return Math.max(0, Math.min(rest, lock.triedMs + rest - now)) // a clock that was set back makes nobody wait for years
}

export type Try = 'open' | 'wrong' | 'wait' | 'wiped'

/** Tries a PIN. The try counts before it is looked at, so that no reload gives it back. The last wrong one wipes the store. */
export async function tryPin(db: Store, pin: string, wipe: () => Promise<void>, now = Date.now()): Promise<Try> {
  const tx = db.transaction('keys', 'readwrite', { durability: 'strict' })
  const lock = (await tx.store.get('lock')) as Lock | undefined
  const may = lock?.pin && restOf(lock, now) === 0
  if (lock && may) void tx.store.put({ ...lock, tries: lock.tries + 1, triedMs: now }, 'lock')
  await tx.done
  if (!lock?.pin || !may) return 'wait'
  const inner = await unwrap(await deviceOf(db), lock.pin.wrapped)
  try {
    useKey(db, boxWith(await stretched(pin, lock.pin.salt, lock.pin.rounds)).open(inner))
  } catch {
    if (lock.tries + 1 < guard.most) return 'wrong'
    await wipe()
    return 'wiped'
  }
  await putLock(db, { ...lock, tries: 0 })
  return 'open'
}

/** Opens the store with what a passkey has given; false when it is another's. */
export async function tryPasskey(db: Store, secret: Uint8Array): Promise<boolean> {
  const lock = await lockOf(db)
  if (!lock?.passkey) return false
  const inner = await unwrap(await deviceOf(db), lock.passkey.wrapped)
  try {
    useKey(db, boxWith(sha256(secret)).open(inner))
  } catch {
    return false
  }
  await putLock(db, { ...lock, tries: 0 })
  return true
}

const day = 24 * 3600_000

/** The server has spoken to this device. */
export async function heard(db: Store, now = Date.now()): Promise<void> {
  const before = (await db.get('keys', 'heard')) as Heard | undefined
  await db.put('keys', { lockDays: before?.lockDays ?? 0, ms: now } satisfies Heard, 'heard')
}

/** After so many days without the server the device locks itself; 0 for never. */
export async function lockAfter(db: Store, lockDays: number): Promise<void> {
  const before = (await db.get('keys', 'heard')) as Heard | undefined
  if (before?.lockDays !== lockDays) await db.put('keys', { ms: before?.ms ?? Date.now(), lockDays } satisfies Heard, 'heard')
}

/** Whether the server was silent for so long that it must speak before anything is shown. A clock set back far counts too. */
export async function overdue(db: Store, now = Date.now()): Promise<boolean> {
  const one = (await db.get('keys', 'heard')) as Heard | undefined
  if (!one || one.lockDays === 0) return false
  return now - one.ms > one.lockDays * day || now < one.ms - day
}

export { isShut }
