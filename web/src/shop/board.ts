// The board: the orders of a day by the hour they are fetched, what is overdue first.
import { type Order, OrderState } from '../gen/dangol/shop/v1/resource_pb'
import { addDays, dayOf, hourOf, minutesBetween } from '../lib/format'

const open = [OrderState.ENQUIRY, OrderState.QUOTED, OrderState.CONFIRMED, OrderState.IN_WORK, OrderState.READY]
export const isOpen = (o: Order) => open.includes(o.state)

export interface Group {
  key: string // "late", "13", "" for no hour
  orders: Order[]
}

/** How late an order is in minutes by the shop's clock; negative while there is time; undefined where no hour is known. */
export function lateness(o: Order, now: string): number | undefined {
  return o.pickup.length > 10 ? minutesBetween(o.pickup.slice(0, 16), now) : undefined
}

export function isLate(o: Order, now: string): boolean {
  if (!isOpen(o) || o.state === OrderState.ENQUIRY || o.pickup === '') return false
  return o.pickup.slice(0, 16) < now.slice(0, o.pickup.length) // the day alone is over when the next has begun
}

/** How many days the board goes on asking for an order that nobody fetched. */
const askedDays = 7

/** Overdue for so long that it does not belong on the day's board: a person clears it up when there is time. */
export function isForgotten(o: Order, now: string, since = askedSince(now)): boolean {
  return o.pickup < since && isLate(o, now)
}

/** The first day of which the board still asks. */
export const askedSince = (now: string) => addDays(dayOf(now), -askedDays)

/** Groups the orders of a day by hour. On today's board what is overdue stands first, whatever its day. */
export function groups(orders: Order[], day: string, now: string, hideDone: boolean): Group[] {
  const today = dayOf(now)
  const since = askedSince(now)
  const late: Order[] = []
  const byHour = new Map<string, Order[]>()
  for (const o of orders) {
    if (hideDone && !isOpen(o)) continue
    if (day === today && isLate(o, now)) {
      if (!isForgotten(o, now, since)) late.push(o)
    } else if (dayOf(o.pickup) === day) {
      const hour = hourOf(o.pickup).slice(0, 2)
      const there = byHour.get(hour)
      if (there) there.push(o)
      else byHour.set(hour, [o])
    }
  }
  const hours = [...byHour].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, list]) => ({ key, orders: list }))
  const all = late.length > 0 ? [{ key: 'late', orders: late }, ...hours] : hours
  for (const g of all) g.orders.sort(byPickup)
  return all
}

/** A row of the board: as many cards as stand side by side, the first of a group with its heading. */
export interface Row {
  key: string
  head?: Group
  orders: Order[]
}

export function rowsOf(all: Group[], columns: number): Row[] {
  const rows: Row[] = []
  for (const g of all) {
    for (let i = 0; i < g.orders.length; i += columns) {
      const orders = g.orders.slice(i, i + columns)
      rows.push({ key: `${g.key} ${orders[0]?.id}`, head: i === 0 ? g : undefined, orders })
    }
  }
  return rows
}

/** About how high a row is, in pixels, until it is seen. */
export function heightOf(row: Row): number {
  const words = (o: Order) => o.lines.reduce((n, l) => n + 1 + l.lettering.length, 0) + (o.requests ? 1 : 0)
  return 175 + 28 * Math.max(...row.orders.map(words))
}

/** The day that the board opens on: today, or, where nothing is to be done any more, the last day that had orders. */
export function firstDay(orders: Order[], now: string): string {
  const today = dayOf(now)
  const since = askedSince(now)
  let last = ''
  for (const o of orders) {
    if (o.pickup === '' || o.state === OrderState.CANCELLED || o.state === OrderState.LAPSED) continue
    if (o.pickup >= since) return today
    if (dayOf(o.pickup) > last) last = dayOf(o.pickup)
  }
  return last === '' ? today : last
}

export const byPickup = (a: Order, b: Order) => (a.pickup < b.pickup ? -1 : a.pickup > b.pickup ? 1 : a.id < b.id ? -1 : 1)

/** The state that the main button leads to; undefined where money decides, or nothing is left to do. */
export function nextState(o: Order): OrderState | undefined {
  switch (o.state) {
    case OrderState.QUOTED:
      return OrderState.CONFIRMED
    case OrderState.CONFIRMED:
      return OrderState.IN_WORK
    case OrderState.IN_WORK:
      return OrderState.READY
    case OrderState.READY:
      return OrderState.PICKED_UP
    default:
      return undefined
  }
}

export const due = (o: Order) => Number((o.totalWon ?? 0n) - o.paidWon)
