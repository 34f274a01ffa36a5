// An order goes a step on, with a way back for slips of the finger.
import type { Order, OrderState } from '../gen/dangol/shop/v1/resource_pb'
import { m } from '../lib/m.svelte'
import { give } from '../lib/store.svelte'
import { tell } from '../ui/toast.svelte'

export async function move(order: Order, to: OrderState): Promise<void> {
  const from = order.state
  await give('moveOrder', { orderId: order.id, from, to })
  tell(m.moved(m.states[to] ?? ''), () => void give('moveOrder', { orderId: order.id, to: from }))
}
