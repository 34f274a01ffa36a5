import { create } from '@bufbuild/protobuf'
import { expect, test } from 'vitest'
import { OrderSchema } from '../src/gen/dangol/shop/v1/resource_pb'
import { ko } from '../src/lib/ko'
import { sheetOf } from '../src/shop/export'

test('the sums of the spreadsheet are right: money stands once for each order', () => {
  const [head = [], ...rows] = sheetOf([
    create(OrderSchema, { name: '손하나', pickup: '2026-11-24T10:00', totalWon: 66_000n, paidWon: 20_000n, advanceWon: 20_000n, lines: [{ item: '케이크', quantity: 1 }, { item: '마들렌', quantity: 2 }] }),
    create(OrderSchema, { name: '김민지', pickup: '2026-11-23', totalWon: 10_000n, lines: [{ item: '쿠키', quantity: 1 }] }),
  ], ko)
  const column = (name: string) => rows.map((r) => r[head.indexOf(name)])
  expect(column(ko.item)).toEqual(['쿠키', '케이크', '마들렌'])
  expect(column(ko.total)).toEqual(['10000', '66000', ''])
  expect(column(ko.paid)).toEqual(['0', '20000', ''])
  expect(column(ko.advance)).toEqual(['', '20000', ''])
})
