// Keeps the device's copy the same as the shop's: takes rows as they change, and sends what waits in the outbox.
//
// First load, reconnect and return after a week are one thing: the cursor says how far the copy reaches, the server
// gives every row that has changed since, and then each change as it comes. Rows and cursor are stored together.
import { type DescMessage, fromBinary } from '@bufbuild/protobuf'
import type { shops, sync } from './api'
import { type Command, commands } from './commands'
import { type Cursor, keep, outbox, type Session, type Store } from './db'
import { isPassing, isSignedOut, sentences } from './errors'
import type { Event, Link, Row } from './protocol'

/** How long things may take, in milliseconds. */
export const pace = {
  silence: 12_000, // of a stream that is alive: the server gives a sign of life every five seconds
  stale: 7_000, // of one that a person, who has just come back, need not wait for
  restMin: 500, // between two tries to connect
  restMax: 8_000,
  settle: 1_000, // for a command's effect to come in before it leaves the outbox, so that nothing flickers
}

export interface Ground {
  db: Store
  session: Session
  sync: typeof sync
  shops: typeof shops
  tell(event: Event): void
}

interface Page {
  rows: Row[]
  cursor?: { block: bigint; edition: string }
  anew: boolean
}

export class Sync {
  link: Link = { state: 'connecting', ready: false }
  readonly #ground: Ground
  readonly #stop: AbortSignal
  #cursor: Cursor = { block: 0n, edition: '' }
  #arrived: (() => void)[] = []
  #flushing: Promise<void> | undefined
  #again = false
  #heard = 0
  #drop = () => {} // the stream that is open
  #wake = () => {}

  /** Stop ends everything. */
  constructor(ground: Ground, stop: AbortSignal) {
    this.#ground = ground
    this.#stop = stop
  }

  /** Follows the shop and sends what waits, until it is stopped or the server does not know the device any more. */
  async run(): Promise<void> {
    this.#cursor = ((await this.#ground.db.get('meta', 'cursor')) as Cursor | undefined) ?? this.#cursor
    this.#tellLink('connecting', this.#cursor.edition !== '')
    this.#stop.addEventListener('abort', () => {
      this.#drop()
      this.#wake()
    })
    for (let rest = pace.restMin; !this.#stop.aborted; rest = Math.min(rest * 2, pace.restMax)) {
      try {
        await this.#watch(() => (rest = pace.restMin / 2))
      } catch (error) {
        if (isSignedOut(error)) return this.#ended()
      }
      if (this.#stop.aborted) return
      this.#tellLink('offline')
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, rest * (0.7 + Math.random() * 0.6))
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }

  /** A person looks, or the net is back: rests end, and a stream that was silent for long is not waited for. */
  wake(): void {
    this.#wake()
    if (this.link.state === 'live' && Date.now() - this.#heard > pace.stale) this.#drop()
  }

  /** Sends what waits, in order. What is refused is told and leaves; what got no answer stays. */
  async flush(): Promise<void> {
    this.#again = true
    this.#flushing ??= (async () => {
      while (this.#again && !this.#stop.aborted) {
        this.#again = false
        for (const one of await outbox(this.#ground.db)) if (!(await this.#send(one.id, one.rpc as Command, one.data))) return
      }
    })().finally(() => (this.#flushing = undefined))
    return this.#flushing
  }

  /** Sends a command and says whether the next one may follow. */
  async #send(id: string, rpc: Command, data: Uint8Array): Promise<boolean> {
    const { db, shops, tell } = this.#ground
    if (this.#stop.aborted) return false
    let event: Event = { t: 'gone', id }
    try {
      const call = shops[rpc] as (m: unknown, o: { signal: AbortSignal }) => Promise<{ block?: bigint }>
      const answer = await call(fromBinary(commands[rpc] as DescMessage, data), { signal: this.#stop })
      await this.#seen(answer.block ?? 0n)
    } catch (error) {
      if (isSignedOut(error)) this.#ended()
      if (isPassing(error) || isSignedOut(error)) return false
      event = { t: 'gone', id, refused: sentences(error) }
    }
    await db.delete('outbox', id)
    tell(event)
    return true
  }

  /** Waits a moment for a block to come in. */
  #seen(block: bigint): Promise<void> {
    if (block === 0n || this.#cursor.block >= block || this.link.state !== 'live') return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pace.settle)
      const look = () => {
        if (this.#cursor.block < block) return void this.#arrived.push(look)
        clearTimeout(timer)
        resolve()
      }
      this.#arrived.push(look)
    })
  }

  /** Brings the copy up to date and follows from there. Lived is called when the stream is open. */
  async #watch(lived: () => void): Promise<void> {
    const { session, sync } = this.#ground
    const topic = `shop/${session.shopId}`
    const stop = new AbortController()
    this.#drop = () => stop.abort()
    let timer = setTimeout(this.#drop, pace.silence)
    const alive = () => {
      this.#heard = Date.now()
      clearTimeout(timer)
      timer = setTimeout(this.#drop, pace.silence)
    }
    try {
      for (let more = true; more; alive()) {
        const page = await sync.pull({ cursor: { topic, ...this.#cursor } }, { signal: stop.signal })
        await this.#take(page)
        more = page.more
      }
      this.#tellLink(this.link.state, true)
      for await (const page of sync.watch({ cursor: { topic, ...this.#cursor } }, { signal: stop.signal })) {
        alive()
        lived()
        const was = this.link.state
        this.#tellLink('live')
        await this.#take(page)
        if (was !== 'live') void this.flush()
      }
    } finally {
      clearTimeout(timer)
    }
  }

  /** Stores what came, and tells the pages. */
  async #take(page: Page): Promise<void> {
    const to = { block: page.cursor?.block ?? 0n, edition: page.cursor?.edition ?? '' }
    if (page.rows.length > 0 || page.anew || to.block > this.#cursor.block) {
      await keep(this.#ground.db, page.rows, to, page.anew)
      this.#cursor = to
      // A message's bytes are a view into a larger buffer, which would be told whole.
      const rows = page.rows.map((r) => ({ kind: r.kind, id: r.id, data: r.data.slice() }))
      this.#ground.tell({ t: 'rows', rows, cursor: to, anew: page.anew })
    }
    const told = this.#arrived
    this.#arrived = []
    for (const look of told) look()
  }

  #ended(): void {
    this.#ground.tell({ t: 'ended' })
  }

  #tellLink(state: Link['state'], ready = this.link.ready): void {
    if (state === this.link.state && ready === this.link.ready) return
    this.link = { state, ready }
    this.#ground.tell({ t: 'link', link: this.link })
  }
}
