// What is given back of a cancelled order, by the shop's table. The server reckons the same for its customers
// (channel/policy); here it is only proposed.
import type { Card } from '../gen/dangol/channel/v1/resource_pb'
import type { Order } from '../gen/dangol/shop/v1/resource_pb'
import { dayOf } from '../lib/format'

export interface Share {
  percent: number
  /** Whole days from today to the pickup; negative when it is over, undefined where no day is known. */
  days: number | undefined
  won: number
}

/** What the rules give back of an order's money today; undefined where there are no rules. What has no day of pickup is
 * cancelled as early as can be. */
export function shareOf(order: Pick<Order, 'pickup' | 'paidWon' | 'refundWon'>, rules: Card['refunds'], today: string): Share | undefined {
  if (rules.length === 0) return undefined
  const days = order.pickup === '' ? undefined : Math.round((Date.parse(`${dayOf(order.pickup)}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / 86_400_000)
  const rule = [...rules].sort((a, b) => b.days - a.days).find((r) => days === undefined || r.days <= days)
  const percent = rule?.percent ?? 0
  const held = Number(order.paidWon) // of all that had come; what was given back already is taken off
  return { percent, days, won: Math.max(0, Math.floor((held * percent) / 100) - Number(order.refundWon)) }
}
