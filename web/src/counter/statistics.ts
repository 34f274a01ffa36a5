// What the statistics say in words and as bars.
import type { DayStatistics } from '../gen/dangol/channel/v1/channel_pb'

export type Measure = 'conversations' | 'new' | 'response' | 'orders' | 'deposits' | 'noShows'
export const measures: Measure[] = ['conversations', 'new', 'response', 'orders', 'deposits', 'noShows']

/** A day's number; undefined where there was nothing to measure. */
export function value(d: DayStatistics | undefined, of: Measure): number | undefined {
  if (!d) return undefined
  switch (of) {
    case 'conversations':
      return d.conversations
    case 'new':
      return d.conversationsNew
    case 'response':
      return d.responseSeconds
    case 'orders':
      return d.orders
    case 'deposits':
      return Number(d.depositsWon)
    case 'noShows':
      return d.noShows
  }
}

/** Less of it is better. */
export const lessIsBetter = (of: Measure) => of === 'response' || of === 'noShows'

/** How much more than before, in percent; undefined where there is nothing to hold it against. */
export function against(now: number | undefined, before: number | undefined): number | undefined {
  if (now === undefined || before === undefined || before === 0) return undefined
  return Math.round(((now - before) / before) * 100)
}

/** The top of the scale: a round number at or above the largest. */
export function top(values: (number | undefined)[], steps = [1, 2, 5]): number {
  const most = Math.max(1, ...values.map((v) => v ?? 0))
  for (let ten = 1; ; ten *= 10) for (const s of steps) if (s * ten >= most) return s * ten
}

/** Where each bar stands, in a drawing of some width and height. */
export function bars(values: (number | undefined)[], width: number, height: number, scale: number): { x: number; y: number; w: number; h: number }[] {
  const step = width / Math.max(1, values.length)
  const w = Math.max(1, Math.min(28, step * 0.7))
  return values.map((v, i) => {
    const h = Math.max(v ? 2 : 0, ((v ?? 0) / scale) * height)
    return { x: i * step + (step - w) / 2, y: height - h, w, h }
  })
}
