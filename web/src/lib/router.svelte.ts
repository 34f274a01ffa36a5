// Where the person is: a path, and an order that is looked at.
let path = $state(location.pathname)
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

export const openOrder = (id: string) => go(`${path}?order=${id}`)
export const closeOrder = () => go(path)
