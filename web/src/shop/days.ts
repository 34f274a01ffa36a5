// What a day still takes: closed days, the hours, and how many orders stand against how many it takes at most.
import type { Card, Span } from '../gen/dangol/channel/v1/resource_pb'
import { type Order, OrderState } from '../gen/dangol/shop/v1/resource_pb'
import { dayOf } from '../lib/format'

export interface Day {
  closed: boolean
  name: string // of a holiday
  spans: Span[] // when the shop is open; empty and not closed: nobody has said
  orders: number
  most?: number // undefined for any number
}

/** Orders that hold a place on a day: all but those that are over without having been, and those that nobody has priced. */
const holdsPlace = (o: Order) => ![OrderState.CANCELLED, OrderState.LAPSED, OrderState.ENQUIRY].includes(o.state)

export function dayAt(card: Card, orders: Order[], day: string, but = ''): Day {
  const special = card.hours?.special.find((s) => s.day === day)
  const week = card.hours?.week ?? []
  const spans = special ? special.spans : (week[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7]?.spans ?? [])
  const said = special !== undefined || week.some((d) => d.spans.length > 0)
  const other = card.days.find((d) => d.day === day)
  const most = other ? other.orders : card.capacity > 0 ? card.capacity : undefined
  const held = orders.filter((o) => o.id !== but && dayOf(o.pickup) === day && holdsPlace(o)).length
  return { closed: (said && spans.length === 0) || other?.orders === 0, name: special?.name ?? '', spans, orders: held, most }
}

/** Whether an hour, "13:00", lies in a span; one that ends before it begins runs past midnight. */
export function isOpenAt(spans: Span[], hour: string): boolean {
  const [h = 0, min = 0] = hour.split(':').map(Number)
  const at = h * 60 + min
  return spans.some((s) => (s.to > s.from ? at >= s.from && at <= s.to : at >= s.from || at <= s.to))
}

export const hourOfMinute = (n: number) => `${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`
