// What an order looks like to its customer.
import type { GuestOrder } from '../gen/dangol/channel/v1/resource_pb'
import { OrderState } from '../gen/dangol/shop/v1/resource_pb'
import { clock, dayName, hourOf, pickupName } from '../lib/format'

/** Nothing more will come of it. */
export const isOver = (o: GuestOrder) => o.state >= OrderState.PICKED_UP

/** What is to be paid now, in won: the part asked for first, or all; 0 when that has come. */
export function due(o: GuestOrder): number {
  if (o.state !== OrderState.QUOTED) return 0
  return Math.max(0, Number((o.advanceWon ?? o.totalWon ?? 0n) - o.paidWon))
}

/** What remains for the pickup. */
export function balance(o: GuestOrder): number {
  if (o.state < OrderState.CONFIRMED || o.state > OrderState.READY || o.totalWon === undefined) return 0
  return Math.max(0, Number(o.totalWon - o.paidWon + o.refundWon))
}

/** How far it is along 입금, 만들기, 준비, 픽업: steps that are done; undefined where it is not on that way. */
export function step(o: GuestOrder): number | undefined {
  const at: Partial<Record<OrderState, number>> = {
    [OrderState.QUOTED]: 0, [OrderState.CONFIRMED]: 1, [OrderState.IN_WORK]: 1, [OrderState.READY]: 3, [OrderState.PICKED_UP]: 4,
  }
  return at[o.state]
}

/** "레터링 케이크 1호 외 1". */
export function title(o: GuestOrder, language: string): string {
  const [first] = o.lines
  if (!first) return ''
  const name = [first.item, first.size].filter(Boolean).join(' ')
  const more = o.lines.length - 1
  return more === 0 ? name : language === 'en' ? `${name} and ${more} more` : `${name} 외 ${more}`
}

/** When to come, in full: "11월 28일 토요일 오후 3:00". */
export function when(pickup: string, language: string): string {
  if (pickup === '') return ''
  return `${dayName(pickup.slice(0, 10), language)} ${clock(hourOf(pickup), language)}`.trim()
}

/** The same in short; the hour alone on the day itself. */
export function soon(pickup: string, today: string, language: string): string {
  if (pickup.slice(0, 10) === today && pickup.length > 10) return clock(hourOf(pickup), language)
  return pickupName(pickup, language)
}

/** Time left until an instant; undefined when it is over. */
export function left(until: number, now: number): { days: number; hours: number; minutes: number } | undefined {
  const minutes = Math.ceil((until - now) / 60_000)
  if (minutes <= 0) return undefined
  return { days: Math.floor(minutes / 1440), hours: Math.floor((minutes % 1440) / 60), minutes: minutes % 60 }
}
