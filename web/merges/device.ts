// One device of the trial: a store of its own, the app's Sync on it, and what a person at its screen would do.
import { fromBinary, type MessageShape } from '@bufbuild/protobuf'
import { ConversationSchema, NoteSchema } from '../src/gen/dangol/channel/v1/resource_pb'
import { CustomerSchema, DepositSchema, OrderSchema } from '../src/gen/dangol/shop/v1/resource_pb'
import { type Clients, clientsOf } from '../src/lib/clients'
import { type Command, commands, type Schema } from '../src/lib/commands'
import { install, notes, open, outbox, read, type Refused, refusals, type Session, type Store, type Waiting } from '../src/lib/db'
import { newCommand, secret } from '../src/lib/id'
import { bareGround, type Ground, overlay } from '../src/lib/overlay'
import { again, decode, drop, setAside, withdraw } from '../src/lib/queue'
import type { Event } from '../src/lib/protocol'
import { Sync } from '../src/lib/sync'
import { changeOrder, command, type Details, type Fields, settle, takeBack, type Wanted } from '../src/lib/work'
import type { Order } from '../src/gen/dangol/shop/v1/resource_pb'
import type { Plant } from './plant'
import type { Net } from './net'

const shown = { order: OrderSchema, deposit: DepositSchema, customer: CustomerSchema, conversation: ConversationSchema, note: NoteSchema } as const

export class Device {
  readonly name: string
  readonly net: Net
  db!: Store
  #session!: Session
  #clients!: Clients
  #sync: Sync | undefined
  #stop = new AbortController()
  readonly #plant: Plant | undefined

  constructor(name: string, net: Net, plant?: Plant) {
    this.name = name
    this.net = net
    this.#plant = plant
  }

  /** Signs in with a link, and begins with an empty store. */
  async signIn(link: string, base: string): Promise<void> {
    const token = secret()
    this.#clients = clientsOf(base, (next) => (request) => {
      request.header.set('Authorization', `Bearer ${token}`)
      return next(request)
    }, this.net.fetch)
    const { identity, sessionId } = await this.#clients.sessions.signIn({ commandId: newCommand(), key: new URL(link).hash.slice(1), token, device: this.name })
    if (!identity) throw new Error(`${this.name} is not signed in`)
    this.#session = { shopId: identity.shopId, shopName: identity.shopName, staffId: identity.staffId, staffName: identity.staffName, role: String(identity.role), token, sessionId }
    this.db = await open(this.name)
    await install(this.db, this.#session)
    this.begin()
  }

  get shopId(): string {
    return this.#session.shopId
  }

  get live(): boolean {
    return this.#sync?.link.state === 'live'
  }

  begin(): void {
    this.#stop = new AbortController()
    const { sync, channels, call } = this.#clients
    const [db, plant] = [this.db, this.#plant]
    const tell = (e: Event) => {
      if (plant?.drop && e.t === 'gone' && e.refused) void drop(db, [e.id])
    }
    const ground = { db, session: this.#session, topic: `shop/${this.shopId}`, sync, call: plant?.send?.(call) ?? call, past: channels, tell }
    this.#sync = new Sync(ground, this.#stop.signal)
    void this.#sync.run()
  }

  end(): void {
    this.#stop.abort()
    this.db?.close()
  }

  /** The page dies in the midst of what it does, and is opened again: what is on the disk is all there is. */
  async reload(): Promise<void> {
    this.end()
    this.db = await open(this.name)
    this.begin()
  }

  hurry = () => this.#sync?.wake()

  /** What stands on the screen after a reload: what is on the disk. */
  async screen(): Promise<Ground & { waiting: Waiting[] }> {
    const [{ rows }, waiting, made] = await Promise.all([read(this.db, Object.keys(shown)), outbox(this.db), this.db.get('meta', 'made')])
    const ground = bareGround()
    for (const { kind, id, data } of rows) (ground[kind as keyof typeof shown] as Map<string, unknown>).set(id, fromBinary(shown[kind as keyof typeof shown], data))
    return { ...overlay(waiting, ground, new Map(made as [string, string][] | undefined)), waiting }
  }

  async give<C extends Command>(rpc: C, fields: Fields<C>): Promise<Waiting> {
    return this.#given(await command(this.db, this.shopId, rpc, fields))
  }

  async change(order: Order, details: Details): Promise<Waiting> {
    return this.#given(await changeOrder(this.db, this.shopId, order, details))
  }

  /** Takes back an unsent order: it gives what has left the outbox, or what calls it off. */
  async takeBack(order: Order): Promise<{ gone: string[] } | { given: Waiting }> {
    const done = await takeBack(this.db, this.shopId, order)
    if ('given' in done) this.#given(done.given)
    return done
  }

  withdraw = (id: string) => withdraw(this.db, id)
  outbox = () => outbox(this.db)
  drop = (ids: string[]) => drop(this.db, ids)
  setAside = (id: string) => setAside(this.db, id)

  /** What lies in the list for a person. */
  refused = (): Promise<Refused[]> => refusals(this.db)

  /** A person wants it all the same. */
  async again(id: string): Promise<{ gone: string[]; given: Waiting[] }> {
    const done = await again(this.db, id, newCommand, { shopId: this.shopId })
    void this.#sync?.flush()
    return done
  }

  /** A person has chosen between what was refused and what stands in the order. */
  async settle(one: Refused, order: Order, wanted?: Wanted): Promise<{ gone: string[]; given?: Waiting }> {
    const done = await settle(this.db, this.shopId, one, order, wanted)
    if (done.given) this.#given(done.given)
    return done
  }

  #given(one: Waiting): Waiting {
    void this.#sync?.flush()
    return one
  }

  /** Sends one command past the outbox: the laws ask so whether the server knows its id. */
  ask = (rpc: Command, message: unknown) => this.#clients.call(rpc, message, { signal: AbortSignal.timeout(20_000) })
  cursor = () => this.db.get('meta', 'cursor') as Promise<{ block: bigint; edition: string } | undefined>
  session = () => notes(this.db).get('session')
}

/** What a command says. */
export const said = <C extends Command>(_: C, one: Pick<Waiting, 'rpc' | 'data'>) => decode(one as Waiting) as unknown as MessageShape<Schema<C>>
export const makes = (rpc: string) => (commands[rpc as Command] as { makes?: string }).makes
