// One conversation as somebody reads it: what the device holds of it, what waits to be sent laid over it, and what is older
// from the server when there is one.
// The shop's are opened by thread.svelte.ts.
import { create, fromBinary, toBinary } from '@bufbuild/protobuf'
import type { PostRequest, SendCardRequest } from '../gen/dangol/channel/v1/channel_pb'
import type { SayRequest, SubmitRequest, WishForRequest } from '../gen/dangol/channel/v1/guest_pb'
import { type Message, MessageSchema, Side, WishState } from '../gen/dangol/channel/v1/resource_pb'
import type { Store, Waiting } from './db'
import { keepHistory, messagesOf } from './messages'
import type { Event } from './protocol'
import { decode, isUnsentId, unsentId } from './queue'

const perTurn = 100 // messages that are asked for at a time

/** Where a thread lives: the shop's device, or a customer's. */
export interface Household {
  db(): Store
  /** What waits to be sent. */
  waiting(): Waiting[]
  /** The true id of an order that was unsent; the id itself otherwise. */
  known(id: string): string
  /** Calls for each event, until what it gives is called. */
  listen(hear: (e: Event) => void): () => void
  /** Reads messages before a number, newest first; absent on a customer's device, which holds all. */
  before?(conversationId: string, seq: number, limit: number): Promise<Message[]>
  token(): string
}

export class Thread {
  #held = $state.raw<Message[]>([])
  #waiting = $state.raw<Waiting[]>([])
  /** The device has looked: before that there may be more than is shown. */
  ready = $state(false)
  readonly id: string
  readonly #house: Household
  readonly #deaf: () => void
  readonly #by = new Map<number, Message>()
  readonly #messages: Message[] = $derived.by(() => laid(this.id, this.#held, this.#waiting, (id) => this.#house.known(id)))

  constructor(id: string, house: Household) {
    this.id = id
    this.#house = house
    this.#waiting = house.waiting()
    this.#deaf = house.listen((e) => this.#hear(e))
    void this.#read()
  }

  /** Oldest first; those that wait to be sent at the end. */
  get messages(): Message[] {
    return this.#messages
  }

  unsent(m: Message): boolean {
    return isUnsentId(m.id)
  }

  /** Brings older ones; false when there are none, or no server to ask. */
  async older(): Promise<boolean> {
    const first = this.#held[0]?.seq ?? 0
    if (first === 1 || !this.#house.before) return false
    try {
      const found = await this.#house.before(this.id, first, perTurn)
      for (const m of found) if (!this.#by.has(m.seq)) this.#by.set(m.seq, m)
      // Those of a conversation the device held nothing of are kept, so that they are there with no server too.
      if (first === 0) await keepHistory(this.#house.db(), found, (m) => toBinary(MessageSchema, m), this.#house.token())
      this.#show()
      return found.length > 0
    } catch {
      return false
    }
  }

  close(): void {
    this.#deaf()
  }

  async #read(): Promise<void> {
    for (const m of await messagesOf(this.#house.db(), this.id)) this.#by.set(m.seq, m)
    this.#show()
    if (this.#by.size === 0) await this.older()
    this.ready = true
  }

  /** Shows the newest run without a gap: what lies before a gap comes with the messages between. */
  #show(): void {
    const all = [...this.#by.keys()].sort((a, b) => b - a)
    const run: Message[] = []
    for (const [i, seq] of all.entries()) {
      if (i > 0 && all[i - 1] !== seq + 1) break
      run.push(this.#by.get(seq) as Message)
    }
    this.#held = run.reverse()
  }

  #hear(e: Event): void {
    if (e.t === 'given' || e.t === 'gone') this.#waiting = this.#house.waiting()
    else if (e.t === 'history') {
      if (this.#held.length === 0) void this.#read()
    } else if (e.t === 'rows') {
      const mine = e.rows.filter((r) => r.kind === 'message' && r.data.length > 0).map((r) => fromBinary(MessageSchema, r.data)).filter((m) => m.conversationId === this.id)
      for (const m of mine) this.#by.set(m.seq, m)
      if (mine.length > 0) this.#show()
    }
  }
}

/** A conversation's messages with what waits laid over them: answered wishes, and messages that are not sent. */
export function laid(id: string, held: Message[], waiting: Waiting[], known: (id: string) => string): Message[] {
  const there = new Set(held.map((m) => (m.side === Side.AUTO ? '' : m.commandId))) // what answers a command by itself is not what it said
  const answered = new Map<string, WishState>()
  const mine: Message[] = []
  for (const one of waiting) {
    if (one.rpc === 'answerWish') {
      const w = decode(one) as unknown as { messageId: string; grant: boolean }
      answered.set(w.messageId, w.grant ? WishState.GRANTED : WishState.DECLINED)
    }
    const said = there.has(one.id) ? undefined : saidBy(one, id, held, known)
    if (said) mine.push(create(MessageSchema, { id: unsentId(one.id), commandId: one.id, conversationId: id, atMs: BigInt(one.at), ...said }))
  }
  const whole = answered.size === 0 ? held : held.map((m) => (m.wish && answered.has(m.id) ? { ...m, wish: { ...m.wish, state: answered.get(m.id) ?? m.wish.state } } : m))
  return mine.length > 0 ? [...whole, ...mine] : whole
}

type Said = Partial<Omit<Message, '$typeName' | '$unknown'>>

/** The message that a command would make in a conversation. */
function saidBy(one: Waiting, id: string, held: Message[], known: (id: string) => string): Said | undefined {
  const body = decode(one) as unknown
  switch (one.rpc) {
    case 'post': {
      const { conversationId, text, photos } = body as PostRequest
      return conversationId === id ? { side: Side.STAFF, text, photos } : undefined
    }
    case 'sendCard': {
      const { conversationId, text, orderId } = body as SendCardRequest
      return conversationId === id ? { side: Side.STAFF, text, orderId: known(orderId) } : undefined
    }
    case 'answerWish': {
      const { messageId, text } = body as { messageId: string; text: string }
      return text !== '' && held.some((m) => m.id === messageId) ? { side: Side.STAFF, text } : undefined
    }
    case 'say': {
      const { text, photos } = body as SayRequest
      return { side: Side.CUSTOMER, text, photos }
    }
    case 'submit':
      return { side: Side.CUSTOMER, answers: (body as SubmitRequest).answers }
    case 'wishFor': {
      const { text, kind, orderId } = body as WishForRequest
      const wish = { $typeName: 'dangol.channel.v1.Wish' as const, kind, orderId, refundWon: 0n, refundPercent: 0, refundOpen: false, state: WishState.OPEN }
      return { side: Side.CUSTOMER, text, wish }
    }
  }
}
