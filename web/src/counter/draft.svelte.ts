// What is being changed on a screen of settings, until it is saved. It outlives a look at another screen.
import { onDestroy, untrack } from 'svelte'

const left = new Map<string, { now: unknown; base: string }>()

/** Made while a component is set up. T is of plain values: text, numbers, lists, records. */
export class Draft<T> {
  now = $state() as T
  #base = $state('') // what was there when the person began

  /** fresh: what is saved, as it is edited. */
  constructor(key: string, fresh: () => T) {
    const kept = left.get(key)
    const is = untrack(fresh)
    this.now = (kept?.now as T | undefined) ?? is
    this.#base = kept?.base ?? JSON.stringify(is)
    // What others save comes in as long as nothing is being written here.
    $effect(() => {
      const now = fresh()
      untrack(() => {
        if (this.changed) return
        this.now = now
        this.#base = JSON.stringify(now)
      })
    })
    this.#fresh = fresh
    onDestroy(() => {
      if (this.changed) left.set(key, { now: $state.snapshot(this.now), base: this.#base })
      else left.delete(key)
    })
  }
  #fresh: () => T

  get changed(): boolean {
    return JSON.stringify(this.now) !== this.#base
  }

  /** Throws away what was written. */
  back(): void {
    this.now = this.#fresh()
    this.#base = JSON.stringify(this.now)
  }

  /** What is written was given to be kept. */
  saved(): void {
    this.#base = JSON.stringify(this.now)
  }
}
