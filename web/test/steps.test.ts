import { readFileSync } from 'node:fs'
import { create } from '@bufbuild/protobuf'
import { expect, test } from 'vitest'
import { OrderSchema, OrderState } from '../src/gen/dangol/shop/v1/resource_pb'
import { act, advanceDue, choices, closing, mayGo, steps } from '../src/shop/board'

const states = Object.values(OrderState).filter((s): s is OrderState => typeof s === 'number' && s > 0)
const order = (state: OrderState, totalWon?: bigint, paidWon = 0n) => create(OrderSchema, { id: 'a', state, totalWon, paidWon })

test('the steps are those of the server, no more and no fewer', () => {
  const source = readFileSync('../shop/state.go', 'utf8')
  const number = Object.fromEntries([...source.matchAll(/^\t(\w+)\s+State = (\d+)/gm)].map((f) => [f[1], Number(f[2])]))
  const table = source.slice(source.indexOf('var steps = map'))
  const served = [...table.slice(0, table.indexOf('\n}')).matchAll(/^\t(\w+):\s+\{([^}]*)\}/gm)].map((f) => [number[f[1] ?? ''], (f[2] ?? '').split(',').map((w) => number[w.trim()]).sort()])
  expect(served).toHaveLength(states.length)
  expect(states.map((s) => [s, [...(steps[s] ?? [])].sort()])).toEqual(served)
})

test('no button asks for a step that the server refuses', () => {
  for (const s of states) {
    const o = order(s, 44_000n)
    const what = act(o)
    if (what?.do === 'move') expect(mayGo(s, what.to)).toBe(true)
    for (const to of choices(o)) expect(mayGo(s, to)).toBe(true)
    if (what) expect(mayGo(s, closing(o)) && mayGo(closing(o), s)).toBe(true) // clearing up can be undone
  }
})

test('money is noted where it is due, and the part asked for first is told apart', () => {
  expect(act(order(OrderState.ENQUIRY))).toEqual({ do: 'price' })
  expect(act(order(OrderState.QUOTED, 44_000n))).toEqual({ do: 'pay' })
  expect(act(order(OrderState.QUOTED, 44_000n, 44_000n))).toBeUndefined()
  expect(act(order(OrderState.QUOTED, 0n))).toEqual({ do: 'move', to: OrderState.CONFIRMED })
  expect(choices(order(OrderState.CANCELLED))).not.toContain(OrderState.QUOTED)
  expect(advanceDue(create(OrderSchema, { totalWon: 44_000n, advanceWon: 20_000n, paidWon: 5_000n }))).toBe(15_000)
  expect(advanceDue(create(OrderSchema, { totalWon: 44_000n, advanceWon: 44_000n }))).toBe(0)
})
