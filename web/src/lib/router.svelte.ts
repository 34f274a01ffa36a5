// Where the person is: a path, and an order that is looked at.
let path = $state(location.pathname === '/in' ? '/' : location.pathname) // a sign-in link leads to the board
let search = $state(location.search)

addEventListener('popstate', () => {
  path = location.pathname
  search = location.search
})

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

export function go(to: string): void {
  if (to === path + search) return
  history.pushState(null, '', to)
  const moved = location.pathname !== path
  path = location.pathname
  search = location.search
  if (moved) {
    scrollTo(0, 0)
    requestAnimationFrame(() => document.querySelector<HTMLElement>('main')?.focus())
  }
}

/** Changes words of the address and leaves the others. */
export function say(words: Record<string, string | null>): void {
  const all = new URLSearchParams(search)
  for (const [name, word] of Object.entries(words)) {
    if (word === null) all.delete(name)
    else all.set(name, word)
  }
  go(all.size > 0 ? `${path}?${all}` : path)
}

export const openOrder = (id: string) => say({ order: id })
export const closeOrder = () => say({ order: null })
