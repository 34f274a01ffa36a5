import { create } from '@bufbuild/protobuf'
import { expect, test } from 'vitest'
import { type Order, OrderSchema, OrderState } from '../src/gen/dangol/shop/v1/resource_pb'
import { due, firstDay, groups, isForgotten, isLate, newestFirst, rowsOf, wares } from '../src/shop/board'
import { parse } from '../src/shop/won'

const order = (id: string, pickup: string, state = OrderState.CONFIRMED): Order => create(OrderSchema, { id, pickup, state })
const now = '2026-11-23T13:22'

test('what is overdue stands first, whatever its day; then hour by hour', () => {
  const orders = [
    order('a', '2026-11-23T14:00'), order('b', '2026-11-23T13:00'), order('c', '2026-11-22T10:00'), order('d', '2026-11-23T13:40'),
    order('e', '2026-11-23'), order('f', '2026-11-24T09:00'), order('g', '2026-11-23T11:00', OrderState.PICKED_UP),
    order('h', '2026-11-21', OrderState.READY), order('i', '2026-11-20T10:00', OrderState.CANCELLED), order('j', '2026-11-19T10:00', OrderState.ENQUIRY),
  ]
  const found = groups(orders, '2026-11-23', now, true).map((g) => [g.key, g.orders.map((o) => o.id).join('')])
  expect(found).toEqual([['late', 'hcb'], ['', 'e'], ['13', 'd'], ['14', 'a']])
  expect(groups(orders, '2026-11-23', now, false).at(-1)).toMatchObject({ key: 'done', orders: [{ id: 'g' }] }) // today what is finished stands last
  expect(groups(orders, '2026-11-23', '2026-11-24T09:00', false)[0]).toMatchObject({ key: '', orders: [{ id: 'e' }] })
  expect(groups(orders, '2026-11-24', now, true).map((g) => g.key)).toEqual(['09'])
  expect(isLate(order('x', ''), now)).toBe(false)
})

test('an open order without a date stands on the board of today, and on no other', () => {
  const orders = [order('a', '2026-11-23T14:00'), order('b', ''), order('c', '', OrderState.LAPSED)]
  expect(groups(orders, '2026-11-23', now, false).map((g) => [g.key, g.orders.map((o) => o.id).join('')])).toEqual([['14', 'a'], ['undated', 'b']])
  expect(groups(orders, '2026-11-24', now, false)).toEqual([])
})

test('nothing is due of what is paid; the newest comes first', () => {
  expect(due(create(OrderSchema, { totalWon: 44_000n, paidWon: 20_000n }))).toBe(24_000)
  const undated = create(OrderSchema, { id: 'u', createdMs: BigInt(Date.UTC(2026, 10, 22)) })
  const all = [order('a', '2022-10-15T10:00'), undated, order('b', '2026-11-23'), create(OrderSchema, { id: 'unsent-1' }), order('c', '2026-11-23T09:00')]
  expect(all.sort(newestFirst).map((o) => o.id)).toEqual(['unsent-1', 'c', 'b', 'u', 'a'])
  expect(wares(create(OrderSchema, { lines: [{ item: '케이크', size: '1호' }, { item: '마들렌' }] }))).toBe('케이크 1호 +1')
})

test('what nobody fetched for a week leaves the board of today', () => {
  const orders = [order('a', '2026-11-16T10:00'), order('b', '2026-11-15T10:00'), order('c', '2022-10-15T10:00', OrderState.PICKED_UP)]
  expect(groups(orders, '2026-11-23', now, false).map((g) => [g.key, g.orders.length])).toEqual([['late', 1]])
  expect(orders.filter((o) => isForgotten(o, now)).map((o) => o.id)).toEqual(['b'])
})

test('the board opens on today, or on the last day that had orders', () => {
  expect(firstDay([], now)).toBe('2026-11-23')
  expect(firstDay([order('a', '2022-10-15T10:00'), order('b', '2022-10-16'), order('c', '2022-10-17', OrderState.CANCELLED)], now)).toBe('2022-10-16')
  expect(firstDay([order('a', '2022-10-15T10:00'), order('b', '2026-12-24')], now)).toBe('2026-11-23')
})

test('rows hold as many cards as fit, and each group begins its own', () => {
  const all = groups([1, 2, 3, 4, 5].map((n) => order(`${n}`, `2026-11-23T${n < 4 ? 14 : 15}:0${n}`)), '2026-11-23', now, false)
  expect(rowsOf(all, 2).map((r) => [r.head?.key, r.orders.map((o) => o.id).join(''), r.before])).toEqual([['14', '12', 0], [undefined, '3', 2], ['15', '45', 3]])
  const fewer = all.map((g) => ({ ...g, orders: g.orders.filter((o) => o.id !== '1') }))
  expect(rowsOf(fewer, 2).map((r) => r.key)).toEqual(['14 0', '15 0']) // the rows behind keep their keys
})

test('five thousand orders are grouped in a moment', () => {
  const orders = Array.from({ length: 5000 }, (_, n) => order(`${n}`, `2026-11-23T${String(14 + (n % 9)).padStart(2, '0')}:00`))
  expect(groups(orders, '2026-11-23', now, false).reduce((n, g) => n + g.orders.length, 0)).toBe(5000)
})

test('amounts are read as people write them', () => {
  expect(['44,000', '44000원', ' 1 000 ', '₩5', '', '3만', '-5', '1.5'].map(parse)).toEqual([44000, 44000, 1000, 5, undefined, undefined, undefined, undefined])
})
