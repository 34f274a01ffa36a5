// One message to many: who gets it, and the marks that the law asks of advertising.
import { addDays, hourOf } from '../lib/format'

export interface Who {
  include: string[]
  exclude: string[]
  excludeNoShows: number
  orderedWithinDays: number
}

export const everybody = (): Who => ({ include: [], exclude: [], excludeNoShows: 0, orderedWithinDays: 0 })

/** News are not sent at these hours: the server refuses them (channel/policy/night.go). */
export const isNight = (now: string) => hourOf(now) >= '20:50' || hourOf(now) < '08:00'

/** All labels in use, the most used first. */
export function labelsOf(conversations: { labels: string[] }[]): string[] {
  const n = new Map<string, number>()
  for (const c of conversations) for (const l of c.labels) n.set(l, (n.get(l) ?? 0) + 1)
  return [...n].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([l]) => l)
}

/** The first day of a period of so many days that ends today. */
export const firstOf = (today: string, days: number) => addDays(today, 1 - days)
