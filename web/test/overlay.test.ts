import { create, toBinary } from '@bufbuild/protobuf'
import { expect, test } from 'vitest'
import { ConversationSchema, Side, Stand } from '../src/gen/dangol/channel/v1/resource_pb'
import { CustomerSchema, DepositSchema, DepositState, ItemSchema, OrderSchema, OrderState, ShopSchema } from '../src/gen/dangol/shop/v1/resource_pb'
import { type Command, schemaOf } from '../src/lib/commands'
import { bareGround, isUnsent, overlay } from '../src/lib/overlay'

let n = 0
const wait = (rpc: Command, fields: Record<string, unknown>) => ({ id: `c${++n}`, n, rpc, at: 0, data: toBinary(schemaOf(rpc), create(schemaOf(rpc), fields)) })
const order = create(OrderSchema, { id: 'o', state: OrderState.QUOTED, totalWon: 40_000n, changedMs: 5n })
const deposit = create(DepositSchema, { id: 'd', state: DepositState.UNMATCHED, amountWon: 40_000n })
const ground = {
  ...bareGround(),
  order: new Map([['o', order]]), deposit: new Map([['d', deposit]]),
  customer: new Map([['k', create(CustomerSchema, { id: 'k', name: '이서연', phone: '01000001234', depositors: ['이서연'], note: '' })]]),
  item: new Map([['i', create(ItemSchema, { id: 'i', name: '마카롱', priceWon: 3000n })]]),
  shop: new Map([['s', create(ShopSchema, { id: 's', name: '햇살', account: '1', payWithinHours: 24 })]]),
}
const lay = (...waiting: ReturnType<typeof wait>[]) => overlay(waiting, ground)
const details = { name: '손하나', totalWon: 1000n, lines: [{ item: '케이크', quantity: 1 }] }

test('an order moves; only a change of what is ordered hides when it was changed', () => {
  const moved = lay(wait('moveOrder', { orderId: 'o', to: OrderState.CONFIRMED }), wait('noteOrder', { orderId: 'o', note: '문 앞' }), wait('recordPayment', { orderId: 'o', amountWon: 5n }))
  expect(moved.order.get('o')).toMatchObject({ state: OrderState.CONFIRMED, note: '문 앞', paidWon: 5n, changedMs: 5n })
  expect(order.state).toBe(OrderState.QUOTED) // what the server said is kept
  expect(lay(wait('changeOrder', { orderId: 'o', seenChangedMs: 5n, details })).order.get('o')).toMatchObject({ name: '손하나', changedMs: 0n })
})

test('a change may take away what was there', () => {
  expect(lay(wait('changeOrder', { orderId: 'o', details: { ...details, totalWon: undefined } })).order.get('o')?.totalWon).toBeUndefined()
})

test('a match pays the order, and its undoing takes the money back', () => {
  const match = wait('matchDeposit', { depositId: 'd', parts: [{ orderId: 'o', amountWon: 40_000n }] })
  const once = lay(match)
  expect(once.order.get('o')?.paidWon).toBe(40_000n)
  expect(once.deposit.get('d')?.state).toBe(DepositState.MATCHED)
  const undone = lay(match, wait('undoMatch', { depositId: 'd' }))
  expect(undone.order.get('o')?.paidWon).toBe(0n)
  expect(undone.deposit.get('d')).toMatchObject({ state: DepositState.UNMATCHED, parts: [] })
})

test('a new order is there before the server knows it, and takes what is done with it', () => {
  const place = wait('placeOrder', { details })
  const made = [...lay(place).order.values()].filter(isUnsent)
  expect(made.map((o) => [o.name, o.state])).toEqual([['손하나', OrderState.QUOTED]])
  const id = made[0]?.id ?? ''
  const later = [wait('moveOrder', { orderId: id, to: OrderState.CONFIRMED }), wait('changeOrder', { orderId: id, details: { ...details, name: '손둘' } })]
  expect(lay(place, ...later).order.get(id)).toMatchObject({ name: '손둘', state: OrderState.CONFIRMED })
  expect(overlay(later, ground, new Map([[id, 'o']])).order.get('o')).toMatchObject({ name: '손둘', state: OrderState.CONFIRMED })
})

test('a new order that has come is there once, though its command still waits', () => {
  const place = wait('placeOrder', { details })
  const laid = overlay([place], ground, new Map([[`unsent-${place.id}`, 'o']]))
  expect([...laid.order.keys()]).toEqual(['o'])
})

test('a second change of a customer builds on the first', () => {
  const first = lay(wait('changeCustomer', { customerId: 'k', depositors: { names: ['이서연', '이엄마'] } }))
  expect(first.customer.get('k')).toMatchObject({ depositors: ['이서연', '이엄마'], phone: '01000001234' })
  const none = lay(wait('changeCustomer', { customerId: 'k', depositors: { names: [] } }), wait('changeCustomer', { customerId: 'k', note: '호두 빼고', phone: '' }))
  expect(none.customer.get('k')).toMatchObject({ depositors: [], note: '호두 빼고', phone: '' })
})

test('items and the shop itself change at once', () => {
  const laid = lay(
    wait('addItem', { name: '쿠키', priceWon: 2000n }), wait('changeItem', { itemId: 'i', priceWon: 3500n }), wait('changeShop', { shopId: 's', name: '햇살케이크' }),
  )
  expect([...laid.item.values()].map((i) => [i.name, i.priceWon])).toEqual([['마카롱', 3500n], ['쿠키', 2000n]])
  expect(laid.shop.get('s')).toMatchObject({ name: '햇살케이크', account: '1', payWithinHours: 24 })
  expect(lay(wait('retireItem', { itemId: 'i' })).item.get('i')?.retired).toBe(true)
})

test('what a newer app has put there is left alone', () => {
  expect(overlay([{ id: 'x', n: 1, rpc: 'danceOrder', at: 0, data: new Uint8Array() }], ground).order.get('o')).toEqual(order)
})

test('a conversation is read, answered, moved and labelled at once', () => {
  const one = create(ConversationSchema, { id: 'v', unread: 3, lastSeq: 9, shopRead: 6, waitsSinceMs: 7n, labels: ['단골'], lastSide: Side.CUSTOMER, stand: Stand.OPEN })
  const there = { ...ground, conversation: new Map([['v', one]]) }
  const laid = overlay([
    wait('markRead', { conversationId: 'v', seq: 9 }), wait('post', { conversationId: 'v', text: '네,  됩니다' }),
    wait('changeConversation', { conversationId: 'v', stand: Stand.WAITING, staffId: 'me', addLabels: ['예약'], removeLabels: ['단골'] }),
    wait('addNote', { conversationId: 'v', text: '알레르기' }),
  ], there)
  expect(laid.conversation.get('v')).toMatchObject({ unread: 0, shopRead: 9, lastSide: Side.STAFF, preview: '네, 됩니다', waitsSinceMs: 0n, stand: Stand.WAITING, staffId: 'me', labels: ['예약'] })
  expect([...laid.note.values()].map((x) => x.text)).toEqual(['알레르기'])
  expect(there.conversation.get('v')).toBe(one)
  expect(laid.customer).toBe(there.customer) // what nobody changed is not copied
})

test('the card of an order that is not sent yet goes to its conversation', () => {
  const placed = wait('placeOrder', { details, conversationId: 'v' })
  const laid = overlay([placed, wait('sendCard', { orderId: `unsent-${placed.id}`, conversationId: 'v' })], { ...ground, conversation: new Map([['v', create(ConversationSchema, { id: 'v' })]]) })
  expect(laid.order.get(`unsent-${placed.id}`)?.conversationId).toBe('v')
  expect(laid.conversation.get('v')?.preview).toBe('주문 카드')
})
