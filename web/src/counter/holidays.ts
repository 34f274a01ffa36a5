// The public holidays of Korea from December 2026 to the end of 2029, in Korean and English.
//
// Source: 공휴일에 관한 법률 and 관공서의 공휴일에 관한 규정 (Presidential Decree), with Constitution Day, which is one again
// since the change of the law that the National Assembly passed on 29 January 2026; substitute days by article 3 of the
// decree. The election day is one by article 2 of the decree, and its date by 공직선거법 article 34: the first Wednesday from
// the fiftieth day before the Assembly's term ends, which the 22nd's does on 29 May 2028. Days of the moon's calendar, the
// substitute days and the election day are worked out anew in test/holidays.test.ts. What the government names for one
// occasion ("임시공휴일"), and 1 May, which is a day off for employees but was no public holiday, a shop adds itself.
const days = `
2026-12-25 성탄절|Christmas Day
2027-01-01 새해 첫날|New Year’s Day
2027-02-06 설 연휴|Seollal holiday
2027-02-07 설날|Seollal
2027-02-08 설 연휴|Seollal holiday
2027-02-09 설 대체공휴일|Seollal, substitute day
2027-03-01 삼일절|Independence Movement Day
2027-05-05 어린이날|Children’s Day
2027-05-13 부처님오신날|Buddha’s Birthday
2027-06-06 현충일|Memorial Day
2027-07-17 제헌절|Constitution Day
2027-07-19 제헌절 대체공휴일|Constitution Day, substitute day
2027-08-15 광복절|Liberation Day
2027-08-16 광복절 대체공휴일|Liberation Day, substitute day
2027-09-14 추석 연휴|Chuseok holiday
2027-09-15 추석|Chuseok
2027-09-16 추석 연휴|Chuseok holiday
2027-10-03 개천절|National Foundation Day
2027-10-04 개천절 대체공휴일|National Foundation Day, substitute day
2027-10-09 한글날|Hangeul Day
2027-10-11 한글날 대체공휴일|Hangeul Day, substitute day
2027-12-25 성탄절|Christmas Day
2027-12-27 성탄절 대체공휴일|Christmas Day, substitute day
2028-01-01 새해 첫날|New Year’s Day
2028-01-26 설 연휴|Seollal holiday
2028-01-27 설날|Seollal
2028-01-28 설 연휴|Seollal holiday
2028-03-01 삼일절|Independence Movement Day
2028-04-12 국회의원 선거일|General election
2028-05-02 부처님오신날|Buddha’s Birthday
2028-05-05 어린이날|Children’s Day
2028-06-06 현충일|Memorial Day
2028-07-17 제헌절|Constitution Day
2028-08-15 광복절|Liberation Day
2028-10-02 추석 연휴|Chuseok holiday
2028-10-03 추석 · 개천절|Chuseok · National Foundation Day
2028-10-04 추석 연휴|Chuseok holiday
2028-10-05 개천절 대체공휴일|National Foundation Day, substitute day
2028-10-09 한글날|Hangeul Day
2028-12-25 성탄절|Christmas Day
2029-01-01 새해 첫날|New Year’s Day
2029-02-12 설 연휴|Seollal holiday
2029-02-13 설날|Seollal
2029-02-14 설 연휴|Seollal holiday
2029-03-01 삼일절|Independence Movement Day
2029-05-05 어린이날|Children’s Day
2029-05-07 어린이날 대체공휴일|Children’s Day, substitute day
2029-05-20 부처님오신날|Buddha’s Birthday
2029-05-21 부처님오신날 대체공휴일|Buddha’s Birthday, substitute day
2029-06-06 현충일|Memorial Day
2029-07-17 제헌절|Constitution Day
2029-08-15 광복절|Liberation Day
2029-09-21 추석 연휴|Chuseok holiday
2029-09-22 추석|Chuseok
2029-09-23 추석 연휴|Chuseok holiday
2029-09-24 추석 대체공휴일|Chuseok, substitute day
2029-10-03 개천절|National Foundation Day
2029-10-09 한글날|Hangeul Day
2029-12-25 성탄절|Christmas Day`

export interface Holiday {
  day: string
  ko: string
  en: string
}

export const holidays: Holiday[] = days
  .trim()
  .split('\n')
  .map((line) => {
    const [ko = '', en = ''] = line.slice(11).split('|')
    return { day: line.slice(0, 10), ko, en }
  })

/** Those of the year that begins with a day. */
export function comingYear(today: string): Holiday[] {
  const end = `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`
  return holidays.filter((h) => h.day >= today && h.day < end)
}
