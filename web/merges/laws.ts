// What must hold when everything has come to rest. Each law gives what breaks it, in words; nothing is well.
import { fromBinary, toBinary } from '@bufbuild/protobuf'
import { type Message, MessageSchema, NoteSchema } from '../src/gen/dangol/channel/v1/resource_pb'
import { type Deposit, DepositSchema, type Order, OrderSchema } from '../src/gen/dangol/shop/v1/resource_pb'
import { isRefusal, sentences } from '../src/lib/errors'
import { type Refused, read } from '../src/lib/db'
import { messagesOf } from '../src/lib/messages'
import { commandOf, isUnsentId } from '../src/lib/queue'
import { type Device, said } from './device'
import type { Entry, Ledger } from './ledger'
import type { Copy, World } from './world'

/** The server at rest, what was given, and what lies before people. */
export interface Rest {
  copy: Copy
  ledger: Ledger
  refused: Map<string, Refused>
}

const kinds = ['shop', 'staff', 'item', 'customer', 'order', 'deposit', 'import', 'conversation', 'note', 'card', 'desk', 'reply', 'scheduled', 'broadcast']
const hex = (data: Uint8Array) => Buffer.from(data).toString('base64')

/** A device's copy is the server's, byte for byte, messages too. */
export async function same(device: Device, copy: Copy, conversations: string[]): Promise<string[]> {
  const broken: string[] = []
  const there = new Map((await read(device.db, kinds)).rows.map((r) => [`${r.kind}/${r.id}`, r.data]))
  for (const id of conversations) for (const m of await messagesOf(device.db, id)) there.set(`message/${m.id}`, toBinary(MessageSchema, m))
  for (const [key, data] of copy.rows) {
    const mine = there.get(key)
    if (!mine) broken.push(`${device.name}: ${key} is missing`)
    else if (hex(mine) !== hex(data)) broken.push(`${device.name}: ${key} is not as the server has it`)
  }
  for (const key of there.keys()) if (!copy.rows.has(key)) broken.push(`${device.name}: the server has no ${key}`)
  return broken
}

/** No screen shows one thing twice: an order that has come beside the one that waits. */
export async function once(device: Device): Promise<string[]> {
  const seen = new Map<string, number>()
  for (const o of (await device.screen()).order.values()) seen.set(o.name, (seen.get(o.name) ?? 0) + 1)
  return [...seen].filter(([, n]) => n > 1).map(([name, n]) => `${device.name}: ${name} stands ${n} times on the screen`)
}

/** What should have been done, once. */
const due = ({ refused }: Rest, e: Entry) => !e.withdrawn && !e.dealt && !e.refused && !refused.has(e.id)
/** Nobody can know whether it was done. */
const unknown = ({ refused }: Rest, e: Entry) => e.open === true && (e.dealt === true || refused.has(e.id))

const rowsOf = <M>(copy: Copy, kind: string, of: (data: Uint8Array) => M): M[] => [...copy.rows].filter(([key]) => key.startsWith(`${kind}/`)).map(([, data]) => of(data))

/** Everything at the server that commands have made. */
class Done {
  readonly orders: Order[]
  readonly deposits: Deposit[]
  readonly #messages: Message[]
  readonly #notes: string[]
  readonly #ledger: Ledger

  constructor({ copy, ledger }: Rest) {
    this.orders = rowsOf(copy, 'order', (d) => fromBinary(OrderSchema, d))
    this.deposits = rowsOf(copy, 'deposit', (d) => fromBinary(DepositSchema, d))
    this.#messages = rowsOf(copy, 'message', (d) => fromBinary(MessageSchema, d))
    this.#notes = rowsOf(copy, 'note', (d) => fromBinary(NoteSchema, d).text)
    this.#ledger = ledger
  }

  /** How often a command has been done, where it can be counted. */
  count(e: Entry): number | undefined {
    switch (e.rpc) {
      case 'placeOrder': {
        const name = said('placeOrder', e).details?.name
        return this.orders.filter((o) => o.name === name).length
      }
      case 'post': {
        const { text } = said('post', e)
        return this.#messages.filter((m) => m.text === text).length
      }
      case 'addNote': {
        const { text } = said('addNote', e)
        return this.#notes.filter((n) => n === text).length
      }
    }
    return undefined
  }

  /** The order that a command names, whatever id it had then. */
  named(orderId: string): Order | undefined {
    if (!isUnsentId(orderId)) return this.orders.find((o) => o.id === orderId)
    const placed = this.#ledger.get(commandOf(orderId))
    const name = placed && said('placeOrder', placed).details?.name
    return this.orders.find((o) => o.name === name)
  }
}

const about = (e: Entry) => `${e.hand} ${e.rpc} ${e.id}`

/** 0 lost, 0 doubled: what makes a thing has made it once, or lies before a person and has made none. */
function counted(rest: Rest, done: Done): string[] {
  return rest.ledger.all.flatMap((e) => {
    const n = done.count(e)
    if (n === undefined || (unknown(rest, e) && n <= 1)) return []
    const want = due(rest, e) ? 1 : 0
    return n === want ? [] : [`${about(e)}: done ${n} times, not ${want}`]
  })
}

/** Money comes to exactly what was noted, and what deposits have brought. */
function summed(rest: Rest, done: Done): string[] {
  const paid = new Map<string, { sure: bigint; maybe: bigint }>()
  for (const e of rest.ledger.all) {
    if (e.rpc !== 'recordPayment' || !(due(rest, e) || unknown(rest, e))) continue
    const w = said('recordPayment', e)
    const id = done.named(w.orderId)?.id ?? ''
    const sum = paid.get(id) ?? { sure: 0n, maybe: 0n }
    if (unknown(rest, e)) sum.maybe += w.amountWon
    else sum.sure += w.amountWon
    paid.set(id, sum)
  }
  const broken: string[] = []
  for (const [id, { sure, maybe }] of paid) {
    const order = done.orders.find((o) => o.id === id)
    const brought = (order?.payments ?? []).reduce((n, p) => n + p.amountWon, 0n)
    const has = (order?.paidWon ?? 0n) - brought
    if (has !== sure && (maybe === 0n || has < sure || has > sure + maybe)) broken.push(`order ${id}: ${has} won were paid, not ${sure}`)
  }
  return broken
}

/** A deposit pays what one person said, and no more. */
function matched(rest: Rest, done: Done): string[] {
  const said_ = rest.ledger.all.filter((e) => e.rpc === 'matchDeposit').map((e) => ({ e, w: said('matchDeposit', e) }))
  return [...new Set(said_.map(({ w }) => w.depositId))].flatMap((id) => {
    const deposit = done.deposits.find((d) => d.id === id)
    const mine = said_.filter(({ e, w }) => w.depositId === id && due(rest, e))
    if (mine.length > 1) return [`deposit ${id}: ${mine.length} people were told that it pays their order`]
    const pays = deposit?.parts.map((p) => p.orderId) ?? []
    const want = mine.map(({ w }) => done.named(w.parts[0]?.orderId ?? '')?.id)
    const open = said_.some(({ e, w }) => w.depositId === id && unknown(rest, e))
    return open || deposit?.automatic || pays.join() === want.join() ? [] : [`deposit ${id} pays ${pays.join()}, not ${want.join()}`]
  })
}

/** The last word stands: of a note, what one of the hands has written last; of an order's details, a change that was done. */
function lastWord(rest: Rest, done: Done): string[] {
  const broken: string[] = []
  for (const o of done.orders) {
    const notes = new Map<string, string>() // by hand
    const words = new Set<string>()
    let touched = false
    for (const e of rest.ledger.all) {
      if (e.rpc === 'placeOrder') {
        const d = said('placeOrder', e).details
        if (d?.name === o.name) words.add(d.requests)
        continue
      }
      if (e.rpc !== 'noteOrder' && e.rpc !== 'changeOrder') continue
      const orderId = said('noteOrder', e).orderId
      if (done.named(orderId)?.id !== o.id) continue
      touched = true
      if (e.rpc === 'changeOrder' && (due(rest, e) || unknown(rest, e))) words.add(said('changeOrder', e).details?.requests ?? '')
      if (e.rpc === 'noteOrder' && due(rest, e)) notes.set(e.forced ? e.id : e.hand, said('noteOrder', e).note)
    }
    if (!touched) continue
    if (words.size > 0 && !words.has(o.requests)) broken.push(`order ${o.id}: nobody's words stand in it: ${o.requests}`)
    if (notes.size > 0 && ![...notes.values()].includes(o.note)) broken.push(`order ${o.id}: its note is nobody's last: ${o.note}`)
  }
  return broken
}

/** Nobody's change goes silently over another's: each was written upon another, but where a person wanted it all the same. */
function unseen(rest: Rest, done: Done): string[] {
  const upon = new Map<string, string>()
  return rest.ledger.all.flatMap((e) => {
    if (e.rpc !== 'changeOrder' || !due(rest, e) || e.forced || e.upon === undefined) return []
    const w = said('changeOrder', e)
    const key = `${done.named(w.orderId)?.id} ${e.upon}`
    const other = upon.get(key)
    upon.set(key, about(e))
    return other ? [`${about(e)} went over ${other}: both were written upon ${e.upon}`] : []
  })
}

/** The server knows exactly the commands that were done: any other content under such an id is refused for that. */
async function known(rest: Rest, world: World): Promise<string[]> {
  const broken: string[] = []
  for (const e of rest.ledger.all) {
    if (e.withdrawn ? false : unknown(rest, e)) continue
    const nowhere = { commandId: e.id, shopId: world.shopId, orderId: world.shopId, note: '?' } // of an order that cannot be
    const why = await world.owner.call('noteOrder', nowhere, { signal: AbortSignal.timeout(30_000) }).then(() => 'done', (error: unknown) => (isRefusal(error) ? sentences(error).en : `no answer: ${String(error)}`))
    const was = why.startsWith("This request's id was used before")
    if (was !== due(rest, e)) broken.push(`${about(e)}: the server ${was ? 'has done' : 'does not know'} it (${why})`)
  }
  return broken
}

/** All that is broken at rest. */
export async function laws(rest: Rest, world: World): Promise<string[]> {
  const done = new Done(rest)
  return [counted, summed, matched, lastWord, unseen].flatMap((law) => law(rest, done)).concat(await known(rest, world))
}
