// An order goes a step on, or money comes for it, with a way back for slips of the finger.
import type { Order, OrderState } from '../gen/dangol/shop/v1/resource_pb'
import { m } from '../lib/m.svelte'
import { openOrder } from '../lib/router.svelte'
import { give } from '../lib/store.svelte'
import { tell } from '../ui/toast.svelte'
import { act, advanceDue, due, mayGo } from './board'

export async function move(order: Order, to: OrderState): Promise<void> {
  const from = order.state
  await give('moveOrder', { orderId: order.id, from, to })
  const back = () => void give('moveOrder', { orderId: order.id, from: to, to: from })
  tell(m.moved(m.states[to] ?? ''), mayGo(to, from) ? back : undefined)
}

/** Notes money that came in cash, or that a person has seen in the bank's app. */
export async function receive(order: Order, won: number): Promise<void> {
  await give('recordPayment', { orderId: order.id, amountWon: BigInt(won) })
  tell(m.paidNoted(won), () => void give('recordPayment', { orderId: order.id, amountWon: BigInt(-won) }))
}

let last = { id: '', at: 0 }
let priced = ''

/** Whether an order's sheet is opened for its price; to be asked once, by the sheet. */
export function forPrice(id: string): boolean {
  const is = priced === id
  priced = ''
  return is
}

/** Does what the main button says. */
export function doAct(order: Order): void {
  const what = act(order)
  // The second of two quick taps was meant for the first button, not for the one that has taken its place.
  if (last.id === order.id && performance.now() - last.at < 500) return
  last = { id: order.id, at: performance.now() }
  if (what?.do === 'price') {
    priced = order.id
    openOrder(order.id)
  } else if (what?.do === 'pay') {
    if (advanceDue(order) > 0) openOrder(order.id) // how much has come, a person must say
    else void receive(order, due(order))
  } else if (what?.do === 'move') void move(order, what.to)
}
