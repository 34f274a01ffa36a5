// Instants in a few letters, by the shop's clock.
import { addDays, clock, dayOf, hourOf, wall } from '../lib/format'

/** For a list: "오후 1:22" of today, "어제", "11월 20일", with the year where it is another. */
export function when(ms: number, now: string, language: string, zone?: string): string {
  if (ms === 0) return ''
  const at = wall(ms, zone || undefined)
  if (dayOf(at) === dayOf(now)) return clock(hourOf(at), language)
  if (dayOf(at) === addDays(dayOf(now), -1)) return language === 'ko' ? '어제' : 'Yesterday'
  const [year = '', month = '', day = ''] = dayOf(at).split('-').map((n) => String(Number(n)))
  const short = language === 'ko' ? `${month}월 ${day}일` : `${day}/${month}`
  return now.startsWith(at.slice(0, 4)) ? short : language === 'ko' ? `${year}년 ${short}` : `${short}/${year}`
}
