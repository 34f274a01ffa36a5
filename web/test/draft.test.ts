import { readFileSync } from 'node:fs'
import { create } from '@bufbuild/protobuf'
import { expect, test } from 'vitest'
import { OrderSchema } from '../src/gen/dangol/shop/v1/resource_pb'
import { detailsOf, type Draft, draftOf, faults, limits, lineOf, reckon } from '../src/shop/draft'

test('the limits are those of the server', () => {
  const source = readFileSync('../shop/form/text.go', 'utf8')
  const of = (name: string) => Number(new RegExp(`\\b${name}\\s+= ([\\d_]+)`).exec(source)?.[1]?.replaceAll('_', ''))
  expect(limits).toEqual({
    name: of('MaxName'), item: of('MaxItem'), text: of('MaxText'), lines: of('MaxLines'), pieces: of('MaxPieces'), words: of('MaxWords'), won: of('MaxWon'),
    phoneLeast: of('phoneLeast'), phoneMost: of('phoneMost'),
  })
})

const good: Draft = { ...draftOf(undefined, undefined, '2026-11-24'), name: '손하나', lines: [{ ...lineOf(), item: '케이크' }] }
const wrong = (change: Partial<Draft>) => [...faults({ ...good, ...change })].map(([id, fault]) => `${id}: ${fault}`)

test('what the server would refuse is told at its field', () => {
  expect(wrong({})).toEqual([])
  expect(wrong({ name: '  ' })).toEqual(['name: name'])
  expect(wrong({ name: '가'.repeat(41) })).toEqual(['name: name'])
  expect(wrong({ phone: '010-1234' })).toEqual(['phone: phone'])
  expect(wrong({ phone: '(02) 0000.1234' })).toEqual([])
  expect(wrong({ phone: '없음' })).toEqual(['phone: phone'])
  expect(wrong({ total: '100000001' })).toEqual(['total: won'])
  expect(wrong({ total: '삼만원' })).toEqual(['total: won'])
  expect(wrong({ total: '44,000', advance: '50,000원' })).toEqual(['advance: advance'])
  expect(wrong({ day: '', hour: '10:00' })).toEqual(['hour: hour'])
  expect(wrong({ lines: [{ ...lineOf(), item: ' ', quantity: 0, design: '가'.repeat(501), lettering: '가\n'.repeat(50) }] })).toEqual(['item 0: item', 'quantity 0: quantity', 'design 0: long', 'lettering 0: long'])
  expect(wrong({ lines: [{ ...lineOf(), item: '🎂'.repeat(80), quantity: null }] })).toEqual(['quantity 0: quantity'])
})

test('an order comes out of the form as it went in', () => {
  const lines = [{ item: '케이크', quantity: 2, size: '1호', lettering: ['축하해', '2026'], priceWon: 42_000n }]
  const o = create(OrderSchema, { name: '손하나', phone: '01000001234', pickup: '2026-11-24T10:00', lines, totalWon: 80_000n, coolerBag: false, depositor: '손', requests: '초' })
  const d = detailsOf(draftOf(o, undefined, ''))
  expect(d).toMatchObject({ name: o.name, phone: o.phone, pickup: o.pickup, lines, totalWon: o.totalWon, advanceWon: undefined, coolerBag: false, depositor: '손', requests: '초' })
  expect(detailsOf({ ...good, hour: '' }).pickup).toBe('2026-11-24')
})

test('the lines are reckoned up only where each has a price', () => {
  expect(reckon([{ ...lineOf(), priceWon: 42_000n, quantity: 2 }])).toBe(84_000)
  expect(reckon([{ ...lineOf(), priceWon: 42_000n }, lineOf()])).toBeUndefined()
})
