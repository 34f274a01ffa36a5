// A change of an order, or of its note, that was refused, because somebody else had changed the order since. What is chosen between the two is in
// settle.ts, which is loaded with its screen.
import { fromBinary } from '@bufbuild/protobuf'
import type { Order } from '../gen/dangol/shop/v1/resource_pb'
import { ChangeOrderRequestSchema, NoteOrderRequestSchema } from '../gen/dangol/shop/v1/shop_pb'
import type { Waiting } from '../lib/db'

/** The order that was changed by somebody else since a change of it was written; undefined for other commands. */
export function overtaken(one: Waiting, orders: Order[]): Order | undefined {
  if (one.rpc === 'noteOrder') {
    const { orderId, note, seen } = fromBinary(NoteOrderRequestSchema, one.data)
    const order = seen === undefined ? undefined : orders.find((o) => o.id === orderId)
    return order && order.note !== seen?.trim() && order.note !== note.trim() ? order : undefined
  }
  if (one.rpc !== 'changeOrder') return undefined
  const { orderId, seenChangedMs } = fromBinary(ChangeOrderRequestSchema, one.data)
  if (seenChangedMs === 0n) return undefined
  return orders.find((o) => o.id === orderId && o.detailsMs > seenChangedMs)
}

/** The last change of an order that was refused so. */
export const conflictOn = <W extends Waiting>(orderId: string, refused: W[], orders: Order[]): W | undefined => refused.findLast((one) => overtaken(one, orders)?.id === orderId)
