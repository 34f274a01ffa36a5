// What the trial plays in: a real server with a fresh folder, its shop with conversations, a third hand that works at the server,
// and two devices. A world serves many seeds; what one seed makes bears its number.
import { fromBinary } from '@bufbuild/protobuf'
import type { Interceptor } from '@connectrpc/connect'
import { Server } from '../e2e/server'
import { type Order, OrderSchema, Role } from '../src/gen/dangol/shop/v1/resource_pb'
import { type Clients, clientsOf } from '../src/lib/clients'
import type { Command } from '../src/lib/commands'
import { isRefusal } from '../src/lib/errors'
import { newCommand, secret } from '../src/lib/id'
import { Chance } from './chance'
import { Device } from './device'
import { Net } from './net'
import type { Plant } from './plant'

/** Rows by kind and id, and how far they reach. */
export interface Copy {
  rows: Map<string, Uint8Array>
  block: bigint
  edition: string
}

const port = 18900
const talks = 3

const bearing = (token: () => string): Interceptor => (next) => (request) => {
  if (token()) request.header.set('Authorization', `Bearer ${token()}`)
  return next(request)
}

export class World {
  readonly server: Server
  readonly devices: Device[] = []
  readonly conversations: string[] = []
  shopId = ''
  owner!: Clients
  kills = 0
  #base = ''

  constructor(n: number) {
    this.server = new Server(port + n)
  }

  async begin(seed: number, plant?: Plant): Promise<void> {
    const link = await this.server.start()
    this.#base = new URL('/', link).origin
    let token = ''
    this.owner = clientsOf(this.#base, bearing(() => token))
    const mine = secret()
    const { identity } = await this.owner.sessions.signIn({ commandId: newCommand(), key: new URL(link).hash.slice(1), token: mine, device: 'third hand' })
    token = mine
    this.shopId = identity?.shopId ?? ''
    for (let n = 0; n < talks; n++) await this.#customer(n)
    for (const name of ['a', 'b']) {
      const { staffId } = await this.owner.shops.addStaff({ ...this.command(), name: `사람${name}`, role: Role.OWNER })
      const key = secret()
      await this.owner.shops.issueLink({ ...this.command(), staffId, key })
      const device = new Device(`merge-${seed}-${name}`, new Net(new Chance(seed + name.charCodeAt(0))), plant)
      await device.signIn(`${this.#base}/in#${key}`, this.#base)
      this.devices.push(device)
    }
  }

  command = () => ({ commandId: newCommand(), shopId: this.shopId })

  async #customer(n: number): Promise<void> {
    const key = secret()
    const guest = clientsOf(this.#base, bearing(() => key)).guests
    const { conversationId } = await guest.open({ commandId: newCommand(), shopId: this.shopId, name: `손님${n}`, phone: `010000010${n}0`, token: key, device: 'guest' })
    await guest.say({ commandId: newCommand(), text: '주문하고 싶어요' })
    this.conversations.push(conversationId)
  }

  /** The third hand does something, and asks again under the same id as long as there is no answer; false when it is refused. */
  async do(rpc: Command, fields: object, id: string): Promise<Record<string, unknown> | false> {
    for (let tries = 0; ; tries++) {
      try {
        return await this.owner.call(rpc, { ...fields, commandId: id, shopId: this.shopId }, { signal: AbortSignal.timeout(30_000) })
      } catch (error) {
        if (isRefusal(error)) return false
        if (tries > 600) throw error
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
  }

  /** Everything that the server holds for a device, from the beginning, or from where the copy that is given ends. */
  async pull(copy: Copy = { rows: new Map(), block: 0n, edition: '' }): Promise<Copy> {
    for (let more = true; more; ) {
      const page = await this.owner.sync.pull({ cursor: { topic: `shop/${this.shopId}`, block: copy.block, edition: copy.edition } })
      if (page.anew) copy.rows.clear()
      for (const { kind, id, data } of page.rows) {
        if (data.length === 0) copy.rows.delete(`${kind}/${id}`)
        else copy.rows.set(`${kind}/${id}`, data)
      }
      copy.block = page.cursor?.block ?? 0n
      copy.edition = page.cursor?.edition ?? ''
      more = page.more
    }
    return copy
  }

  readonly #copy: Copy = { rows: new Map(), block: 0n, edition: '' }

  /** How far the server is. */
  head = () => this.pull(this.#copy)

  /** An order as it stands at the server now. */
  async order(id: string): Promise<Order | undefined> {
    for (let tries = 0; ; tries++) {
      try {
        const data = (await this.pull(this.#copy)).rows.get(`order/${id}`)
        return data && fromBinary(OrderSchema, data)
      } catch (error) {
        if (tries > 600) throw error
        await new Promise((resolve) => setTimeout(resolve, 20)) // the server is being killed
      }
    }
  }

  /** Kills the server's process, and starts it again on what it has on the disk. */
  async kill(): Promise<void> {
    await this.server.kill()
    this.kills++
    await this.server.start()
  }

  async end(): Promise<void> {
    for (const device of this.devices) device.end()
    await this.server.end()
  }
}
