import { create, type DescMessage, toBinary } from '@bufbuild/protobuf'
import { expect, test } from 'vitest'
import { DepositSchema, DepositState, OrderSchema, OrderState } from '../src/gen/dangol/shop/v1/resource_pb'
import { type Command, commands } from '../src/lib/commands'
import { isUnsent, overlay } from '../src/lib/overlay'

let n = 0
const wait = (rpc: Command, fields: Record<string, unknown>) => ({ id: `c${++n}`, n, rpc, at: 0, data: toBinary(commands[rpc] as DescMessage, create(commands[rpc] as DescMessage, fields)) })
const order = create(OrderSchema, { id: 'o', state: OrderState.QUOTED, totalWon: 40_000n, changedMs: 5n })
const deposit = create(DepositSchema, { id: 'd', state: DepositState.UNMATCHED, amountWon: 40_000n })
const lay = (...waiting: ReturnType<typeof wait>[]) => overlay(waiting, new Map([['o', order]]), new Map([['d', deposit]]))

test('an order moves, and names no time for the change after', () => {
  const { orders } = lay(wait('moveOrder', { orderId: 'o', to: OrderState.CONFIRMED }))
  expect(orders.get('o')).toMatchObject({ state: OrderState.CONFIRMED, changedMs: 0n })
  expect(order.state).toBe(OrderState.QUOTED) // what the server said is kept
})

test('a match pays the order, and its undoing takes the money back', () => {
  const match = wait('matchDeposit', { depositId: 'd', parts: [{ orderId: 'o', amountWon: 40_000n }] })
  const once = lay(match)
  expect(once.orders.get('o')?.paidWon).toBe(40_000n)
  expect(once.deposits.get('d')?.state).toBe(DepositState.MATCHED)
  const undone = lay(match, wait('undoMatch', { depositId: 'd' }))
  expect(undone.orders.get('o')?.paidWon).toBe(0n)
  expect(undone.deposits.get('d')).toMatchObject({ state: DepositState.UNMATCHED, parts: [] })
})

test('a new order is there before the server knows it', () => {
  const { orders } = lay(wait('placeOrder', { details: { name: '손하나', totalWon: 1000n, lines: [{ item: '케이크', quantity: 1 }] } }))
  const made = [...orders.values()].filter(isUnsent)
  expect(made.map((o) => [o.name, o.state])).toEqual([['손하나', OrderState.QUOTED]])
})
