// The list of holidays against what it is made of: the moon's calendar of the machine, and the rules of the law.
import { describe, expect, it } from 'vitest'
import { comingYear, holidays } from '../src/counter/holidays'
import { addDays } from '../src/lib/format'

const named = (ko: string) => holidays.filter((h) => h.ko.split(' · ').includes(ko)).map((h) => h.day)
const weekday = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay()
const years = ['2027', '2028', '2029']

/** The days of a year at which the moon's calendar shows a month and a day. */
function moon(year: string, month: number, day: number): string[] {
  const of = new Intl.DateTimeFormat('en-u-ca-dangi', { timeZone: 'UTC', month: 'numeric', day: 'numeric' })
  const found: string[] = []
  for (let d = `${year}-01-01`; d.startsWith(year); d = addDays(d, 1)) {
    const parts = Object.fromEntries(of.formatToParts(new Date(`${d}T00:00:00Z`)).map((p) => [p.type, p.value]))
    if (parts.month === String(month) && parts.day === String(day)) found.push(d)
  }
  return found
}

describe('the holidays', () => {
  it('stand in order, each day once', () => {
    const days = holidays.map((h) => h.day)
    expect(days).toEqual([...new Set(days)].sort())
    for (const h of holidays) expect(h.ko && h.en, h.day).toBeTruthy()
  })

  it('of the moon are where its calendar has them', () => {
    for (const year of years) {
      expect(named('설날').filter((d) => d.startsWith(year))).toEqual(moon(year, 1, 1))
      expect(named('추석').filter((d) => d.startsWith(year))).toEqual(moon(year, 8, 15))
      expect(named('부처님오신날').filter((d) => d.startsWith(year))).toEqual(moon(year, 4, 8))
    }
    const around = (days: string[]) => days.flatMap((d) => [addDays(d, -1), addDays(d, 1)])
    expect(named('설 연휴')).toEqual(around(named('설날')))
    expect(named('추석 연휴')).toEqual(around(named('추석')))
  })

  it('of the sun are there every year', () => {
    const fixed = { '새해 첫날': '01-01', 삼일절: '03-01', 어린이날: '05-05', 현충일: '06-06', 제헌절: '07-17', 광복절: '08-15', 개천절: '10-03', 한글날: '10-09', 성탄절: '12-25' }
    for (const [ko, day] of Object.entries(fixed)) expect(named(ko).filter((d) => d > '2027'), ko).toEqual(years.map((y) => `${y}-${day}`))
  })

  it('that fall on a weekend or on each other are made up for', () => {
    const off = new Set(holidays.map((h) => h.day))
    const sundayOnly = ['설날', '설 연휴', '추석', '추석 연휴'] // a Saturday is not made up for
    const never = ['새해 첫날', '현충일', '국회의원 선거일']
    const wanted = new Set<string>()
    for (const h of holidays) {
      const names = h.ko.split(' · ')
      if (names.some((n) => n.endsWith('대체공휴일') || never.includes(n))) continue
      const lost = names.length > 1 || weekday(h.day) === 0 || (weekday(h.day) === 6 && !names.some((n) => sundayOnly.includes(n)))
      if (!lost) continue
      let next = addDays(h.day, 1)
      while ([0, 6].includes(weekday(next)) || (off.has(next) && !holidays.find((x) => x.day === next)?.ko.endsWith('대체공휴일'))) next = addDays(next, 1)
      wanted.add(next)
    }
    expect(holidays.filter((h) => h.ko.endsWith('대체공휴일')).map((h) => h.day)).toEqual([...wanted].sort())
  })

  it('of elections are on the Wednesday of the law', () => {
    let day = addDays('2028-05-29', -50)
    while (weekday(day) !== 3) day = addDays(day, 1)
    expect(named('국회의원 선거일')).toEqual([day])
  })

  it('are shown a year ahead', () => {
    const all = comingYear('2027-02-07').map((h) => h.day)
    expect([all[0], all.at(-1)]).toEqual(['2027-02-07', '2028-01-28'])
  })
})
