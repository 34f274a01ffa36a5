import 'fake-indexeddb/auto'
import { create, type MessageShape } from '@bufbuild/protobuf'
import { expect, test } from 'vitest'
import { OrderSchema, OrderState } from '../src/gen/dangol/shop/v1/resource_pb'
import type { Command, Schema } from '../src/lib/commands'
import { open, outbox, type Refused, refusals, type Store, type Waiting } from '../src/lib/db'
import { endOf, madeEnd } from '../src/lib/id'
import { bareGround, overlay } from '../src/lib/overlay'
import { again, decode, finish, refuse, takeUp, unsentId } from '../src/lib/queue'
import { changeOrder, command, settle, takeBack } from '../src/lib/work'

let n = 0
const fresh = () => open(`work-${n++}`)
const details = (requests: string) => ({ name: '손하나', requests, totalWon: 30_000n, lines: [{ item: '케이크', quantity: 1 }] })
const order = (id: string, changedMs = 7n) => create(OrderSchema, { id, name: '손하나', changedMs })
const says = <C extends Command>(_: C, one: Waiting | undefined) => decode(one as Waiting) as unknown as MessageShape<Schema<C>>
const screen = async (db: Store, ...there: string[]) => overlay(await outbox(db), { ...bareGround(), order: new Map(there.map((id) => [id, order(id)])) })
const why = { ko: '안 돼요', en: 'no' }

test('an order that nobody knows is changed where it waits, as often as one likes, and arrives as it was worded last', async () => {
  const db = await fresh()
  const placed = await command(db, 's', 'placeOrder', { details: details('초 하나'), conversationId: 'c' })
  for (const words of ['초 둘', '초 셋']) await changeOrder(db, 's', order(unsentId(placed.id)), details(words))
  const [only, ...more] = await outbox(db)
  expect(more).toEqual([])
  expect(says('placeOrder', only)).toMatchObject({ commandId: placed.id, conversationId: 'c', details: details('초 셋') })
})

test('a second change is worded into the first, and still says what was seen before', async () => {
  const db = await fresh()
  await changeOrder(db, 's', order('o', 7n), details('초 둘'))
  await command(db, 's', 'noteOrder', { orderId: 'o', note: '문 앞' })
  await changeOrder(db, 's', order('o', 0n), details('초 셋')) // as it stands on the screen: nobody knows when it will have been changed
  const [change, note, ...more] = await outbox(db)
  expect([note?.rpc, more.length]).toEqual(['noteOrder', 0])
  expect(says('changeOrder', change)).toMatchObject({ seenChangedMs: 7n, details: details('초 셋') })
})

test('behind a change that is under way another waits; when the first is refused, it has seen what that one had', async () => {
  const db = await fresh()
  const first = await changeOrder(db, 's', order('o', 7n), details('초 둘'))
  await takeUp(db, first.id)
  const second = await changeOrder(db, 's', order('o', 0n), details('초 셋'))
  const other = await changeOrder(db, 's', order('other', 0n), details('초 넷'))
  expect(second.id).not.toBe(first.id)
  await refuse(db, first.id, why)
  const seen = new Map((await outbox(db)).map((one) => [one.id, says('changeOrder', one).seenChangedMs]))
  expect(seen).toEqual(new Map([[second.id, 7n], [other.id, 0n]]))
  expect((await refusals(db)).map((r) => r.id)).toEqual([first.id])
})

test('when what a change was written upon is done, the moment of that is what it has seen', async () => {
  const db = await fresh()
  const first = await changeOrder(db, 's', order('o', 7n), details('초 둘'))
  const placed = await command(db, 's', 'placeOrder', { details: details('초 하나') })
  for (const { id } of [first, placed]) await takeUp(db, id)
  const second = await changeOrder(db, 's', order('o', 0n), details('초 셋'))
  const upon = await changeOrder(db, 's', order(unsentId(placed.id), 0n), details('초 넷'))
  await finish(db, first.id, '', [], 11n)
  await finish(db, placed.id, 'true-id', [], 12n)
  const [a, b] = [await takeUp(db, second.id), await takeUp(db, upon.id)]
  expect(says('changeOrder', a as Waiting)).toMatchObject({ orderId: 'o', seenChangedMs: 11n })
  expect(says('changeOrder', b as Waiting)).toMatchObject({ orderId: 'true-id', seenChangedMs: 12n })
})

test('an unsent order is taken back where it waits, or called off when it may be under way', async () => {
  const db = await fresh()
  const [one, two] = [await command(db, 's', 'placeOrder', { details: details('1') }), await command(db, 's', 'placeOrder', { details: details('2') })]
  expect(await takeBack(db, 's', order(unsentId(one.id)))).toEqual({ gone: [one.id] })
  await takeUp(db, two.id)
  await takeBack(db, 's', order(unsentId(two.id)))
  expect((await outbox(db)).map((w) => w.rpc)).toEqual(['placeOrder', 'moveOrder'])
})

test('what has come is not shown a second time, though its answer was lost; what waits behind it is laid upon it', async () => {
  const db = await fresh()
  const placed = await command(db, 's', 'placeOrder', { details: details('1') })
  await takeUp(db, placed.id)
  await command(db, 's', 'noteOrder', { orderId: unsentId(placed.id), note: '문 앞' })
  const came = `03t48gma967g${madeEnd(placed.id)}`
  expect([...(await screen(db)).order.keys()]).toEqual([unsentId(placed.id)])
  const laid = (await screen(db, came, 'another')).order
  expect([...laid.keys()]).toEqual([came, 'another'])
  expect(laid.get(came)?.note).toBe('문 앞')
})

test('the end of an id says which command has made the thing, as the server makes it', () => {
  // The same command and id as in id/id_test.go.
  expect(endOf('0c0t41jrke0d8kpa11jcr7xj1c')).toBe(madeEnd('000t48gma967gde3ggyfbze8kr'))
})

test('what was chosen takes the place of what was refused, and of what had been written before upon the same', async () => {
  const db = await fresh()
  const first = await changeOrder(db, 's', order('o', 7n), details('초 둘'))
  await takeUp(db, first.id)
  const second = await changeOrder(db, 's', order('o', 0n), details('초 셋'))
  const other = await changeOrder(db, 's', order('other', 7n), details('초 넷'))
  for (const { id } of [first, second, other]) await refuse(db, id, why)
  const [a, b] = await refusals(db)
  expect(b?.base).toEqual(a?.base) // both were written upon what was there before
  const now = order('o', 9n)
  const { gone, given } = await settle(db, 's', b as Refused, now, details('초 다섯'))
  expect(gone).toEqual([first.id, second.id])
  expect(says('changeOrder', given)).toMatchObject({ orderId: 'o', seenChangedMs: 9n, details: details('초 다섯') })
  expect((await refusals(db)).map((r) => r.id)).toEqual([other.id])
  const [c] = await refusals(db)
  expect(await settle(db, 's', c as Refused, order('other', 9n))).toEqual({ gone: [other.id] }) // it is right as it stands
  expect((await outbox(db)).map((w) => w.id)).toEqual([given?.id])
})

test('the order upon which a change was written lies sealed', async () => {
  const db = await fresh()
  await changeOrder(db, 's', create(OrderSchema, { id: 'o', phone: '01000001234' }), details('초 둘'))
  const [lying] = await db.getAll('outbox')
  expect(Buffer.from(lying?.base as Uint8Array).includes('01000001234')).toBe(false)
  expect(Buffer.from((await outbox(db))[0]?.base as Uint8Array).includes('01000001234')).toBe(true)
})

test('a quote goes only when the price that it says was taken, and both are given again together', async () => {
  const db = await fresh()
  const one = { ...order('o', 7n), state: OrderState.ENQUIRY }
  const price = await changeOrder(db, 's', one, details('초 둘'))
  const card = await command(db, 's', 'sendCard', { orderId: 'o', conversationId: 'c' }, { after: price.id })
  const shown = overlay(await outbox(db), { ...bareGround(), order: new Map([['o', one]]) })
  expect(shown.order.get('o')?.state).toBe(OrderState.QUOTED)
  await takeUp(db, price.id)
  await refuse(db, price.id, why)
  expect(await takeUp(db, card.id)).toBeNull()
  await refuse(db, card.id, why)
  let named = 0
  const { given } = await again(db, price.id, () => `new${named++}`, { shopId: 's' })
  expect(given.map((g) => [g.id, g.rpc, g.after])).toEqual([['new0', 'changeOrder', undefined], ['new1', 'sendCard', 'new0']])
  await takeUp(db, 'new0')
  await finish(db, 'new0', '', [], 9n)
  expect(await takeUp(db, 'new1')).toMatchObject({ id: 'new1', tried: true })
})
