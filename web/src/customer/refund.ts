// What a shop's rules give back of an order that is called off. It only foretells: the server reckons again, by its own clock.
import type { GuestOrder, RefundRule } from '../gen/dangol/channel/v1/resource_pb'
import { wall } from '../lib/format'

const dayMs = 86_400_000

/** Whole days from an instant's day to a pickup's, by the shop's clock; undefined while no day is named. */
export function daysBefore(pickup: string, zone: string, ms: number): number | undefined {
  if (pickup === '') return undefined
  const today = wall(ms, zone || undefined).slice(0, 10)
  return Math.round((Date.parse(`${pickup.slice(0, 10)}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / dayMs)
}

/** The share by the rules in percent; undefined where the shop has none, or no day is named. */
export function share(rules: RefundRule[], days: number | undefined): number | undefined {
  if (rules.length === 0 || days === undefined) return undefined
  return [...rules].sort((a, b) => b.days - a.days).find((r) => days >= r.days)?.percent ?? 0
}

/** What would be given back now; undefined where nobody can say. */
export function foretell(order: GuestOrder, rules: RefundRule[], zone: string, ms: number): { percent: number; won: number } | undefined {
  const percent = share(rules, daysBefore(order.pickup, zone, ms))
  if (percent === undefined) return undefined
  const paid = Number(order.paidWon - order.refundWon)
  return { percent, won: Math.floor((Math.max(paid, 0) * percent) / 100) }
}
