// How many orders a day takes, as the card says it.
import type { Card } from '../gen/dangol/channel/v1/resource_pb'

/** The most of a day: a number, 0 for a day that takes none, undefined for any number. */
export function limitOf(card: Pick<Card, 'capacity' | 'days'> | null, day: string): number | undefined {
  const own = card?.days.find((d) => d.day === day)
  if (own) return own.orders
  return card && card.capacity > 0 ? card.capacity : undefined
}

export type Stand = 'free' | 'full' | 'shut'

export function standOf(limit: number | undefined, orders: number): Stand {
  if (limit === 0) return 'shut'
  return limit !== undefined && orders >= limit ? 'full' : 'free'
}

/** The days with one set to a number, or as usual again. */
export function withDay(days: { day: string; orders: number }[], day: string, to: number | undefined): { day: string; orders: number }[] {
  const rest = days.filter((d) => d.day !== day)
  return to === undefined ? rest : [...rest, { day, orders: to }].sort((a, b) => (a.day < b.day ? -1 : 1))
}

/** Whether the shop is closed on a day by its hours: a special day, or its day of the week. */
export function isClosed(card: Pick<Card, 'hours'> | null, day: string): boolean {
  const hours = card?.hours
  if (!hours || hours.week.every((d) => d.spans.length === 0)) return false // nobody has said
  const special = hours.special.find((s) => s.day === day)
  if (special) return special.spans.length === 0
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
  return (hours.week[weekday]?.spans.length ?? 0) === 0
}
