// What a person does, as commands in the outbox: the part of it that asks what lies there already.
import { create, type MessageShape, toBinary } from '@bufbuild/protobuf'
import { type Order, OrderSchema, OrderState } from '../gen/dangol/shop/v1/resource_pb'
import { type Command, type Schema, schemaOf } from './commands'
import { enqueue, outbox, type Refused, refusals, type Store, type Waiting } from './db'
import { newCommand } from './id'
import { commandOf, decode, drop, isUnsentId, reword, withdraw } from './queue'

export type Fields<C extends Command> = Parameters<typeof create<Schema<C>>>[1]
export type Details = NonNullable<Fields<'placeOrder'>>['details']

/** What shall stand in an order, and its note. */
export type Wanted = NonNullable<Details> & { note?: string }

/** Puts a command into the outbox under a new id. */
export function command<C extends Command>(db: Store, shopId: string, rpc: C, fields: Fields<C>, upon: Pick<Waiting, 'base' | 'after'> = {}): Promise<Waiting> {
  const id = newCommand()
  const schema = schemaOf(rpc)
  const message = create(schema, { ...(fields as object), commandId: id, shopId } as never)
  return enqueue(db, { id, rpc, data: toBinary(schema, message), at: Date.now(), ...upon })
}

/**
 * Changes what is ordered. What waits and was not tried yet is worded anew: the order that the server does not know, or a change
 * of before, so that it still says what was seen before the first word was written. Else a command goes behind it.
 */
export async function changeOrder(db: Store, shopId: string, order: Order, details: Details): Promise<Waiting> {
  if (isUnsentId(order.id)) {
    const placed = await reword(db, commandOf(order.id), { details })
    if (placed) return placed
  }
  const before = (await outbox(db)).findLast((one) => one.rpc === 'changeOrder' && changeOf(one).orderId === order.id)
  const changed = before && (await reword(db, before.id, { details }))
  const fields = { orderId: order.id, seenChangedMs: order.changedMs, details }
  return changed || command(db, shopId, 'changeOrder', fields, { base: toBinary(OrderSchema, create(OrderSchema, order)) })
}

/**
 * A person has seen what stands in an order beside what was refused, and says what shall stand there; nothing when it is right
 * as it is. It gives what has left the list: also what was written before upon the same, for it stands in this one.
 */
export async function settle(db: Store, shopId: string, refused: Refused, order: Order, wanted?: Wanted): Promise<{ gone: string[]; given?: Waiting }> {
  const note = { orderId: order.id, note: wanted?.note ?? '', seen: order.note }
  const given = wanted && (await (refused.rpc === 'noteOrder' ? command(db, shopId, 'noteOrder', note) : changeOrder(db, shopId, order, wanted)))
  const { orderId, seenChangedMs } = changeOf(refused) // a note has seen none, and each was written upon the one before
  const same = (one: Refused) => one.rpc === refused.rpc && (one.n ?? 0) <= (refused.n ?? 0) && changeOf(one).orderId === orderId && changeOf(one).seenChangedMs === seenChangedMs
  const gone = (await refusals(db)).filter(same).map((one) => one.id)
  await drop(db, gone) // last: until what takes its place is on the disk, nothing goes
  return { gone, ...(given && { given }) }
}

const changeOf = (one: Waiting) => decode(one) as MessageShape<Schema<'changeOrder'>>

/** Takes back an order that the server does not know: where it waits, with all that hangs on it, or by calling it off. */
export async function takeBack(db: Store, shopId: string, order: Order): Promise<{ gone: string[] } | { given: Waiting }> {
  const gone = await withdraw(db, commandOf(order.id))
  return gone ? { gone } : { given: await command(db, shopId, 'moveOrder', { orderId: order.id, to: OrderState.CANCELLED }) }
}
