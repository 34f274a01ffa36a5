// The board: the orders of a day by the hour they are fetched, what is overdue first.
import { type Order, OrderState } from '../gen/dangol/shop/v1/resource_pb'
import { addDays, dayOf, hourOf, minutesBetween, wall } from '../lib/format'

const open = [OrderState.ENQUIRY, OrderState.QUOTED, OrderState.CONFIRMED, OrderState.IN_WORK, OrderState.READY]
export const isOpen = (o: Order) => open.includes(o.state)

export interface Group {
  key: string // "late", "13", "" for no hour, "undated" for no day, "done" for what is finished
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

/** Groups the orders of a day by hour. On today's board what is overdue stands first, whatever its day, and what is finished
 * last: at noon nobody wants to look past the morning to find what comes next. */
export function groups(orders: Order[], day: string, now: string, hideDone: boolean): Group[] {
  const today = dayOf(now)
  const since = askedSince(now)
  const late: Order[] = []
  const undated: Order[] = []
  const done: Order[] = []
  const byHour = new Map<string, Order[]>()
  for (const o of orders) {
    if (hideDone && !isOpen(o)) continue
    if (o.pickup === '') {
      if (day === today && isOpen(o)) undated.push(o) // else it would stand on no board at all
    } else if (day === today && isLate(o, now)) {
      if (!isForgotten(o, now, since)) late.push(o)
    } else if (dayOf(o.pickup) === day && day === today && !isOpen(o)) {
      done.push(o)
    } else if (dayOf(o.pickup) === day) {
      const hour = hourOf(o.pickup).slice(0, 2)
      const there = byHour.get(hour)
      if (there) there.push(o)
      else byHour.set(hour, [o])
    }
  }
  const hours = [...byHour].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, list]) => ({ key, orders: list }))
  const all = [{ key: 'late', orders: late }, ...hours, { key: 'undated', orders: undated }, { key: 'done', orders: done }].filter((g) => g.orders.length > 0)
  for (const g of all) g.orders.sort(byPickup)
  return all
}

/** A row of the board: as many cards as stand side by side, the first of a group with its heading. */
export interface Row {
  key: string
  head?: Group
  orders: Order[]
  before: number // orders of the board above this row
}

export function rowsOf(all: Group[], columns: number): Row[] {
  const rows: Row[] = []
  let before = 0
  for (const g of all) {
    for (let i = 0; i < g.orders.length; i += columns) {
      const orders = g.orders.slice(i, i + columns)
      // The place, not the order, is the key: an order that leaves must not have all rows behind it made anew.
      rows.push({ key: `${g.key} ${i / columns}`, head: i === 0 ? g : undefined, orders, before })
      before += orders.length
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

/** The newest first, by the day for which an order is, or where none is known by the day it came. */
export function newestFirst(a: Order, b: Order): number {
  const of = (o: Order) => o.pickup || (o.createdMs === 0n ? '9' : wall(Number(o.createdMs))) // what is not sent yet is newest
  const [x, y] = [of(a), of(b)]
  return x < y ? 1 : x > y ? -1 : a.id < b.id ? 1 : -1
}

const { ENQUIRY, QUOTED, CONFIRMED, IN_WORK, READY, PICKED_UP, LAPSED, CANCELLED, NO_SHOW } = OrderState

/** Where an order may go from each state: the table of shop/state.go, held against it by test/steps.test.ts. */
export const steps: Partial<Record<OrderState, OrderState[]>> = {
  [ENQUIRY]: [QUOTED, CONFIRMED, CANCELLED],
  [QUOTED]: [ENQUIRY, CONFIRMED, LAPSED, CANCELLED],
  [CONFIRMED]: [ENQUIRY, QUOTED, IN_WORK, READY, PICKED_UP, LAPSED, CANCELLED, NO_SHOW],
  [IN_WORK]: [CONFIRMED, READY, PICKED_UP, CANCELLED, NO_SHOW],
  [READY]: [CONFIRMED, IN_WORK, PICKED_UP, CANCELLED, NO_SHOW],
  [PICKED_UP]: [CONFIRMED, IN_WORK, READY, NO_SHOW],
  [LAPSED]: [QUOTED, CONFIRMED, CANCELLED],
  [CANCELLED]: [ENQUIRY, QUOTED, CONFIRMED, IN_WORK, READY, LAPSED],
  [NO_SHOW]: [CONFIRMED, IN_WORK, READY, PICKED_UP],
}

export const mayGo = (from: OrderState, to: OrderState) => steps[from]?.includes(to) ?? false

/** The states that a person may choose for an order; some steps are there to be undone by only. An enquiry and a quoted
 * order differ by their price alone, and only what waits for money lapses. */
export function choices(o: Order): OrderState[] {
  const priced = o.totalWon !== undefined
  return (steps[o.state] ?? []).filter((s) => (s === QUOTED ? priced : s === ENQUIRY ? !priced : s === LAPSED ? o.state === QUOTED : true))
}

/** What the main button of an order does. */
export type Act = { do: 'price' } | { do: 'pay' } | { do: 'move'; to: OrderState }

/** The main button: a price for an enquiry, the money for what is quoted, and then step by step to the pickup. */
export function act(o: Order): Act | undefined {
  switch (o.state) {
    case ENQUIRY:
      return { do: 'price' }
    case QUOTED:
      return due(o) > 0 ? { do: 'pay' } : o.totalWon === 0n ? { do: 'move', to: CONFIRMED } : undefined // the server confirms what is paid
    case CONFIRMED:
      return { do: 'move', to: IN_WORK }
    case IN_WORK:
      return { do: 'move', to: READY }
    case READY:
      return { do: 'move', to: PICKED_UP }
    default:
      return undefined
  }
}

/** How an order that nobody closed ends: what was fixed was fetched, what was never paid has lapsed. */
export const closing = (o: Order) => (o.state === QUOTED ? LAPSED : o.state === ENQUIRY ? CANCELLED : PICKED_UP)

/** Orders for which nothing is made and nothing goes onto paper. */
export const isDead = (o: Order) => o.state === CANCELLED || o.state === LAPSED

/** What has come and was not given back. */
const held = (o: Order) => o.paidWon - o.refundWon

export const due = (o: Order) => Number((o.totalWon ?? 0n) - held(o))

/** What is asked for first and has not come; 0 where the whole is asked for at once. */
export const advanceDue = (o: Order) => (o.advanceWon !== undefined && o.advanceWon > 0n && o.advanceWon < (o.totalWon ?? 0n) ? Math.max(0, Number(o.advanceWon - held(o))) : 0)

/** What is ordered, in a few words: the first thing, and how many more. */
export function wares(o: Order): string {
  const [first, ...more] = o.lines
  const words = [first?.item, first?.size].filter(Boolean).join(' ')
  return more.length > 0 ? `${words} +${more.length}` : words
}
