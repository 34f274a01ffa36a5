// Chance that can be had again: the same seed gives the same throws (mulberry32, Tommy Ettinger).
export class Chance {
  #state: number

  constructor(seed: number) {
    this.#state = Math.imul(seed, 0x9e3779b1) >>> 0
  }

  /** From 0 up to, but not, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  /** A whole number from the first to the last. */
  from(first: number, last: number): number {
    return first + Math.floor(this.next() * (last - first + 1))
  }

  one<A>(all: readonly A[]): A {
    const found = all[this.from(0, all.length - 1)]
    if (found === undefined) throw new Error('nothing to choose from')
    return found
  }

  /** True so often in a hundred. */
  in100(n: number): boolean {
    return this.next() * 100 < n
  }
}
