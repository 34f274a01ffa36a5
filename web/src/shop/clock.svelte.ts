// The shop's wall clock, which goes on while a screen stands open over midnight.
import { wall } from '../lib/format'
import { store } from '../lib/store.svelte'

/** To be called while a component is made; now is "2026-11-23T13:22". */
export function shopClock(): { readonly now: string } {
  const read = () => wall(Date.now(), store.shop?.zone || undefined)
  let now = $state(read())
  $effect(() => {
    now = read() // the zone may have come only now
    const timer = setInterval(() => (now = read()), 20_000)
    return () => clearInterval(timer)
  })
  return {
    get now() {
      return now
    },
  }
}
