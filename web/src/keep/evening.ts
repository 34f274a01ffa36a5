// When the evening's papers are due, and which. Days are the shop's, times its wall clock.
import type { Card } from '../gen/dangol/channel/v1/resource_pb'
import { addDays } from '../lib/format'
import { dayAt, hourOfMinute } from '../shop/days'

/** What this device is to do in the evening, and what it has done. */
export interface Plan {
  on: boolean
  at: string // "20:00"; empty: an hour after the shop shuts
  plain: boolean // papers may lie in the folder though the device has a PIN
  last: string // the evening that is done: its day
  savedMs: number
  trouble: '' | 'permission' | 'failed' // of the folder
}

export const unplanned: Plan = { on: true, at: '', plain: false, last: '', savedMs: 0, trouble: '' }

/** keep: days after which a paper is removed. ahead: how many days' papers an evening keeps. */
export const limits = { keep: 14, ahead: 2, usual: '20:00', latest: 23 * 60 + 30, afterShut: 60 }

/** When the evening is, on a day: as it was set, or an hour after the shop shuts. */
export function eveningAt(plan: Plan, card: Card | null, day: string): string {
  if (plan.at !== '') return plan.at
  const spans = card ? dayAt(card, [], day).spans : []
  if (spans.length === 0) return limits.usual
  const shut = Math.max(...spans.map((s) => (s.to > s.from ? s.to : 24 * 60)))
  return hourOfMinute(Math.min(shut + limits.afterShut, limits.latest))
}

/** The evening that must be done now: its day; undefined while nothing is due. now is "2026-11-28T20:01". */
export function dueEvening(plan: Plan, card: Card | null, now: string): string | undefined {
  if (!plan.on) return undefined
  const today = now.slice(0, 10)
  const evening = now.slice(11, 16) >= eveningAt(plan, card, today) ? today : addDays(today, -1)
  return evening > plan.last ? evening : undefined
}

/** The days whose papers an evening keeps. */
export const daysAfter = (evening: string) => Array.from({ length: limits.ahead }, (_, i) => addDays(evening, i + 1))

const words = { ko: '주문표', en: 'orders' }

/** "2026-11-29 주문표.html". */
export const paperName = (day: string, language: string) => `${day} ${language === 'en' ? words.en : words.ko}.html`

/** The day of a paper by its file's name; undefined for other people's files. */
export const dayOfName = (name: string) => new RegExp(`^(\\d{4}-\\d\\d-\\d\\d) (${words.ko}|${words.en})\\.html$`).exec(name)?.[1]

/** Whether a paper has lain long enough. */
export const isOld = (day: string, today: string) => day < addDays(today, -limits.keep)
