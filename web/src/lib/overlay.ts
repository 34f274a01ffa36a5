// What waits to be sent, laid over what the server has said: a person sees at once what he did, with no server in reach
// too. It only guesses; the server's word replaces it as soon as it comes.
import { create, type DescMessage, fromBinary, type MessageShape } from '@bufbuild/protobuf'
import {
  type Customer, type Deposit, DepositState, type Item, ItemSchema, type Order, OrderSchema, OrderState, type Shop,
} from '../gen/dangol/shop/v1/resource_pb'
import { type Command, commands } from './commands'
import type { Waiting } from './db'
import { isUnsentId, unsentId } from './queue'

type Wish<C extends Command> = MessageShape<(typeof commands)[C]>

/** What commands can change, by id. */
export interface Ground {
  order: Map<string, Order>
  deposit: Map<string, Deposit>
  customer: Map<string, Customer>
  item: Map<string, Item>
  shop: Map<string, Shop>
}

/** Whether the server does not know an order yet. */
export const isUnsent = (o: Order) => isUnsentId(o.id)

/** The ground with the wishes upon it. Made: the true ids of things that got theirs while somebody looked at them. */
export function overlay(waiting: Waiting[], ground: Ground, made: ReadonlyMap<string, string> = new Map()): Ground {
  const laid: Ground = {
    order: new Map(ground.order), deposit: new Map(ground.deposit), customer: new Map(ground.customer), item: new Map(ground.item), shop: new Map(ground.shop),
  }
  for (const one of waiting) lay(laid, one, (id) => made.get(id) ?? id)
  return laid
}

type Fields<M> = { [K in keyof M]?: M[K] | undefined }

/** Changes a thing, where it is; fields that are absent stay. */
function change<M extends object>(map: Map<string, M>, id: string, to: Fields<M>): void {
  const one = map.get(id)
  if (!one) return
  const said = Object.fromEntries(Object.entries(to).filter(([, v]) => v !== undefined))
  map.set(id, { ...one, ...said } as M)
}

/** Money comes; an order that waits for it is confirmed when it is what was asked for. */
function pay(laid: Ground, id: string, won: bigint): void {
  const order = laid.order.get(id)
  if (!order) return
  const paidWon = order.paidWon + won
  const asked = order.advanceWon ?? order.totalWon
  const state = order.state === OrderState.QUOTED && asked !== undefined && won > 0n && paidWon >= asked ? OrderState.CONFIRMED : order.state
  change(laid.order, id, { paidWon, state })
}

type Layers = { [C in Command]?: (laid: Ground, wish: Wish<C>, id: string, known: (id: string) => string) => void }

/** How each command looks before the server has answered; others are seen when it has. */
const layers: Layers = {
  moveOrder: (laid, w, _, known) => change(laid.order, known(w.orderId), { state: w.to }),
  noteOrder: (laid, w, _, known) => change(laid.order, known(w.orderId), { note: w.note }),
  recordPayment: (laid, w, _, known) => pay(laid, known(w.orderId), w.amountWon),
  changeOrder: (laid, w, _, known) => {
    const order = laid.order.get(known(w.orderId))
    // Nobody can say when the server will have changed it: a change upon this one names no time. Others leave the time: it
    // is how the server finds out that somebody else has written, too.
    if (order && w.details) laid.order.set(order.id, { ...order, ...detailsOf(w.details), changedMs: 0n })
  },
  placeOrder: (laid, w, id, known) => {
    if (!w.details || laid.order.has(known(unsentId(id)))) return // it has come already
    const state = w.details.totalWon === undefined ? OrderState.ENQUIRY : OrderState.QUOTED
    laid.order.set(unsentId(id), { ...create(OrderSchema, { id: unsentId(id), state }), ...detailsOf(w.details) })
  },
  matchDeposit: (laid, w, _, known) => {
    const deposit = laid.deposit.get(w.depositId)
    if (!deposit || deposit.state === DepositState.MATCHED) return
    laid.deposit.set(deposit.id, { ...deposit, state: DepositState.MATCHED, automatic: false, parts: w.parts })
    for (const p of w.parts) pay(laid, known(p.orderId), p.amountWon)
  },
  ignoreDeposit: (laid, w) => change(laid.deposit, w.depositId, { state: DepositState.IGNORED }),
  undoMatch: (laid, w) => {
    const deposit = laid.deposit.get(w.depositId)
    if (!deposit) return
    for (const p of deposit.parts) pay(laid, p.orderId, -p.amountWon)
    laid.deposit.set(deposit.id, { ...deposit, state: DepositState.UNMATCHED, parts: [] })
  },
  changeCustomer: (laid, w) => change(laid.customer, w.customerId, { name: w.name, phone: w.phone, note: w.note, depositors: w.depositors?.names }),
  addItem: (laid, w, id, known) => {
    if (!laid.item.has(known(unsentId(id)))) laid.item.set(unsentId(id), create(ItemSchema, { id: unsentId(id), name: w.name, priceWon: w.priceWon }))
  },
  changeItem: (laid, w, _, known) => change(laid.item, known(w.itemId), { name: w.name, priceWon: w.priceWon }),
  retireItem: (laid, w, _, known) => change(laid.item, known(w.itemId), { retired: true }),
  changeShop: (laid, w) => change(laid.shop, w.shopId, { name: w.name, account: w.account, payWithinHours: w.payWithinHours, dayStarts: w.dayStarts }),
}

function lay(laid: Ground, one: Waiting, known: (id: string) => string): void {
  if (!(one.rpc in commands)) return // of another version of the app
  const layer = layers[one.rpc as Command] as ((laid: Ground, wish: unknown, id: string, known: (id: string) => string) => void) | undefined
  layer?.(laid, fromBinary(commands[one.rpc as Command] as DescMessage, one.data), one.id, known)
}

type Details = NonNullable<Wish<'placeOrder'>['details']>

function detailsOf(d: Details): Partial<Order> {
  const { name, phone, pickup, deliveryAddress, requests, totalWon, advanceWon, depositor, coolerBag, lines } = d
  return { name, phone, pickup, deliveryAddress, requests, totalWon, advanceWon, depositor, coolerBag, lines }
}
