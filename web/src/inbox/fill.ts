// The fields of saved replies: {name}, {pickup}, {code}, {total}, {account}, {pay_by}, {shop} become what they say. The server
// does the same for what is sent later (channel/policy).
import type { Conversation } from '../gen/dangol/channel/v1/resource_pb'
import { type Order, OrderState } from '../gen/dangol/shop/v1/resource_pb'
import { amount, dayOf, hourOf, pickupName, wall } from '../lib/format'

export const fields = ['name', 'pickup', 'code', 'total', 'account', 'pay_by', 'shop'] as const
export type Field = (typeof fields)[number]

export interface Known {
  talk?: Pick<Conversation, 'name'>
  order?: Order
  shop?: { name: string; account: string; zone: string }
}

/** A time as people say it: "11월 23일 (월) 오후 3시 30분", the day alone where no hour is known. */
export function spoken(at: string): string {
  if (at === '' || hourOf(at) === '') return pickupName(at)
  const [h = 0, min = 0] = hourOf(at).split(':').map(Number)
  const half = h === 0 ? '밤' : h === 12 ? '낮' : h < 12 ? '오전' : '오후'
  return `${pickupName(dayOf(at))} ${half} ${h % 12 || 12}시${min > 0 ? ` ${min}분` : ''}`
}

/** What each field says; empty where nothing is known. Customers read it, so it is Korean whatever language the shop's people read. */
export function values({ talk, order, shop }: Known): Record<Field, string> {
  const won = order?.totalWon
  return {
    name: talk?.name ?? order?.name ?? '', shop: shop?.name ?? '', account: shop?.account ?? '', code: order?.code ?? '',
    pickup: spoken(order?.pickup ?? ''), total: won === undefined ? '' : `${amount(Number(won))}원`,
    pay_by: order && order.payByMs > 0n ? spoken(wall(Number(order.payByMs), shop?.zone || undefined)) : '',
  }
}

/** A text with its fields filled; those of which nothing is known stay, and are named. */
export function fill(text: string, known: Known): { text: string; open: Field[] } {
  const say = values(known)
  const open = new Set<Field>()
  const filled = text.replaceAll(/\{([a-z_]+)\}/g, (whole, name: string) => {
    if (!(name in say)) return whole
    const word = say[name as Field]
    if (word === '') open.add(name as Field)
    return word || whole
  })
  return { text: filled, open: [...open] }
}

/** The fields that still stand in a text. */
export const openFields = (text: string): Field[] => fields.filter((f) => text.includes(`{${f}}`))

const dead = [OrderState.CANCELLED, OrderState.LAPSED]

/** The order that a conversation is about: the newest that is alive, else the newest. */
export function newestOrder(orders: Order[], conversationId: string): Order | undefined {
  const mine = ordersOf(orders, conversationId)
  return mine.find((o) => !dead.includes(o.state)) ?? mine[0]
}

/** A conversation's orders, the newest first; what the server does not know yet is newest. */
export function ordersOf(orders: Order[], conversationId: string): Order[] {
  const at = (o: Order) => (o.createdMs === 0n ? Number.MAX_SAFE_INTEGER : Number(o.createdMs))
  return orders.filter((o) => o.conversationId === conversationId).sort((a, b) => at(b) - at(a) || (a.id < b.id ? 1 : -1))
}
