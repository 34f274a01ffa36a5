// The outbox and what came back of it: commands wait in order, are sent one by one, and are refused into a list of their own.
//
// A thing that is made with no server in reach has no id yet; until then it goes by that of the command which makes it. What
// is done with it waits behind that command and learns the true id when the command is answered.
import { create, fromBinary, type Message, toBinary } from '@bufbuild/protobuf'
import { ChangeOrderRequestSchema } from '../gen/dangol/shop/v1/shop_pb'
import { isCommand, naming, schemaOf } from './commands'
import { commandsIn, nextPlace, type Refused, type Store, type Waiting } from './db'
import type { Sentence } from './protocol'
import { stopped } from './trouble'
import { boxOf } from './vault'

const mark = 'unsent-'

/** The id of a thing that the server does not know yet. */
export const unsentId = (commandId: string) => mark + commandId
export const isUnsentId = (id: string) => id.startsWith(mark)
export const commandOf = (unsent: string) => unsent.slice(mark.length)

type Body = Message & { [Name in (typeof naming)[number]]?: string } & { commandId: string; shopId?: string; parts?: { orderId: string }[]; photos?: { sha256: string }[] }

export const decode = (one: Waiting): Body => fromBinary(schemaOf(one.rpc), one.data) as Body
const encode = (rpc: string, body: Body) => toBinary(schemaOf(rpc), body)

/** Calls a function for each id that a command names, and takes what it gives for it. */
function rename(body: Body, to: (id: string) => string): void {
  for (const name of naming) if (body[name]) body[name] = to(body[name])
  for (const p of body.parts ?? []) p.orderId = to(p.orderId)
}

/** The unsent things that a command names. */
export function needs(one: Waiting): string[] {
  const found: string[] = []
  rename(decode(one), (id) => {
    if (isUnsentId(id)) found.push(id)
    return id
  })
  return found
}

/** The pictures that a command names, each once. */
export function photosOf(one: Waiting): string[] {
  const body = decode(one) as Body & { answers?: { photos: { sha256: string }[] }[] }
  return [...new Set([...(body.photos ?? []), ...(body.answers ?? []).flatMap((a) => a.photos)].map((p) => p.sha256))]
}

const maxMade = 200 // things whose first id is remembered: a screen may still be open on one of them

type Made = [unsent: string, id: string][]

/** Takes a command for sending, with true ids; undefined when it is withdrawn, null when it can never be sent. */
export async function takeUp(db: Store, id: string): Promise<Waiting | undefined | null> {
  const tx = db.transaction(['outbox', 'meta', 'refused'], 'readwrite', { durability: 'strict' })
  const one = await commandsIn(tx.objectStore('outbox'), boxOf(db)).get(id)
  const made = new Map((await tx.objectStore('meta').get('made')) as Made | undefined)
  if (!one || !isCommand(one.rpc)) {
    await tx.done
    return one && null
  }
  if (one.tried) {
    await tx.done
    return one
  }
  const body = decode(one)
  let lost = one.after !== undefined && (await tx.objectStore('refused').getKey(one.after)) !== undefined
  let named = false
  rename(body, (name) => {
    lost ||= isUnsentId(name) && !made.has(name)
    named ||= made.has(name)
    return made.get(name) ?? name
  })
  // INVARIANT: what a command says is on the disk before it is sent, and changes no more: the same id means the same.
  const sent = { ...one, data: named ? encode(one.rpc, body) : one.data, tried: true }
  if (!lost) void commandsIn(tx.objectStore('outbox'), boxOf(db)).put(sent)
  await tx.done
  return lost ? null : sent
}

/** A command is answered: it leaves, and what it made has an id from now on. ChangedMs: when that has changed an order. */
export async function finish(db: Store, id: string, made: string, photos: string[] = [], changedMs = 0n): Promise<void> {
  const tx = db.transaction(['outbox', 'meta', 'photos'], 'readwrite')
  const lying = commandsIn(tx.objectStore('outbox'), boxOf(db))
  const one = changedMs > 0n ? await lying.get(id) : undefined
  if (one?.rpc === 'placeOrder') await handOn(lying, [unsentId(id), made], changedMs)
  if (one?.rpc === 'changeOrder') await handOn(lying, [fromBinary(ChangeOrderRequestSchema, one.data).orderId], changedMs)
  for (const sha256 of photos) void tx.objectStore('photos').delete(sha256)
  void tx.objectStore('outbox').delete(id)
  if (made !== '') {
    const before = ((await tx.objectStore('meta').get('made')) as Made | undefined) ?? []
    void tx.objectStore('meta').put([...before, [unsentId(id), made]].slice(-maxMade), 'made')
  }
  await tx.done
}

/** A command is refused: it leaves the queue, and lies in the list until a person has seen it. */
export async function refuse(db: Store, id: string, why: Sentence, open = false): Promise<Refused | undefined> {
  const tx = db.transaction(['outbox', 'refused'], 'readwrite', { durability: 'strict' })
  const one = await commandsIn(tx.objectStore('outbox'), boxOf(db)).get(id)
  const refused = one && { ...one, why, open }
  if (refused) {
    void commandsIn<Refused>(tx.objectStore('refused'), boxOf(db)).put(refused)
    void tx.objectStore('outbox').delete(id)
    if (refused.rpc === 'changeOrder') {
      const { orderId, seenChangedMs } = fromBinary(ChangeOrderRequestSchema, refused.data)
      await handOn(commandsIn(tx.objectStore('outbox'), boxOf(db)), [orderId], seenChangedMs, refused.base)
    }
  }
  await tx.done
  return refused
}

/**
 * A change that was written upon what its own device had still to send names no moment of its own, and would go through over what
 * somebody else has written meanwhile. When that is done, what has been seen is the moment when it was; when it is refused, what
 * had been seen before it, and it was written upon the same.
 */
async function handOn(lying: { getAll(): Promise<Waiting[]>; put(one: Waiting): unknown }, orders: string[], seenChangedMs: bigint, base?: Uint8Array): Promise<void> {
  for (const one of await lying.getAll()) {
    if (one.rpc !== 'changeOrder' || one.tried) continue
    const body = fromBinary(ChangeOrderRequestSchema, one.data)
    if (!orders.includes(body.orderId) || body.seenChangedMs !== 0n) continue
    void lying.put({ ...one, data: toBinary(ChangeOrderRequestSchema, { ...body, seenChangedMs }), ...(base && { base }) })
  }
}

/** Takes a command out of the queue that never gets an answer, so that the others go on. It may have arrived all the same. */
export const setAside = (db: Store, id: string) => refuse(db, id, stopped, true)

/**
 * Gives refused commands to the queue once more, as new commands (a new id for each), with all that hangs on the things they
 * make. It gives the ids that left the list, and what waits now.
 */
export async function again(db: Store, id: string, newId: () => string, session: { shopId: string }): Promise<{ gone: string[]; given: Waiting[] }> {
  const tx = db.transaction(['outbox', 'refused'], 'readwrite', { durability: 'strict' })
  const all = (await commandsIn<Refused>(tx.objectStore('refused'), boxOf(db)).getAll()).sort((a, b) => (a.n ?? 0) - (b.n ?? 0))
  let n = await nextPlace(tx.objectStore('outbox'))
  const renamed = new Map<string, string>()
  const gone: string[] = []
  const given: Waiting[] = []
  for (const one of all) {
    const after = one.after && renamed.get(unsentId(one.after))
    if (one.id !== id && !after && !(isCommand(one.rpc) && needs(one).some((u) => renamed.has(u)))) continue
    void tx.objectStore('refused').delete(one.id)
    gone.push(one.id)
    if (one.open || !isCommand(one.rpc)) { // of another version of the app: that one may send it
      const { why: _, open: __, ...same } = one // INVARIANT: what may have arrived goes again under its own id, or it is done twice
      const waiting = { ...same, n: n++ }
      void commandsIn(tx.objectStore('outbox'), boxOf(db)).put(waiting)
      given.push(waiting)
      continue
    }
    const body = decode(one)
    const fresh = newId()
    renamed.set(unsentId(one.id), unsentId(fresh))
    Object.assign(body, { commandId: fresh, shopId: session.shopId })
    rename(body, (name) => renamed.get(name) ?? name)
    // What was seen is seen anew: the person has read why, and wants it all the same.
    if ('seenChangedMs' in body) Object.assign(body, { seenChangedMs: 0n })
    if (one.rpc === 'moveOrder') Object.assign(body, { from: 0 })
    if (one.rpc === 'noteOrder') Object.assign(body, { seen: undefined })
    const { rpc, at } = one
    const waiting: Waiting = { id: fresh, rpc, at, n: n++, data: encode(rpc, body), ...(after && { after: commandOf(after) }) }
    void commandsIn(tx.objectStore('outbox'), boxOf(db)).put(waiting)
    given.push(waiting)
  }
  await tx.done
  return { gone, given }
}

/** Throws refused commands away. */
export async function drop(db: Store, ids: string[]): Promise<void> {
  const tx = db.transaction('refused', 'readwrite')
  for (const id of ids) void tx.store.delete(id)
  await tx.done
}

/** Takes a command back that has not been tried yet, and all that hangs on what it makes; false when it is too late. */
export async function withdraw(db: Store, id: string): Promise<string[] | false> {
  const tx = db.transaction('outbox', 'readwrite', { durability: 'strict' })
  const lying = commandsIn(tx.store, boxOf(db))
  const first = await lying.get(id)
  if (!first || first.tried) {
    await tx.done
    return false
  }
  const gone = new Set([id])
  for (const one of (await lying.getAll()).sort((a, b) => (a.n ?? 0) - (b.n ?? 0)))
    if (gone.has(one.after ?? '') || (isCommand(one.rpc) && needs(one).some((u) => gone.has(commandOf(u))))) gone.add(one.id)
  for (const one of gone) void tx.store.delete(one)
  await tx.done
  return [...gone]
}

/** Changes what a waiting command says; false when it may have been sent already. */
export async function reword(db: Store, id: string, fields: object): Promise<Waiting | false> {
  const tx = db.transaction('outbox', 'readwrite', { durability: 'strict' })
  const lying = commandsIn(tx.store, boxOf(db))
  const one = await lying.get(id)
  if (!one || one.tried) {
    await tx.done
    return false
  }
  // What is not told stays: the fields that are take the place of what was there, as messages and not as they were given.
  const told = create(schemaOf(one.rpc), fields as never) as unknown as Record<string, unknown>
  const body = Object.assign(decode(one), Object.fromEntries(Object.keys(fields).map((name) => [name, told[name]])))
  const reworded = { ...one, data: encode(one.rpc, body) }
  void lying.put(reworded)
  await tx.done
  return reworded
}
