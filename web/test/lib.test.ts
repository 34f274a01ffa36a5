import { describe, expect, test } from 'vitest'
import { arrival } from '../src/lib/arrival'
import { csv } from '../src/lib/csv'
import { addDays, clock, dayName, hourName, minutesBetween, phone, wall } from '../src/lib/format'
import { initialsOf, matches, towards } from '../src/lib/hangul'
import { encode, newCommand, secret } from '../src/lib/id'
import { en } from '../src/lib/en'
import { ko } from '../src/lib/ko'

describe('ids', () => {
  test('are written as the server writes them', () => {
    expect(encode(new Uint8Array(16))).toBe('00000000000000000000000000')
    expect(encode(new Uint8Array(16).fill(255))).toBe('zzzzzzzzzzzzzzzzzzzzzzzzzw')
  })
  test('of later commands sort later, and none comes twice', () => {
    const ids = Array.from({ length: 200 }, (_, i) => newCommand(1_790_000_000_000 + i))
    expect([...ids].sort()).toEqual(ids)
    expect(new Set(ids).size).toBe(200)
    expect(ids[0]).toMatch(/^0[0-9a-hjkmnp-tv-z]{25}$/)
    expect(secret()).toMatch(/^[A-Za-z0-9_-]{43}$/)
  })
})

describe('searching', () => {
  test('by initial consonants, parts and digits', () => {
    expect(initialsOf('김민지 1호')).toBe('ㄱㅁㅈ 1ㅎ')
    for (const typed of ['ㄱㅁㅈ', '민지', '김 민', '1234', 'ㅁㅈ', '']) expect(matches('김민지 01000001234', typed)).toBe(true)
    for (const typed of ['ㄱㅈ', '박', '9999', 'ㄱㅁㅈㅎ']) expect(matches('김민지 01000001234', typed)).toBe(false)
    expect(matches('Jenny Kim', 'jen')).toBe(true)
    for (const typed of ['0000-1234', '010-0000', '김ㅁ', 'ㄱ민']) expect(matches('김민지 010-0000-1234', typed), typed).toBe(true)
    expect(matches('김민지', '김ㅈㅁ')).toBe(false)
  })
})

test('a word gets the ending that it wants', () => {
  expect(['확정', '취소', '서울', '준비 완료', 'OK'].map(towards)).toEqual(['‘확정’으로', '‘취소’로', '‘서울’로', '‘준비 완료’로', '‘OK’(으)로'])
})

describe('days and hours', () => {
  test('are those of the shop', () => {
    expect(wall(Date.UTC(2026, 10, 23, 15, 30))).toBe('2026-11-24T00:30')
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(minutesBetween('2026-11-23T23:50', '2026-11-24T00:10')).toBe(20)
    expect(dayName('2026-11-23')).toBe('11월 23일 월요일')
    expect([clock('00:05'), clock('12:00'), clock('13:22'), clock(''), clock('13:22', 'en')]).toEqual(['오전 12:05', '오후 12:00', '오후 1:22', '', '13:22'])
    expect([hourName('09'), hourName('13'), hourName('13', 'en')]).toEqual(['오전 9시', '오후 1시', '13:00'])
    expect([phone('01000001234'), phone('0200001234'), phone('')]).toEqual(['010-0000-1234', '02-0000-1234', ''])
  })
})

test('CSV is no formula and keeps its lines', () => {
  expect(csv([['=1+1', 'a"b', 'x\ny'], ['-3', '가', '']])).toBe('\ufeff\'=1+1,"a""b","x\ny"\r\n\'-3,가,\r\n')
})

test('both languages say everything', () => {
  for (const key of Object.keys(ko) as (keyof typeof ko)[]) {
    expect(typeof en[key], key).toBe(typeof ko[key])
    if (Array.isArray(ko[key])) expect(en[key], key).toHaveLength((ko[key] as string[]).length)
  }
})

test('a page takes rows that go on where it is, knows those it has, and sees when some are missing', () => {
  const at = (block: bigint, edition = 'x') => ({ block, edition })
  const rows = (from: bigint, to: bigint, edition = 'x', anew = false) => ({ from: at(from, edition), cursor: at(to, edition), anew })
  expect(arrival(rows(5n, 7n), at(5n))).toBe('next')
  expect(arrival(rows(3n, 7n), at(5n))).toBe('next') // some of it twice
  expect(arrival(rows(3n, 5n), at(5n))).toBe('known')
  expect(arrival(rows(6n, 7n), at(5n))).toBe('gap') // this page slept
  expect(arrival(rows(5n, 7n, 'y'), at(5n))).toBe('gap') // and missed another edition
  expect(arrival(rows(0n, 2n, 'y', true), at(5n))).toBe('next')
})
