import { create } from '@bufbuild/protobuf'
import { expect, test } from 'vitest'
import { type Order, OrderSchema, OrderState } from '../src/gen/dangol/shop/v1/resource_pb'
import { due, groups, isLate, nextState } from '../src/shop/board'

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
  expect(groups(orders, '2026-11-23', now, false).find((g) => g.key === '11')?.orders[0]?.id).toBe('g')
  expect(groups(orders, '2026-11-24', now, true).map((g) => g.key)).toEqual(['09'])
  expect(isLate(order('x', ''), now)).toBe(false)
})

test('the main button goes one step, and nothing is due of what is paid', () => {
  expect([OrderState.ENQUIRY, OrderState.QUOTED, OrderState.READY, OrderState.PICKED_UP].map((s) => nextState(order('a', '', s)))).toEqual([undefined, OrderState.CONFIRMED, OrderState.PICKED_UP, undefined])
  expect(due(create(OrderSchema, { totalWon: 44_000n, paidWon: 20_000n }))).toBe(24_000)
})
