// What waits to be sent, laid over what the server has said: a person sees at once what he did, with no server in reach
// too. It only guesses; the server's word replaces it as soon as it comes.
import { create, type DescMessage, fromBinary, type MessageShape } from '@bufbuild/protobuf'
import { type Deposit, DepositState, type Order, OrderSchema, OrderState } from '../gen/dangol/shop/v1/resource_pb'
import { type Command, commands } from './commands'
import type { Waiting } from './db'

type Wish<C extends Command> = MessageShape<(typeof commands)[C]>

export interface Laid {
  orders: Map<string, Order>
  deposits: Map<string, Deposit>
}

/** The id of an order that the server does not know yet: that of the command which places it. */
export const isUnsent = (o: Order) => o.id.startsWith('unsent-')

export function overlay(waiting: Waiting[], orders: Map<string, Order>, deposits: Map<string, Deposit>): Laid {
  const laid = { orders: new Map(orders), deposits: new Map(deposits) }
  for (const one of waiting) lay(laid, one)
  return laid
}

function lay({ orders, deposits }: Laid, one: Waiting): void {
  const message = fromBinary(commands[one.rpc as Command] as DescMessage, one.data)
  const change = (id: string, to: Partial<Order>) => {
    const order = orders.get(id)
    // Nobody can say when the server will have changed it: a change upon this one names no time.
    if (order) orders.set(id, { ...order, ...to, changedMs: 0n })
  }
  const pay = (id: string, won: bigint) => change(id, { paidWon: (orders.get(id)?.paidWon ?? 0n) + won })
  switch (one.rpc as Command) {
    case 'moveOrder': {
      const w = message as Wish<'moveOrder'>
      return change(w.orderId, { state: w.to })
    }
    case 'noteOrder': {
      const w = message as Wish<'noteOrder'>
      return change(w.orderId, { note: w.note })
    }
    case 'recordPayment': {
      const w = message as Wish<'recordPayment'>
      return pay(w.orderId, w.amountWon)
    }
    case 'changeOrder': {
      const w = message as Wish<'changeOrder'>
      if (w.details) change(w.orderId, detailsOf(w.details))
      return
    }
    case 'placeOrder': {
      const w = message as Wish<'placeOrder'>
      if (!w.details) return
      const id = `unsent-${one.id}`
      const state = w.details.totalWon === undefined ? OrderState.ENQUIRY : OrderState.QUOTED
      orders.set(id, { ...create(OrderSchema, { id, state }), ...detailsOf(w.details) })
      return
    }
    case 'matchDeposit': {
      const w = message as Wish<'matchDeposit'>
      const deposit = deposits.get(w.depositId)
      if (!deposit || deposit.state === DepositState.MATCHED) return
      deposits.set(deposit.id, { ...deposit, state: DepositState.MATCHED, automatic: false, parts: w.parts })
      for (const p of w.parts) pay(p.orderId, p.amountWon)
      return
    }
    case 'ignoreDeposit': {
      const w = message as Wish<'ignoreDeposit'>
      const deposit = deposits.get(w.depositId)
      if (deposit) deposits.set(deposit.id, { ...deposit, state: DepositState.IGNORED })
      return
    }
    case 'undoMatch': {
      const w = message as Wish<'undoMatch'>
      const deposit = deposits.get(w.depositId)
      if (!deposit) return
      for (const p of deposit.parts) pay(p.orderId, -p.amountWon)
      deposits.set(deposit.id, { ...deposit, state: DepositState.UNMATCHED, parts: [] })
    }
  }
}

type Details = NonNullable<Wish<'placeOrder'>['details']>

function detailsOf(d: Details): Partial<Order> {
  const { name, phone, pickup, deliveryAddress, requests, totalWon, advanceWon, depositor, coolerBag, lines } = d
  return { name, phone, pickup, deliveryAddress, requests, totalWon, advanceWon, depositor, coolerBag, lines }
}
