// Where the person is: a path, and an order that is looked at.
let path = $state(location.pathname === '/in' ? '/' : location.pathname) // a sign-in link leads to the board
let search = $state(location.search)

let returning = false // a step back is under way

addEventListener('popstate', () => {
  returning = false
  look()
})

function look(): void {
  path = location.pathname
  search = location.search
}

export const here = {
  get path() {
    return path
  },
  get order() {
    return new URLSearchParams(search).get('order')
  },
  /** A word of the address: the day of the board, the customer who is looked at. */
  word(name: string) {
    return new URLSearchParams(search).get(name)
  },
}

/** Goes somewhere; in place of where one is, when that is nowhere to come back to. */
export function go(to: string, inPlace = false): void {
  if (returning) return addEventListener('popstate', () => go(to, inPlace), { once: true })
  const from = location.pathname + location.search
  if (to === from && location.hash === '') return
  if (inPlace) history.replaceState(history.state, '', to)
  else history.pushState({ from }, '', to)
  const moved = location.pathname !== path
  look()
  if (moved) {
    scrollTo(0, 0)
    requestAnimationFrame(() => document.querySelector<HTMLElement>('main')?.focus())
  }
}

/**
 * Changes words of the address and leaves the others. What is opened so is closed by the Back key too; and closing it goes
 * back, so that Back does not open it again.
 */
export function say(words: Record<string, string | null>): void {
  const all = new URLSearchParams(search)
  for (const [name, word] of Object.entries(words)) {
    if (word === null) all.delete(name)
    else all.set(name, word)
  }
  const to = all.size > 0 ? `${path}?${all}` : path
  if (Object.values(words).some((w) => w !== null)) return go(to)
  if (to === path + search) return
  if ((history.state as { from?: string } | null)?.from === to) {
    returning = true
    history.back()
  } else go(to, true)
}

export const openOrder = (id: string) => say({ order: id })
export const closeOrder = () => say({ order: null })

/** A thing that is looked at has got another id. */
export function renamed(from: string, to: string): void {
  if (here.order === from) go(`${path}${search.replace(from, to)}`, true)
}
