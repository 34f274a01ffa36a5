// One seed: two devices go offline, people work at them and at the server, everything comes back somehow, and the laws are held
// against what has become of it.
import { type Command } from '../src/lib/commands'
import type { Refused } from '../src/lib/db'
import { Chance } from './chance'
import type { Device } from './device'
import { Hands } from './hand'
import { laws, once, same } from './laws'
import { type Entry, Ledger } from './ledger'
import type { World } from './world'

const killEvery = 50 // seeds: in every so manieth the server is killed amid the return
const patience = 60_000 // until everything is at rest, in milliseconds

export interface Told {
  broken: string[]
  given: number
  done: number
  refused: number
  again: number
  withdrawn: number
  lost: number // answers
  reloads: number
}

const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

export class Trial {
  readonly #seed: number
  readonly #world: World
  readonly #chance: Chance
  readonly #ledger = new Ledger()
  readonly #hands: Hands
  #twice: string[] = []
  #reloads = 0

  constructor(seed: number, world: World) {
    this.#seed = seed
    this.#world = world
    this.#chance = new Chance(seed)
    this.#hands = new Hands(seed, this.#chance, this.#ledger, world)
  }

  async run(): Promise<Told> {
    const { devices } = this.#world
    const orders = await this.#common()
    const broken = await this.#atRest()
    for (const d of devices) d.net.away()
    await Promise.all([...devices.map((d) => this.#work(d)), this.#third(orders, this.#chance.from(3, 6))])
    if (this.#chance.in100(30)) await this.#flap(orders)
    await this.#back(orders)
    broken.push(...(await this.#atRest()))
    for (const d of devices) await this.#hands.deal(d)
    broken.push(...(await this.#atRest()), ...this.#twice, ...(await this.#judge()))
    for (const d of devices) await d.drop((await d.refused()).map((one) => one.id)) // the next seed begins with a clean list
    return this.#told(broken)
  }

  /** What both devices know before: orders, and money that no order is known of. */
  async #common(): Promise<string[]> {
    const made: string[] = []
    for (let n = this.#chance.from(2, 4); n > 0; n--) {
      const placed = await this.#hands.atServer('placeOrder', { details: this.#hands.details(this.#hands.word(), this.#hands.word()) })
      if (placed) made.push(String(placed.orderId))
    }
    if (this.#chance.in100(50)) {
      const won = (this.#chance.from(1, 9_000) * 100 + 37).toLocaleString('en')
      const text = `[Web발신]\n[KB]11/23 09:30\n821337**680\n${this.#hands.mark}모르는이\n전자금융입금\n${won}\n잔액1,234,567\n`
      await this.#world.do('takeAlert', { text }, this.#world.command().commandId)
    }
    return made
  }

  /** A person works, and sometimes opens the page anew. */
  async #work(device: Device): Promise<void> {
    for (let n = this.#chance.from(3, 9); n > 0; n--) {
      if (this.#chance.in100(8)) await this.#reload(device)
      await this.#hands.act(device)
    }
  }

  async #reload(device: Device): Promise<void> {
    this.#reloads++
    await device.reload()
    this.#twice.push(...(await once(device)))
  }

  async #third(orders: string[], n: number): Promise<void> {
    for (; n > 0; n--) await this.#hands.third(orders)
  }

  /** The net is back for a moment and dies again, wherever everything is just then. */
  async #flap(orders: string[]): Promise<void> {
    const device = this.#chance.one(this.#world.devices)
    device.net.flaky = this.#chance.from(0, 60)
    device.net.back()
    device.hurry()
    await Promise.all([rest(this.#chance.from(5, 120)), this.#third(orders, 1)])
    device.net.away()
    device.net.flaky = 0
    if (this.#chance.in100(50)) await this.#reload(device)
    await Promise.all(this.#world.devices.map((d) => this.#work(d)))
    this.#twice.push(...(await once(device)))
  }

  /** Both come back: at once or one after the other, on a good net or a bad one, while somebody works at the server. */
  async #back(orders: string[]): Promise<void> {
    const kills = this.#seed % killEvery === 0
    const work: Promise<unknown>[] = []
    for (const device of this.#world.devices) {
      device.net.flaky = this.#chance.in100(50) ? this.#chance.from(5, 50) : 0
      device.net.fell = () => void rest(5).then(() => device.net.back())
      device.net.back()
      device.hurry()
      if (this.#chance.in100(15)) work.push(rest(this.#chance.from(1, 80)).then(() => this.#reload(device)))
      if (this.#chance.in100(30)) await rest(this.#chance.from(5, 100))
    }
    if (this.#chance.in100(50)) work.push(this.#third(orders, this.#chance.from(1, 4)))
    if (kills) work.push(rest(this.#chance.from(1, 60)).then(() => this.#world.kill()))
    await Promise.all(work)
  }

  /** Waits until nothing waits and all copies are the same; what is not so in time is what is broken. */
  async #atRest(): Promise<string[]> {
    for (const d of this.#world.devices) {
      d.net.back()
      d.hurry()
    }
    let found: string[] = []
    for (const until = Date.now() + patience; Date.now() < until; await rest(10)) {
      found = await this.#unrest()
      if (found.length === 0) break
    }
    for (const d of this.#world.devices) {
      d.net.flaky = 0
      d.net.fell = () => {}
    }
    return found
  }

  async #unrest(): Promise<string[]> {
    for (const d of this.#world.devices) {
      const waiting = await d.outbox()
      if (waiting.length > 0) return [`${d.name}: ${waiting.length} commands wait for ever, first ${waiting[0]?.rpc}`]
    }
    const copy = await this.#world.head()
    const all = await Promise.all(this.#world.devices.map((d) => same(d, copy, this.#world.conversations)))
    return all.flat()
  }

  async #judge(): Promise<string[]> {
    const refused = new Map<string, Refused>()
    for (const d of this.#world.devices) for (const one of await d.refused()) if (this.#ledger.get(one.id)) refused.set(one.id, one)
    this.#refused = refused
    const copy = await this.#world.pull() // from the beginning
    const all = await Promise.all(this.#world.devices.map((d) => same(d, copy, this.#world.conversations)))
    return [...all.flat(), ...(await laws({ copy, ledger: this.#ledger, refused }, this.#world))]
  }

  #refused = new Map<string, Refused>()

  #told(broken: string[]): Told {
    const all = this.#ledger.all.filter((e) => e.hand !== 'third')
    const count = (is: (e: Entry) => boolean | undefined) => all.filter(is).length
    const lost = this.#world.devices.reduce((n, d) => n + d.net.lost, 0)
    for (const d of this.#world.devices) d.net.lost = 0
    const refused = count((e) => this.#refused.has(e.id) || (e.dealt && !e.withdrawn))
    const withdrawn = count((e) => e.withdrawn)
    return { broken, given: all.length, refused, withdrawn, done: all.length - refused - withdrawn, again: count((e) => e.forced), lost, reloads: this.#reloads }
  }

  /** What was given, for whoever looks for what went wrong. It holds nobody's words but the trial's own. */
  log(): string[] {
    return this.#ledger.all.map((e) => [e.hand, e.rpc as Command, e.id, e.withdrawn && 'withdrawn', e.dealt && 'dealt with', e.refused && 'refused', this.#refused.get(e.id)?.why.en, e.open && 'set aside', e.upon && `upon ${e.upon}`].filter(Boolean).join('  '))
  }
}
