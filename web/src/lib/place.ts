// Where a device keeps its copy, and under which names its pages and workers meet: the shop's own, or that of a customer.
export interface Place {
  /** The name of the store; the worker beside a page bears it too. */
  store: string
  /** The channel on which pages and workers of one browser talk. */
  channel: string
  /** The lock that the streaming worker holds. */
  lock: string
}

const placed = (store: string): Place => ({ store, channel: store, lock: `${store}-sync` })

export const shopPlace = placed('dangol')
export const guestPlace = (shopId: string) => placed(`dangol-guest-${shopId}`)

/** The place of a worker that bears a store's name. */
export const placeOf = (name: string) => (name === '' ? shopPlace : placed(name))
