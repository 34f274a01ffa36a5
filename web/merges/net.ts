// The net between one device and the server: it can be away, and it can die between the server's doing and the answer.
import type { Chance } from './chance'

const gone = () => new TypeError('Failed to fetch') // what a browser says

export class Net {
  up = true
  /** So often in a hundred, an answer is lost, or a request never arrives; the net is away for a moment then. */
  flaky = 0
  lost = 0
  /** Called when the net has failed by itself. */
  fell = () => {}
  readonly #chance: Chance
  #line = new AbortController()

  constructor(chance: Chance) {
    this.#chance = chance
  }

  away(): void {
    this.up = false
    this.#line.abort(gone())
    this.#line = new AbortController()
  }

  back(): void {
    this.up = true
  }

  readonly fetch: typeof fetch = async (input, init) => {
    if (!this.up) throw gone()
    const line = this.#line.signal
    const both = init?.signal ? AbortSignal.any([init.signal, line]) : line
    const command = !/SyncService|Read[A-Z]/.test(String(input))
    if (command && this.#chance.in100(this.flaky)) {
      if (this.#chance.in100(70)) {
        await (await fetch(input, { ...init, signal: both })).arrayBuffer() // done, and nobody hears of it
        this.lost++
      }
      this.away()
      this.fell()
      throw gone()
    }
    return fetch(input, { ...init, signal: both })
  }
}
