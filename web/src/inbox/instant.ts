// From a wall clock of the shop to the instant.
import { wall } from '../lib/format'

/** Unix milliseconds of "2026-11-23T13:00" by a shop's clock; NaN when it is no time. */
export function instant(at: string, zone: string): number {
  const asUtc = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(at) ? Date.parse(`${at}:00Z`) : Number.NaN // browsers read dates into any words
  if (Number.isNaN(asUtc)) return Number.NaN
  // The clock's lead is looked up where the guess lands, and once more where that leads, for nights on which clocks change.
  let ms = asUtc
  for (let i = 0; i < 2; i++) ms -= Date.parse(`${wall(ms, zone)}:00Z`) - asUtc
  return ms
}
