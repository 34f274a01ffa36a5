// Opening hours as people write them. Minutes of the day, Monday first, as in the card.
import type { Hours, Span } from '../gen/dangol/channel/v1/resource_pb'
import { clock } from '../lib/format'

export interface Times {
  from: number
  to: number
}

export interface Special {
  day: string
  name: string
  spans: Times[]
}

export interface Week {
  week: Times[][]
  special: Special[]
}

/** The most of one day, and of special days (channel/desk holds the same). */
export const limits = { spans: 5, special: 200 }

const plain = (spans: Span[]): Times[] => spans.map(({ from, to }) => ({ from, to }))

export function weekOf(hours: Hours | undefined): Week {
  return {
    week: Array.from({ length: 7 }, (_, i) => plain(hours?.week[i]?.spans ?? [])),
    special: (hours?.special ?? []).map((s) => ({ day: s.day, name: s.name, spans: plain(s.spans) })),
  }
}

/** As the server takes it. */
export const hoursOf = (w: Week) => ({ week: w.week.map((spans) => ({ spans })), special: [...w.special].sort((a, b) => (a.day < b.day ? -1 : 1)) })

/** "10:00" of 600, for a field of the browser; 24:00 is midnight. */
export const hour = (minutes: number) => `${String(Math.floor((minutes % 1440) / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** 600 of "10:00"; as an end midnight is the day's end. */
export function minutes(typed: string, end = false): number {
  const [h = 0, m = 0] = typed.split(':').map(Number)
  const n = h * 60 + m
  return end && n === 0 ? 1440 : n
}

/** A day that every shop would understand: ten to seven. */
export const usual: Times = { from: 600, to: 1140 }

/** Puts a break of an hour into the longest stretch. */
export function withBreak(spans: Times[]): Times[] {
  if (spans.length === 0 || spans.length >= limits.spans) return spans
  const length = (s: Times) => (s.to > s.from ? s.to : s.to + 1440) - s.from
  const i = spans.reduce((best, s, n) => (length(s) > length(spans[best] ?? s) ? n : best), 0)
  const s = spans[i]
  if (!s || length(s) < 120) return spans
  const lunch = s.from < 720 && (s.to > 840 || s.to < s.from) ? 780 : (Math.round((s.from + length(s) / 2) / 30) * 30) % 1440
  return [...spans.slice(0, i), { from: s.from, to: lunch }, { from: (lunch + 60) % 1440, to: s.to }, ...spans.slice(i + 1)]
}

export type HoursFault = 'empty' | 'overlap'

/** What is wrong with the times of a day. */
export function faultOf(spans: Times[]): HoursFault | undefined {
  let last = -1
  for (const [i, s] of spans.entries()) {
    if (s.from === s.to) return 'empty'
    const past = s.to < s.from // past midnight: only the day's last
    if (s.from < last || (past && i < spans.length - 1)) return 'overlap'
    last = s.to
  }
  return undefined
}

const said = (s: Times, language: string) => `${clock(hour(s.from), language)} – ${s.to === 1440 ? (language === 'ko' ? '밤 12:00' : '24:00') : clock(hour(s.to), language)}`

/** "오전 10:00 – 오후 1:00, 오후 2:00 – 오후 7:00"; empty for a closed day. */
export const inWords = (spans: Times[], language: string) => spans.map((s) => said(s, language)).join(', ')

export function weekdays(language: string, style: 'short' | 'long' = 'short'): string[] {
  const format = new Intl.DateTimeFormat(language === 'ko' ? 'ko-KR' : 'en-GB', { weekday: style, timeZone: 'UTC' })
  return Array.from({ length: 7 }, (_, i) => format.format(new Date(Date.UTC(2026, 10, 23 + i))))
}

/** Days of the week that follow each other with the same hours: "월–금", "토". */
export function groups(week: Times[][], language: string): { days: string; spans: Times[] }[] {
  const names = weekdays(language)
  const out: { first: number; last: number; spans: Times[] }[] = []
  for (const [i, spans] of week.entries()) {
    const before = out.at(-1)
    if (before && JSON.stringify(before.spans) === JSON.stringify(spans)) before.last = i
    else out.push({ first: i, last: i, spans })
  }
  return out.map((g) => ({ days: g.first === g.last ? (names[g.first] ?? '') : g.first === 0 && g.last === 6 ? (language === 'ko' ? '매일' : 'Every day') : `${names[g.first]}–${names[g.last]}`, spans: g.spans }))
}
