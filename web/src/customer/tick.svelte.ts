// The time, as it goes on while a screen stands open.
const every = 15_000 // milliseconds

/** To be called while a component is made. */
export function tick(): { readonly ms: number } {
  let ms = $state(Date.now())
  $effect(() => {
    const timer = setInterval(() => (ms = Date.now()), every)
    return () => clearInterval(timer)
  })
  return {
    get ms() {
      return ms
    },
  }
}
