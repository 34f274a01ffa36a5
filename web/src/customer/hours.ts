// When a shop is open, by its own clock.
import type { Hours, Span } from '../gen/dangol/channel/v1/resource_pb'
import { addDays, wall } from '../lib/format'

const day = 1440 // minutes

const minuteOf = (clock: string) => Number(clock.slice(11, 13)) * 60 + Number(clock.slice(14, 16))

/** When a span ends, in minutes after the midnight it began after; more than a day where it runs past the next one. */
const ends = (s: Span) => (s.to > s.from ? s.to : s.to + day)

/** The spans of a day: those of its own, or of its day of the week. */
export function spansOf(hours: Hours | undefined, date: string): { spans: Span[]; name: string } {
  const special = hours?.special.find((s) => s.day === date)
  if (special) return { spans: special.spans, name: special.name }
  const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7 // Monday first
  return { spans: hours?.week[weekday]?.spans ?? [], name: '' }
}

/** A day as the server tells of it: when an order can still come in time, and how many more it takes; absent when any number. */
export interface OrderDay {
  day: string
  spans: { from: number; to: number }[]
  left: number | undefined
}

/** Closed: the shop does not open at all. Over: it opens, but no order comes in time any more. */
export function standOf(hours: Hours | undefined, d: OrderDay): 'free' | 'full' | 'over' | 'closed' {
  if (d.spans.length > 0 && d.left === 0) return 'full'
  if (d.spans.length > 0 && times(d.spans as Span[]).length > 0) return 'free'
  return spansOf(hours, d.day).spans.length > 0 ? 'over' : 'closed'
}

/** Open until, or closed until: a wall clock of the shop; null where no hour of the next two weeks is known. */
export interface Now {
  open: boolean
  until: string | null
}

const lookAhead = 14 // days

const at = (date: string, minute: number) => {
  const d = addDays(date, Math.floor(minute / day))
  const m = minute % day
  return `${d}T${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`
}

/** Whether a shop is open at an instant; undefined where it has said no hours at all. */
export function openNow(hours: Hours | undefined, zone: string, ms: number): Now | undefined {
  if (!hours || (hours.special.length === 0 && hours.week.every((d) => d.spans.length === 0))) return undefined
  const now = wall(ms, zone || undefined)
  const today = now.slice(0, 10)
  const minute = minuteOf(now)
  // Yesterday's last span may still run.
  for (const [date, m] of [[addDays(today, -1), minute + day], [today, minute]] as const) {
    for (const s of spansOf(hours, date).spans) {
      if (m < s.from || m >= ends(s)) continue
      let end = ends(s)
      const next = spansOf(hours, addDays(date, 1)).spans
      if (end === day && next.some((n) => n.from === 0)) end = Math.max(...next.filter((n) => n.from === 0).map(ends)) + day
      return { open: true, until: at(date, end) }
    }
  }
  for (let n = 0; n < lookAhead; n++) {
    const date = addDays(today, n)
    const next = spansOf(hours, date).spans.map((s) => s.from).filter((from) => n > 0 || from > minute).sort((a, b) => a - b)[0]
    if (next !== undefined) return { open: false, until: at(date, next) }
  }
  return { open: false, until: null }
}

/** "10:00" of 600; 24:00 stays what it is. */
export const hourOf = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** The times at which an order can be fetched on a day, every so many minutes; the end itself is none, but for a span of one moment. */
export function times(spans: Span[], step = 30): string[] {
  const all = new Set<number>()
  for (const s of spans) for (let m = Math.ceil(s.from / step) * step; m < ends(s) && m < day; m += step) all.add(m)
  return [...all].sort((a, b) => a - b).map(hourOf)
}

/** Days of the week that have the same hours, next to each other: [0, 4] is Monday to Friday. */
export function weeks(hours: Hours): { from: number; to: number; spans: Span[] }[] {
  const out: { from: number; to: number; spans: Span[] }[] = []
  const same = (a: Span[], b: Span[]) => a.length === b.length && a.every((s, i) => s.from === b[i]?.from && s.to === b[i]?.to)
  for (let i = 0; i < 7; i++) {
    const spans = hours.week[i]?.spans ?? []
    const last = out.at(-1)
    if (last && same(last.spans, spans)) last.to = i
    else out.push({ from: i, to: i, spans })
  }
  return out
}
