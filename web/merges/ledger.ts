// What was given in one seed, by whom, and what has become of it: the laws hold the server against this, and not against what
// the devices believe.
import type { Command } from '../src/lib/commands'
import type { Waiting } from '../src/lib/db'

export interface Entry {
  id: string
  /** Of a device, or of the third hand. */
  hand: string
  rpc: Command
  data: Uint8Array
  /** Taken back before it was sent. */
  withdrawn?: boolean
  /** Refused, and a person has thrown it away or given it again under another id. */
  dealt?: boolean
  /** Refused at the third hand. */
  refused?: boolean
  /** What stood in the order, when a change was written: the words that mark the change before. */
  upon?: string
  /** A person wanted it all the same: it may go over what others have written. */
  forced?: boolean
  /** Set aside while it was under way: nobody knew. */
  open?: boolean
}

export class Ledger {
  readonly #entries = new Map<string, Entry>()

  /** A command is given, or worded anew. */
  note(hand: string, one: Pick<Waiting, 'id' | 'rpc' | 'data'>, more: Partial<Entry> = {}): void {
    const before = this.#entries.get(one.id)
    // What a change was written upon stays: it was worded anew, and not given anew.
    this.#entries.set(one.id, { ...more, ...before, id: one.id, hand, rpc: one.rpc as Command, data: one.data })
  }

  mark(id: string, as: Partial<Entry>): void {
    const one = this.#entries.get(id)
    if (one) Object.assign(one, as)
  }

  get(id: string): Entry | undefined {
    return this.#entries.get(id)
  }

  get all(): Entry[] {
    return [...this.#entries.values()]
  }
}
