// Days, hours, amounts and phone numbers as people here write them. Pickups are wall clocks of the shop: "2026-11-23T13:00".

const zone = 'Asia/Seoul'

const made = new Map<string, Intl.DateTimeFormat>()

/** A format, made once: making one takes longer than a hundred uses. */
function format(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options)
  const there = made.get(key)
  if (there) return there
  const one = new Intl.DateTimeFormat(language, options)
  made.set(key, one)
  return one
}

const digits = new Intl.NumberFormat('en-US')

/** "44,000". */
export const amount = (n: number) => digits.format(n)

/** The shop's wall clock of an instant: "2026-11-23T13:04". */
export function wall(ms: number, timeZone = zone): string {
  const parts = format('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(ms)
  return parts.replace(' ', 'T')
}

export const dayOf = (pickup: string) => pickup.slice(0, 10)
export const hourOf = (pickup: string) => pickup.slice(11, 16)

/** Days after a day: "2026-11-24" for ("2026-11-23", 1). */
export function addDays(day: string, n: number): string {
  const d = new Date(`${day}T00:00:00Z`)
  d.setUTCDate(d.getUTCDate() + n)
  return d.toISOString().slice(0, 10)
}

/** Minutes from one wall clock to another. */
export function minutesBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}:00Z`) - Date.parse(`${from}:00Z`)) / 60_000)
}

/** "11월 23일 월요일", with the year where it is another than this. */
export function dayName(day: string, language = 'ko', thisYear = String(new Date().getFullYear())): string {
  const year = day.startsWith(thisYear) ? undefined : 'numeric'
  const options = { year, month: 'long', day: 'numeric', weekday: 'long', timeZone: 'UTC' } as const
  return format(language === 'ko' ? 'ko-KR' : 'en-GB', options).format(new Date(`${day}T00:00:00Z`))
}

/** "오후 1:22" of "13:22". */
export function clock(hour: string, language = 'ko'): string {
  if (language !== 'ko' || hour === '') return hour
  const [h = 0, min = 0] = hour.split(':').map(Number)
  return `${h < 12 ? '오전' : '오후'} ${h % 12 || 12}:${String(min).padStart(2, '0')}`
}

/** The hour of a heading: "오후 1시" of "13", "13:00" in English. */
export function hourName(hour: string, language = 'ko'): string {
  const h = Number(hour)
  return language === 'ko' ? `${h < 12 ? '오전' : '오후'} ${h % 12 || 12}시` : `${hour}:00`
}

/** "010-1234-5678" of digits. */
export function phone(digits: string): string {
  if (/^02\d{7,8}$/.test(digits)) return digits.replace(/^(02)(\d{3,4})(\d{4})$/, '$1-$2-$3')
  return digits.replace(/^(\d{3})(\d{3,4})(\d{4})$/, '$1-$2-$3')
}

/** "11월 23일 (월) 오후 1:00" of "2026-11-23T13:00": when an order is fetched, in one line. */
export function pickupName(pickup: string, language = 'ko', thisYear = String(new Date().getFullYear())): string {
  if (pickup === '') return ''
  const day = dayOf(pickup)
  const year = day.startsWith(thisYear) ? undefined : 'numeric'
  const options = { year, month: 'short', day: 'numeric', weekday: 'short', timeZone: 'UTC' } as const
  const name = format(language === 'ko' ? 'ko-KR' : 'en-GB', options).format(new Date(`${day}T00:00:00Z`))
  return `${name} ${clock(hourOf(pickup), language)}`.trim()
}
