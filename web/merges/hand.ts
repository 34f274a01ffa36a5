// What people do in one seed: the two at their devices, and the third hand at the server.
import { create, toBinary } from '@bufbuild/protobuf'
import { type Order, OrderState } from '../src/gen/dangol/shop/v1/resource_pb'
import { type Command, schemaOf } from '../src/lib/commands'
import { newCommand } from '../src/lib/id'
import { isUnsentId } from '../src/lib/queue'
import type { Refused } from '../src/lib/db'
import { overtaken } from '../src/shop/conflict'
import { differences, merged, written } from '../src/shop/settle'
import type { Chance } from './chance'
import type { Device } from './device'
import type { Ledger } from './ledger'
import type { World } from './world'

const steps = [OrderState.CONFIRMED, OrderState.IN_WORK, OrderState.READY, OrderState.PICKED_UP, OrderState.CANCELLED]
const items = ['레터링 케이크', '마카롱', '소금빵', '도시락']

/** One seed's people: its chance, what they write down, and words that nobody has written before. */
export class Hands {
  readonly mark: string
  readonly chance: Chance
  readonly ledger: Ledger
  readonly world: World
  #n = 0

  constructor(seed: number, chance: Chance, ledger: Ledger, world: World) {
    this.mark = `s${seed}.`
    this.chance = chance
    this.ledger = ledger
    this.world = world
  }

  /** Words that stand nowhere else. */
  word = (): string => `${this.mark}${++this.#n}`

  mine = (o: { name: string }): boolean => o.name.startsWith(this.mark)

  details(name: string, requests: string) {
    const { chance } = this
    const price = chance.from(10, 60) * 1000
    return {
      name, requests, phone: chance.in100(50) ? `0100000${chance.from(1000, 1020)}` : '', pickup: `2031-0${chance.from(1, 9)}-1${chance.from(0, 9)}T1${chance.from(0, 9)}:00`,
      totalWon: chance.in100(80) ? BigInt(price) : undefined,
      lines: Array.from({ length: chance.from(1, 3) }, () => ({ item: chance.one(items), quantity: chance.from(1, 4), lettering: chance.in100(40) ? [this.word()] : [] })),
    }
  }

  won = (): bigint => BigInt(this.chance.from(1, 30_000))

  /** The third hand does one thing with one of some orders, as it stands at the server. */
  async third(ids: string[]): Promise<void> {
    const { chance } = this
    const orderId = chance.one(ids)
    const what = chance.from(0, 99)
    if (what < 35) {
      const o = await this.world.order(orderId)
      if (o) await this.atServer('changeOrder', { orderId, seenChangedMs: o.changedMs, details: this.details(o.name, this.word()) }, { upon: o.requests })
    } else if (what < 50) await this.atServer('moveOrder', { orderId, to: chance.one(steps) })
    else if (what < 65) await this.atServer('noteOrder', { orderId, note: this.word() })
    else if (what < 80) await this.atServer('recordPayment', { orderId, amountWon: this.won() })
    else if (what < 90) await this.atServer('post', { conversationId: chance.one(this.world.conversations), text: this.word() })
    else await this.atServer('placeOrder', { details: this.details(this.word(), this.word()) })
  }

  async atServer(rpc: Command, fields: object, more: { upon?: string } = {}): Promise<Record<string, unknown> | false> {
    const id = newCommand()
    const schema = schemaOf(rpc)
    this.ledger.note('third', { id, rpc, data: toBinary(schema, create(schema, { ...fields, commandId: id, shopId: this.world.shopId } as never)) }, more)
    const done = await this.world.do(rpc, fields, id)
    if (!done) this.ledger.mark(id, { refused: true })
    return done
  }

  /** The person at a device does one thing, with what stands on its screen. */
  async act(device: Device): Promise<void> {
    const { chance } = this
    const screen = await device.screen()
    const orders = [...screen.order.values()].filter(this.mine)
    const order = orders.length > 0 ? chance.one(orders) : undefined
    const what = chance.from(0, 99)
    if (!order || what < 16) return this.#give(device, 'placeOrder', { details: this.details(this.word(), this.word()), conversationId: chance.in100(30) ? chance.one(this.world.conversations) : '' })
    if (what < 36) return this.#change(device, order)
    if (what < 46) return this.#give(device, 'moveOrder', { orderId: order.id, from: order.state, to: chance.one(steps) })
    if (what < 54) return this.#give(device, 'noteOrder', { orderId: order.id, note: this.word(), seen: order.note })
    if (what < 65) return this.#give(device, 'recordPayment', { orderId: order.id, amountWon: this.won() })
    if (what < 76) return this.#give(device, 'post', { conversationId: chance.one(this.world.conversations), text: this.word() })
    if (what < 80) return this.#give(device, 'addNote', { conversationId: chance.one(this.world.conversations), text: this.word() })
    if (what < 86) return this.#takeBack(device, orders.filter((o) => isUnsentId(o.id)))
    if (what < 91) return this.#match(device, screen, order)
    if (what < 95) return this.#customer(device, screen)
    if (what < 98) return this.#withdraw(device)
    return this.#setAside(device)
  }

  async #give(device: Device, rpc: Command, fields: object): Promise<void> {
    const one = await device.give(rpc as 'moveOrder', fields)
    this.ledger.note(device.name, one)
  }

  async #change(device: Device, order: Order): Promise<void> {
    const upon = order.requests
    const one = await device.change(order, this.details(order.name, this.word()))
    this.ledger.note(device.name, one, { upon })
  }

  async #takeBack(device: Device, unsent: Order[]): Promise<void> {
    if (unsent.length === 0) return
    const done = await device.takeBack(this.chance.one(unsent))
    if ('given' in done) this.ledger.note(device.name, done.given)
    else for (const id of done.gone) this.ledger.mark(id, { withdrawn: true })
  }

  async #match(device: Device, screen: Awaited<ReturnType<Device['screen']>>, order: Order): Promise<void> {
    const open = [...screen.deposit.values()].filter((d) => d.parts.length === 0 && this.mine(d))
    if (open.length === 0) return
    const deposit = this.chance.one(open)
    await this.#give(device, 'matchDeposit', { depositId: deposit.id, parts: [{ orderId: order.id, amountWon: deposit.amountWon }] })
  }

  async #customer(device: Device, screen: Awaited<ReturnType<Device['screen']>>): Promise<void> {
    const all = [...screen.customer.values()]
    if (all.length > 0) await this.#give(device, 'changeCustomer', { customerId: this.chance.one(all).id, note: this.word() })
  }

  async #withdraw(device: Device): Promise<void> {
    const waiting = await device.outbox()
    if (waiting.length === 0) return
    for (const id of (await device.withdraw(this.chance.one(waiting).id)) || []) this.ledger.mark(id, { withdrawn: true })
  }

  /** A person loses patience with what is under way: it may have arrived. */
  async #setAside(device: Device): Promise<void> {
    const tried = (await device.outbox()).find((one) => one.tried)
    if (tried && (await device.setAside(tried.id))) this.ledger.mark(tried.id, { open: true })
  }

  /** A person sees a refused change beside what stands in the order now, and takes some of the one and some of the other. */
  async #settle(device: Device, one: Refused): Promise<boolean> {
    const order = overtaken(one, [...(await device.screen()).order.values()])
    if (!order || this.chance.in100(30)) return false
    const { mine, base } = written(one, order)
    const all = differences(mine, order, base)
    const picks = new Map(all.map((d) => [d.id, this.chance.one(['mine', 'theirs'] as const)]))
    const wanted = [...picks.values()].includes('mine')
    const details = { ...merged(mine, order, all, picks), requests: this.word(), note: this.word() } // a person writes something of his own, too
    const { gone, given } = await device.settle(one, order, wanted ? details : undefined)
    for (const id of gone) this.ledger.mark(id, { dealt: true })
    if (given) this.ledger.note(device.name, given, given.rpc === 'changeOrder' ? { upon: order.requests } : {})
    return true
  }

  /** A person goes through what was not done: some things are wanted all the same, others not. */
  async deal(device: Device): Promise<void> {
    for (const one of await device.refused()) {
      if (await this.#settle(device, one)) continue
      const what = this.chance.from(0, 99)
      if (what < 40) continue
      if (what < 60) {
        await device.drop([one.id])
        this.ledger.mark(one.id, { dealt: true })
        continue
      }
      const { gone, given } = await device.again(one.id)
      for (const id of gone) this.ledger.mark(id, { dealt: true })
      for (const again of given) {
        this.ledger.note(device.name, again, { forced: true })
        this.ledger.mark(again.id, { dealt: false, forced: true })
      }
    }
  }
}
