// Keeps the device's copy the same as the shop's: takes rows as they change, and sends what waits in the outbox.
//
// First load, reconnect and return after a week are one thing: the cursor says how far the copy reaches, the server
// gives every row that has changed since, and then each change as it comes. Rows and cursor are stored together.
import { fromBinary } from '@bufbuild/protobuf'
import { Code, ConnectError } from '@connectrpc/connect'
import { DeskSchema } from '../gen/dangol/channel/v1/resource_pb'
import { StaffSchema } from '../gen/dangol/shop/v1/resource_pb'
import type { Answer, Clients } from './clients'
import { type Command, commands } from './commands'
import { type Cursor, evict, keep, notes, outbox, type Session, type Store, Superseded, type Waiting } from './db'
import { isRefusal, isSignedOut, sentences } from './errors'
import { type Past, Reading } from './history'
import type { Event, Link, Row } from './protocol'
import { photoOf } from './photos'
import { decode, finish, photosOf, refuse, takeUp } from './queue'
import { heard, lockAfter } from './lock'
import { isFull, trouble, unsendable } from './trouble'

/** How long things may take, in milliseconds. */
export const pace = {
  silence: 12_000, // of a stream that is alive: the server gives a sign of life every five seconds
  stale: 7_000, // of one that a person, who has just come back, need not wait for
  answer: 35_000, // of one request: the server gives up after thirty seconds
  restMin: 500, // between two tries to connect, or to send
  restMax: 8_000,
  noted: 30_000, // between two notes in the store that the server has spoken
  believed: 1_500, // by the server of a session that has just ended: it looks sessions up once a second
  settle: 1_000, // for a command's effect to come in before it leaves the outbox, so that nothing flickers
}

export interface Ground {
  db: Store
  session: Session
  /** "shop/<shop id>" or "guest/<conversation id>". */
  topic: string
  sync: Clients['sync']
  /** Sends a command to the service that takes it. */
  call(rpc: Command, message: unknown, options: { signal: AbortSignal }): Promise<Answer>
  /** Where messages of the past are read; a device without it gets them with the other rows. */
  past?: Past
  /** Stores a picture that a command names. */
  putPhoto?(photo: { sha256: string; data: Uint8Array }, options: { signal: AbortSignal }): Promise<unknown>
  tell(event: Event): void
}

interface Page {
  rows: Row[]
  cursor?: { block: bigint; edition: string }
  anew: boolean
}

class Anew extends Error {}

/** Waits for work, but not for longer than so many milliseconds. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  await Promise.race([work, new Promise((resolve) => (timer = setTimeout(resolve, ms)))])
  clearTimeout(timer)
}

export class Sync {
  link: Link = { state: 'connecting', ready: false }
  readonly #ground: Ground
  readonly #stop: AbortSignal
  #cursor: Cursor = { block: 0n, edition: '' }
  #arrived: (() => void)[] = []
  #flushing: Promise<void> | undefined
  #again = false
  #reached = false // the server has answered on this connection: before that, nothing is tried to be sent
  #rest = pace.restMin // until what could not be sent is sent again
  #later: ReturnType<typeof setTimeout> | undefined
  #over = false // the device is signed out, or somebody else's
  #heard = 0
  #noted = 0 // what of that is in the store
  #drop = () => {} // the stream that is open
  #giveUp = () => {} // the request that is under way
  #answer: Promise<unknown> = Promise.resolve() // of the last command that makes a thing; it never fails
  #afresh = false // the server has another edition: the copy is made anew
  #wake = () => {}

  /** Stop ends everything. */
  constructor(ground: Ground, stop: AbortSignal) {
    this.#ground = ground
    this.#stop = stop
  }

  /** Follows the shop and sends what waits, until it is stopped or the server does not know the device any more. */
  async run(): Promise<void> {
    this.#over = this.#stop.aborted
    this.#stop.addEventListener('abort', () => {
      this.#over = true
      clearTimeout(this.#later)
      this.#drop()
      this.#giveUp()
      this.#wake()
    })
    for (let rest = pace.restMin; !this.#over; rest = Math.min(rest * 2, pace.restMax)) {
      try {
        await this.#watch(() => (rest = pace.restMin / 2))
      } catch (error) {
        if (isSignedOut(error)) return this.#ended()
        if (isFull(error)) this.#ground.tell({ t: 'trouble', say: trouble(error) })
        if (error instanceof Superseded || error instanceof Anew) continue
      }
      if (this.#over) return
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
    this.#rest = pace.restMin
    if (this.link.state === 'live' && Date.now() - this.#heard > pace.stale) this.#drop()
    else if (this.#reached) void this.flush()
  }

  /** Sends what waits, in order. What is refused is told and leaves; what got no answer stays, and is sent again later. */
  async flush(): Promise<void> {
    if (!this.#reached || this.#over) return
    this.#again = true
    this.#flushing ??= this.#all().finally(() => (this.#flushing = undefined))
    return this.#flushing
  }

  async #all(): Promise<void> {
    clearTimeout(this.#later)
    while (this.#again && !this.#over) {
      this.#again = false
      try {
        for (const one of await outbox(this.#ground.db)) {
          if (!(await this.#send(one.id))) return this.#sendLater()
          this.#rest = pace.restMin
        }
      } catch (error) {
        if (isFull(error)) this.#ground.tell({ t: 'trouble', say: trouble(error) })
        return this.#sendLater()
      }
    }
  }

  #sendLater(): void {
    if (this.#over) return
    this.#later = setTimeout(() => void this.flush(), this.#rest * (0.7 + Math.random() * 0.6))
    this.#rest = Math.min(this.#rest * 2, pace.restMax)
  }

  /** Sends a command and says whether the next one may follow. */
  async #send(id: string): Promise<boolean> {
    const { db, tell } = this.#ground
    if (this.#over) return false
    const one = await takeUp(db, id)
    if (one === undefined) return true // taken back
    if (one === null) return this.#refused(id, unsendable)
    let made = ''
    let changedMs = 0n
    try {
      const { makes } = commands[one.rpc as Command]
      const call = this.#call(one).then((answer) => {
        made = String(answer[makes ?? ''] ?? '')
        if (made) tell({ t: 'made', id, made })
        return answer
      })
      if (makes) this.#answer = call.catch(() => undefined)
      const answer = await call
      changedMs = (answer.changedMs as bigint | undefined) ?? 0n
      // INVARIANT: what was done stays on the screen. When the stream has gone before it brought the effect, the command waits
      // on, and is sent again under its id on the next connection: it is answered the same, and its effect is there by then.
      if (!(await this.#seen(answer.block ?? 0n))) return false
    } catch (error) {
      if (isSignedOut(error)) await this.#ended()
      if (this.#over || !isRefusal(error)) return false
      return this.#refused(id, sentences(error))
    }
    await finish(db, id, made, photosOf(one), changedMs)
    tell({ t: 'gone', id, made })
    return true
  }

  async #refused(id: string, why: ReturnType<typeof sentences>): Promise<boolean> {
    const refused = await refuse(this.#ground.db, id, why)
    this.#ground.tell({ t: 'gone', id, refused })
    return true
  }

  /** Calls the server, and gives up when it is silent, or when the stream shows that it is gone. */
  async #call(one: Waiting): Promise<Answer> {
    const stop = new AbortController()
    const timer = setTimeout(() => stop.abort(), pace.answer)
    this.#giveUp = () => stop.abort()
    const given = new Promise<never>((_, reject) => {
      stop.signal.addEventListener('abort', () => reject(new ConnectError('no answer', Code.DeadlineExceeded)))
    })
    try {
      return await Promise.race([this.#put(one, stop.signal), given])
    } finally {
      clearTimeout(timer)
      this.#giveUp = () => {}
    }
  }

  /** The pictures first: a command may name only what the server has. */
  async #put(one: Waiting, signal: AbortSignal): Promise<Answer> {
    for (const sha256 of this.#ground.putPhoto ? photosOf(one) : []) {
      const photo = await photoOf(this.#ground.db, sha256)
      if (photo) await this.#ground.putPhoto?.({ sha256, data: photo }, { signal })
    }
    return this.#ground.call(one.rpc as Command, decode(one), { signal })
  }

  /** Waits a moment for a block to come in; false when the stream that would have brought it has gone. */
  #seen(block: bigint): Promise<boolean> {
    if (block === 0n || this.#cursor.block >= block) return Promise.resolve(true)
    if (!this.#reached) return Promise.resolve(false)
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(this.#reached), pace.settle)
      const look = () => {
        if (this.#cursor.block < block) return void this.#arrived.push(look)
        clearTimeout(timer)
        resolve(true)
      }
      this.#arrived.push(look)
    })
  }

  /** Brings the copy up to date and follows from there. Lived is called when the stream is open. */
  async #watch(lived: () => void): Promise<void> {
    const { db, session, sync, topic, past } = this.#ground
    this.#cursor = ((await db.get('meta', 'cursor')) as Cursor | undefined) ?? { block: 0n, edition: '' }
    if (((await notes(db).get('session')) as Session | undefined)?.token !== session.token) {
      this.#over = true // another has signed in
      return
    }
    this.#tellLink(this.link.state, this.#cursor.edition !== '')
    const stop = new AbortController()
    this.#drop = () => stop.abort()
    if (this.#over) stop.abort()
    let timer = setTimeout(this.#drop, pace.answer)
    const alive = (next: number) => {
      this.#heard = Date.now()
      if (this.#heard - this.#noted > pace.noted || this.#heard < this.#noted) {
        this.#noted = this.#heard
        void heard(db, this.#heard).catch(() => undefined) // the store may be closing
      }
      clearTimeout(timer)
      timer = setTimeout(this.#drop, next)
    }
    let asked: Cursor = this.#afresh ? { block: 0n, edition: '' } : this.#cursor
    // A device that holds nothing yet takes messages page by page, after the rest: thousands of conversations make few rows.
    const skip = past && asked.block === 0n ? ['message'] : []
    try {
      for (let more = true; more; alive(more ? pace.answer : pace.silence)) {
        const page = await sync.pull({ cursor: { topic, ...asked }, skip }, { signal: stop.signal })
        if (past && page.anew && asked.block > 0n) return this.#anew()
        await this.#take({ ...page, anew: page.anew || this.#afresh })
        this.#afresh = false
        asked = this.#cursor
        more = page.more
      }
      this.#tellLink(this.link.state, true)
      this.#reached = true
      this.#rest = pace.restMin
      void this.flush()
      if (past) this.#read(past, skip.length > 0, stop.signal)
      for await (const page of sync.watch({ cursor: { topic, ...this.#cursor } }, { signal: stop.signal })) {
        alive(pace.silence)
        lived()
        this.#tellLink('live')
        if (past && page.anew) return this.#anew()
        await this.#take(page)
      }
    } finally {
      clearTimeout(timer)
      stop.abort()
      this.#reached = false
      this.#giveUp()
    }
  }

  /** The server has another edition than the copy is of: it is made anew, without messages at first. */
  #anew(): void {
    this.#afresh = true
    throw new Anew()
  }

  /** Reads the past beside the stream, as long as this connection lasts. What is missing then is read on the next. */
  #read(past: Past, first: boolean, signal: AbortSignal): void {
    const { db, session, tell } = this.#ground
    const reading = new Reading(db, session, past, (history) => tell({ t: 'history', history }))
    void reading.run(first, signal).catch((error: unknown) => {
      if (isFull(error)) tell({ t: 'trouble', say: trouble(error) })
    })
  }

  /** Stores what came, and tells the pages. */
  async #take(page: Page): Promise<void> {
    const from = this.#cursor
    const to = { block: page.cursor?.block ?? 0n, edition: page.cursor?.edition ?? '' }
    if (page.rows.length > 0 || page.anew || to.block > from.block) {
      // A message's bytes are a view into a larger buffer, which would be told whole.
      const rows = page.rows.map((r) => ({ kind: r.kind, id: r.id, data: r.data.slice() }))
      // The pages are told while it is written. Should that fail, they show what the server said, and it comes again.
      let told: Promise<void> | undefined
      const tell = async () => {
        // What a command made may be here before the command's answer is: told at once, it would stand there twice.
        await within(pace.settle, this.#answer)
        this.#ground.tell({ t: 'rows', rows, from, cursor: to, anew: page.anew })
      }
      await keep(this.#ground.db, page.rows, to, page.anew, { token: this.#ground.session.token, from }, () => (told = tell()))
      this.#cursor = to
      await told
    }
    for (const r of page.rows) if (r.kind === 'desk' && r.data.length > 0) await lockAfter(this.#ground.db, fromBinary(DeskSchema, r.data).lockDays)
    const told = this.#arrived
    this.#arrived = []
    for (const look of told) look()
    if (page.rows.some((r) => this.#putsOut(r))) setTimeout(this.#drop, pace.believed) // the next connection tells for certain
  }

  /** Whether a row says that this device is signed out: an open stream goes on for as long as it stands. */
  #putsOut({ kind, id, data }: Row): boolean {
    const { staffId, sessionId } = this.#ground.session
    if (!staffId || kind !== 'staff' || id !== staffId || data.length === 0) return false
    const me = fromBinary(StaffSchema, data)
    return me.removed || (sessionId !== undefined && !me.devices.some((d) => d.sessionId === sessionId))
  }

  async #ended(): Promise<void> {
    if (this.#over) return
    this.#over = true
    this.#drop()
    if (await evict(this.#ground.db, this.#ground.session.token)) this.#ground.tell({ t: 'ended' })
  }

  #tellLink(state: Link['state'], ready = this.link.ready): void {
    if (state === this.link.state && ready === this.link.ready) return
    this.link = { state, ready }
    this.#ground.tell({ t: 'link', link: this.link })
  }
}
