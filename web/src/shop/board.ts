// The board: the orders of a day by the hour they are fetched, what is overdue first.
import { type Order, OrderState } from '../gen/dangol/shop/v1/resource_pb'
import { dayOf, hourOf, minutesBetween } from '../lib/format'

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
  const late = lateness(o, now)
  return late === undefined ? dayOf(o.pickup) < dayOf(now) : late > 0
}

/** Groups the orders of a day. On today's board what is overdue stands first, whatever its day. */
export function groups(orders: Order[], day: string, now: string, hideDone: boolean): Group[] {
  const today = dayOf(now)
  const shown = orders.filter((o) => (isOpen(o) || !hideDone) && (dayOf(o.pickup) === day || (day === today && isLate(o, now))))
  const late = day === today ? shown.filter((o) => isLate(o, now)) : []
  const rest = shown.filter((o) => !late.includes(o))
  const byHour = new Map<string, Order[]>()
  for (const o of rest.sort(byPickup)) {
    const hour = hourOf(o.pickup).slice(0, 2)
    byHour.set(hour, [...(byHour.get(hour) ?? []), o])
  }
  const hours = [...byHour].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, list]) => ({ key, orders: list }))
  return late.length > 0 ? [{ key: 'late', orders: late.sort(byPickup) }, ...hours] : hours
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
