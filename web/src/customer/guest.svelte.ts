// What a customer's screens see: the shop's card, the conversation and the orders as this device holds them, and what waits to
// be sent. Each shop has a store of its own on the device, so that the device of a shop's owner may be a customer's too.
//
//   await begin(shopId)             opens the device's copy; the worker beside keeps it up to date
//   await give('say', { text })     keeps a command until the server has answered it
import { create, type DescMessage, fromBinary, toBinary } from '@bufbuild/protobuf'
import { Code, ConnectError } from '@connectrpc/connect'
import { type Card, CardSchema, type GuestOrder, GuestOrderSchema, type GuestTalk, GuestTalkSchema } from '../gen/dangol/channel/v1/resource_pb'
import { guests, useToken } from '../lib/api'
import { arrival } from '../lib/arrival'
import { type Command, type Schema, schemaOf } from '../lib/commands'
import { Thread } from '../lib/conversation.svelte'
import { type Cursor, enqueue, install, type Leaving, notes, open, outbox, read, type Refused, refusals, type Session, type Store, type Waiting, wipe } from '../lib/db'
import { isRefusal, isSignedOut, sentence } from '../lib/errors'
import { newCommand, secret } from '../lib/id'
import { guestPlace, type Place } from '../lib/place'
import type { Event, Link, Row, Sentence, Take } from '../lib/protocol'
import { again, decode, drop } from '../lib/queue'
import { reloadOnce } from '../lib/reload'
import { nowhere, trouble } from '../lib/trouble'

const patience = 8000 // milliseconds for what a person waits for
const answer = 35_000
const restMin = 1000 // between two tries to join, in milliseconds
const restMax = 10_000

const schemas = { talk: GuestTalkSchema, card: CardSchema, guest_order: GuestOrderSchema } as const
const kinds = Object.keys(schemas) as (keyof typeof schemas)[]
const held = { talk: new Map<string, GuestTalk>(), card: new Map<string, Card>(), guest_order: new Map<string, GuestOrder>() }

class State {
  shopId = $state('')
  card = $state.raw<Card | null>(null)
  cardState = $state<'loading' | 'there' | 'missing' | 'offline'>('loading')
  pushKey = $state('')
  session = $state.raw<Session | null>(null)
  joining = $state<'' | 'asking' | 'offline'>('')
  joinRefused = $state('')
  ended = $state(false) // the server does not know this device any more
  talk = $state.raw<GuestTalk | null>(null)
  orders = $state.raw<GuestOrder[]>([]) // newest first
  thread = $state.raw<Thread | null>(null)
  waiting = $state.raw<Waiting[]>([])
  refused = $state.raw<Refused[]>([])
  link = $state<Link['state']>('connecting')
  trouble = $state.raw<Sentence | null>(null)
}

export const guest = new State()

let place: Place
let channel: BroadcastChannel
let db: Store
let worker: Worker | undefined
let cursor: Cursor = { block: 0n, edition: '' }
const ears = new Set<(e: Event) => void>()

/** The store of this customer's device. */
export const store = () => db

const tellAll = (event: Event) => channel.postMessage(event)

type Fields<C extends Command> = Parameters<typeof create<Schema<C>>>[1]

/** Keeps a command on the device; it is sent, always under the same id, until it is answered. */
export async function give<C extends Command>(rpc: C, fields: Fields<C>): Promise<string> {
  const id = newCommand()
  const schema = schemaOf(rpc) as DescMessage
  const message = create(schema, { ...(fields as object), commandId: id } as never)
  try {
    const one = await enqueue(db, { id, rpc, data: toBinary(schema, message), at: Date.now() })
    tellAll({ t: 'given', one })
    hear({ t: 'given', one })
  } catch (error) {
    guest.trouble = trouble(error)
    throw error
  }
  return id
}

/** Sends what was refused once more, as a new command. */
export async function retry(id: string): Promise<void> {
  const { gone, given } = await again(db, id, newCommand, { shopId: guest.shopId })
  for (const e of [{ t: 'dropped', ids: gone } as const, ...given.map((one) => ({ t: 'given', one }) as const)]) {
    tellAll(e)
    hear(e)
  }
}

export async function discard(id: string): Promise<void> {
  await drop(db, [id])
  const e: Event = { t: 'dropped', ids: [id] }
  tellAll(e)
  hear(e)
}

interface Asked {
  token: string
  id: string
  name: string
  phone: string
  consent: boolean
}

/** Opens what the device holds of a shop. The screens can be shown when it returns. */
export async function begin(shopId: string): Promise<void> {
  guest.shopId = shopId
  place = guestPlace(shopId)
  const anew = () => {
    if (!reloadOnce('store')) guest.trouble = trouble(undefined)
  }
  try {
    db = await open(place.store, { outdated: anew, closed: anew })
  } catch {
    guest.joinRefused = sentenceOf(nowhere)
    return void lookAtCard()
  }
  channel = new BroadcastChannel(place.channel)
  const early: Event[] = []
  channel.onmessage = ({ data }: MessageEvent<Event>) => early.push(data)
  guest.session = ((await notes(db).get('session')) as Session | undefined) ?? null
  guest.ended = guest.session === null && (await db.get('meta', 'left')) !== undefined
  guest.waiting = await outbox(db)
  guest.refused = await refusals(db)
  if (guest.session) await resume()
  const kept = (await db.get('meta', 'card')) as Uint8Array | undefined
  if (!guest.card && kept) showCard(fromBinary(CardSchema, kept))
  channel.onmessage = ({ data }: MessageEvent<Event>) => hear(data)
  for (const e of early) hear(e)
  addEventListener('online', wake)
  void lookAtCard()
  void farewell()
  const asked = (await notes(db).get('asked')) as Asked | undefined
  if (!guest.session && asked) void ask(asked) // its answer was lost
}

const sentenceOf = (s: Sentence) => (document.documentElement.lang === 'en' ? s.en : s.ko)

async function resume(): Promise<void> {
  const session = guest.session as Session
  useToken(session.token)
  await load()
  guest.thread?.close()
  guest.thread = new Thread(session.conversationId ?? '', {
    db: () => db, waiting: () => guest.waiting, known: (id) => id, token: () => session.token,
    listen(ear) {
      ears.add(ear)
      return () => ears.delete(ear)
    },
  })
  follow()
}

async function load(): Promise<void> {
  const { rows, cursor: reach } = await read(db, kinds)
  for (const kind of kinds) held[kind].clear()
  rows.forEach(hold)
  cursor = reach ?? { block: 0n, edition: '' }
  show()
}

function hold(r: Row): void {
  const kind = r.kind as keyof typeof schemas
  if (!(kind in schemas)) return
  const map = held[kind] as Map<string, unknown>
  if (r.data.length === 0) map.delete(r.id)
  else map.set(r.id, fromBinary(schemas[kind] as DescMessage, r.data))
}

function show(): void {
  guest.talk = [...held.talk.values()][0] ?? null
  guest.orders = [...held.guest_order.values()].sort((a, b) => Number(b.createdMs - a.createdMs))
  const card = [...held.card.values()][0]
  if (card) showCard(card)
}

function showCard(card: Card): void {
  guest.card = card
  guest.cardState = 'there'
}

function hear(e: Event): void {
  if (e.t === 'rows') {
    const fit = arrival(e, cursor)
    if (fit === 'gap') return void load().then(() => resume())
    if (fit === 'next') {
      if (e.anew) for (const kind of kinds) held[kind].clear()
      e.rows.forEach(hold)
      cursor = e.cursor
      show()
    }
  } else if (e.t === 'given') guest.waiting = [...guest.waiting.filter((w) => w.id !== e.one.id), e.one]
  else if (e.t === 'gone') {
    guest.waiting = guest.waiting.filter((w) => w.id !== e.id)
    if (e.refused && !guest.refused.some((r) => r.id === e.id)) guest.refused = [...guest.refused, e.refused]
  } else if (e.t === 'dropped') guest.refused = guest.refused.filter((r) => !e.ids.includes(r.id))
  else if (e.t === 'trouble') guest.trouble = e.say
  else if (e.t === 'link') {
    answered = true
    if (e.link.state === 'live' && guest.link !== 'live') void lookAtCard()
    guest.link = e.link.state
  } else if (e.t === 'ended') empty()
  else if (e.t === 'session') location.reload()
  for (const ear of ears) ear(e)
}

function empty(): void {
  for (const kind of kinds) held[kind].clear()
  cursor = { block: 0n, edition: '' }
  guest.session = null
  guest.ended = true
  guest.thread?.close()
  guest.thread = null
  useToken('')
  show()
}

let answered = false

/** Begins the worker that keeps the copy up to date: only when there is one to keep. */
function follow(): void {
  if (worker) return
  worker = new Worker(new URL('../lib/sync.worker.ts', import.meta.url), { type: 'module', name: place.store })
  addEventListener('online', () => tellAll({ t: 'wake' }))
  const lookIn = () => {
    if (document.visibilityState !== 'visible') return
    answered = false
    tellAll({ t: 'wake' })
    tellAll({ t: 'hello' })
    // The tab that streams may be asleep: this page's worker takes its place.
    setTimeout(() => {
      if (!answered && document.visibilityState === 'visible') worker?.postMessage({ t: 'take' } satisfies Take)
    }, 1500)
  }
  document.addEventListener('visibilitychange', lookIn)
  lookIn()
}

let looking = false

/** Asks for the card, again and again while the shop cannot be reached. */
async function lookAtCard(): Promise<void> {
  if (looking) return
  looking = true
  for (let pause = restMin; ; pause = Math.min(pause * 2, restMax)) {
    try {
      const { card, pushKey } = await guests.readCard({ shopId: guest.shopId }, { timeoutMs: patience })
      guest.pushKey = pushKey
      if (card) {
        if (held.card.size === 0) showCard(card)
        await store()?.put('meta', toBinary(CardSchema, card), 'card')
      }
      break
    } catch (error) {
      if (isRefusal(error)) {
        if (!guest.card) guest.cardState = 'missing'
        break
      }
      if (!guest.card) guest.cardState = 'offline'
      if (guest.session) break // the line tells when it is back
      await rest(pause)
    }
  }
  looking = false
}

const sleepers = new Set<() => void>()
function wake(): void {
  for (const one of sleepers) one()
}
/** Tries at once again. */
export const hurry = wake

const rest = (ms: number) =>
  new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer)
      sleepers.delete(done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    sleepers.add(done)
  })

/** Begins a conversation, with a key that is made here. */
export async function join(who: { name: string; phone: string; consent: boolean }): Promise<void> {
  await ask({ ...who, token: secret(), id: newCommand() })
}

async function ask(asked: Asked): Promise<void> {
  guest.joining = 'asking'
  guest.joinRefused = ''
  await notes(db).put(asked, 'asked') // kept before it is sent: after a lost answer or a reload the same is asked again
  const { token, id, name, phone, consent } = asked
  for (let pause = restMin; ; pause = Math.min(pause * 2, restMax)) {
    try {
      const who = await guests.open({ commandId: id, shopId: guest.shopId, name, phone, consent, token, device: deviceName() }, { timeoutMs: answer })
      await install(db, { token, shopId: who.shopId, shopName: who.shopName, staffId: '', staffName: who.name, role: 'guest', conversationId: who.conversationId })
      tellAll({ t: 'session' })
      guest.session = (await notes(db).get('session')) as Session
      guest.ended = false
      guest.joining = ''
      await resume()
      void navigator.storage?.persist?.().catch(() => false)
      return
    } catch (error) {
      if (isRefusal(error)) {
        await notes(db).delete('asked')
        guest.joining = ''
        guest.joinRefused = sentence(error)
        return
      }
      guest.joining = 'offline'
      await rest(pause)
    }
  }
}

function deviceName(): string {
  const agent = navigator.userAgent
  return /Android/.test(agent) ? 'Android' : /iPhone|iPad/.test(agent) ? 'iPhone' : /Windows/.test(agent) ? 'Windows' : /Mac/.test(agent) ? 'Mac' : 'Linux'
}

let marking = false
let toMark: { got: number; read: number } | undefined
let marked = 0 // up to where the server knows that messages are here

/** Says how far messages have come, and how far they were read. What does not arrive is said again with the next. */
export async function mark(got: number, seen: number): Promise<void> {
  if (got <= marked && seen <= (guest.talk?.customerRead ?? 0)) return
  toMark = { got, read: seen }
  if (marking) return
  marking = true
  try {
    while (toMark) {
      const one = toMark
      toMark = undefined
      await guests.mark({ commandId: newCommand(), ...one }, { timeoutMs: patience })
      marked = Math.max(marked, one.got)
    }
  } catch {
    // later
  } finally {
    marking = false
  }
}

/** Ends this device's key and forgets everything on it. */
export async function leave(): Promise<void> {
  const session = guest.session
  if (!session) return
  const left = [...(((await notes(db).get('leaving')) as Leaving[] | undefined) ?? []), { token: session.token, commandId: newCommand() }]
  await wipe(db, left)
  for (const name of ['written', 'form', 'push']) localStorage.removeItem(`${name}-${guest.shopId}`)
  await Promise.race([farewell(), new Promise((resolve) => setTimeout(resolve, 3000))])
  tellAll({ t: 'session' })
  location.reload()
}

/** Tells the server of keys that were left here. What it cannot be told now it is told when the page is opened again. */
async function farewell(): Promise<void> {
  const left = ((await notes(db).get('leaving')) as Leaving[] | undefined) ?? []
  for (const one of left) {
    try {
      await guests.leave({ commandId: one.commandId }, { headers: { Authorization: `Bearer ${one.token}` }, timeoutMs: patience })
    } catch (error) {
      if (!isRefusal(error) && !isSignedOut(error) && ConnectError.from(error).code !== Code.PermissionDenied) return
    }
  }
  if (left.length > 0) await notes(db).delete('leaving')
}

/** What the shop knows of this customer, with what waits to be told laid over it. */
export function me(): { name: string; phone: string; consent: boolean } {
  let { name, phone, consent } = guest.talk ?? { name: guest.session?.staffName ?? '', phone: '', consent: false }
  for (const one of guest.waiting) {
    if (one.rpc !== 'changeMe') continue
    const said = decode(one) as unknown as { name?: string; phone?: string; consent?: boolean }
    name = said.name ?? name
    phone = said.phone ?? phone
    consent = said.consent ?? consent
  }
  return { name, phone, consent }
}
