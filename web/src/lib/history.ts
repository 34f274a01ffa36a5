// Brings the past onto a device that holds none: all messages of conversations in which something was said in the last
// ninety days, and of those with an order to be fetched in the next sixty. Broken off, it goes on where it was.
import { fromBinary, toBinary } from '@bufbuild/protobuf'
import { ConversationSchema, type Message, MessageSchema } from '../gen/dangol/channel/v1/resource_pb'
import { OrderSchema } from '../gen/dangol/shop/v1/resource_pb'
import { read, type Session, type Store } from './db'
import { addDays, wall } from './format'
import { dropBefore, keepHistory, messagesOf } from './messages'
import type { History } from './protocol'

/** How much a device holds. */
export const span = { daysBack: 90, daysAhead: 60, perPage: 2000, perConversation: 500 }

type Options = { signal: AbortSignal }

/** Where the past is read: ChannelService. */
export interface Past {
  readHistory(ask: { shopId: string; sinceMs: bigint; after: string; limit: number }, o: Options): Promise<{ messages: Message[]; next: string; total: bigint }>
  readMessages(ask: { shopId: string; conversationId: string; beforeSeq: number; limit: number }, o: Options): Promise<{ messages: Message[] }>
}

/** How far the reading has come, as it lies in the store. */
interface Reach extends History {
  since: number
  after: string
}

const bytes = (m: Message) => toBinary(MessageSchema, m)
const day = 24 * 3600_000

export class Reading {
  readonly #db: Store
  readonly #session: Session
  readonly #past: Past
  readonly #tell: (h: History) => void

  constructor(db: Store, session: Session, past: Past, tell: (h: History) => void) {
    this.#db = db
    this.#session = session
    this.#past = past
    this.#tell = tell
  }

  /** First: the copy was empty, so there must be a past to read. A copy that never was without messages has none. */
  async run(first: boolean, signal: AbortSignal, now = Date.now()): Promise<void> {
    let reach = (await this.#db.get('meta', 'history')) as Reach | undefined
    if (!reach || first) reach = { since: now - span.daysBack * day, after: '', got: 0, total: 0, done: false }
    while (!reach.done) {
      const ask = { shopId: this.#session.shopId, sinceMs: BigInt(reach.since), after: reach.after, limit: span.perPage }
      const page = await this.#past.readHistory(ask, { signal })
      const got: number = reach.got + page.messages.length
      reach = { ...reach, after: page.next, got, total: Math.max(Number(page.total), got), done: page.next === '' }
      if (signal.aborted || !(await keepHistory(this.#db, page.messages, bytes, this.#session.token, reach))) return
      this.#tell({ got: reach.got, total: reach.total, done: reach.done })
    }
    const awaited = await this.#awaited(now)
    await dropBefore(this.#db, now - span.daysBack * day, awaited)
    for (const id of awaited) {
      if (signal.aborted) return
      if ((await messagesOf(this.#db, id)).length > 0) continue
      const ask = { shopId: this.#session.shopId, conversationId: id, beforeSeq: 0, limit: span.perConversation }
      const { messages } = await this.#past.readMessages(ask, { signal })
      if (!(await keepHistory(this.#db, messages, bytes, this.#session.token))) return
    }
  }

  /** Conversations with an order to be fetched soon. */
  async #awaited(now: number): Promise<Set<string>> {
    const { rows } = await read(this.#db, ['order', 'conversation'])
    const known = new Set(rows.filter((r) => r.kind === 'conversation').map((r) => fromBinary(ConversationSchema, r.data)).filter((c) => c.lastSeq > 0).map((c) => c.id))
    const today = wall(now).slice(0, 10)
    const until = addDays(today, span.daysAhead)
    const found = new Set<string>()
    for (const r of rows) {
      if (r.kind !== 'order') continue
      const { pickup, conversationId } = fromBinary(OrderSchema, r.data)
      if (known.has(conversationId) && pickup >= today && pickup.slice(0, 10) <= until) found.add(conversationId)
    }
    return found
  }
}
