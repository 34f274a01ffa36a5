// What the shop knows, as sheets of a workbook: orders, customers, deposits, and what was said.
import { type Conversation, type Message, Side } from '../gen/dangol/channel/v1/resource_pb'
import { type Customer, type Deposit, DepositState, type Order } from '../gen/dangol/shop/v1/resource_pb'
import { phone, wall } from '../lib/format'
import type { Messages } from '../lib/ko'
import { byPickup } from '../shop/board'
import type { Words } from './ko'
import type { Cell, Sheet } from './xlsx'

/** A shop as it lies on a device, or in a backup. */
export interface Holding {
  shopName: string
  orders: Order[]
  customers: Customer[]
  deposits: Deposit[]
  conversations: Conversation[]
  staff: { id: string; name: string }[]
  messages(conversation: string): Promise<Message[]>
}

const at = (ms: bigint): Cell => (ms === 0n ? undefined : { at: wall(Number(ms)) })
/** A pickup may name the day alone. */
const pickup = (p: string): Cell => (p === '' ? undefined : p.length > 10 ? { at: p.slice(0, 16) } : { day: p })
const won = (n: bigint | undefined): Cell => (n === undefined ? undefined : { won: n })

function ordersSheet(orders: Order[], m: Messages, w: Words): Sheet {
  const columns = [
    [w.sheet.pickup, 17], [m.state, 10], [m.name_, 12], [m.phone, 15], [m.item, 20], [m.quantity, 6], [m.size, 10], [m.flavor, 10], [m.design, 20], [m.lettering, 24], [m.candles, 8],
    [m.requests, 24], [m.address, 20], [m.total, 11], [m.advance, 11], [m.paid, 11], [w.sheet.refund, 11], [m.code, 10], [m.depositor, 12], [m.note, 24], [w.sheet.made, 17],
  ] as const
  // Money stands on an order's first line alone, so that sums over the column are right.
  const lines = (o: Order): Cell[][] => (o.lines.length > 0 ? o.lines : [undefined]).map((l, i) => {
    const once = <A>(one: A) => (i > 0 ? undefined : one)
    return [
      pickup(o.pickup), m.states[o.state] ?? '', o.name, phone(o.phone), l?.item, l && { n: l.quantity }, l?.size, l?.flavor, l?.design, l?.lettering.join(' / '), l?.candles,
      o.requests, o.deliveryAddress, once(won(o.totalWon)), once(won(o.advanceWon)), once(won(o.paidWon)), once(o.refundWon > 0n ? won(o.refundWon) : undefined), o.code, o.depositor, o.note, at(o.createdMs),
    ]
  })
  return { name: m.orders, columns: columns.map(([name, width]) => ({ name, width })), rows: [[...orders].sort(byPickup).flatMap(lines)] }
}

function customersSheet(customers: Customer[], m: Messages, w: Words): Sheet {
  const columns = [[m.name_, 14], [m.phone, 15], [w.sheet.times, 8], [w.sheet.noShows, 8], [m.paid, 12], [m.payNames, 20], [m.note, 30]] as const
  const rows = [...customers].sort((a, b) => a.name.localeCompare(b.name, 'ko'))
  return {
    name: m.customers, columns: columns.map(([name, width]) => ({ name, width })),
    rows: [rows.map((c): Cell[] => [c.name, phone(c.phone), { n: c.orders }, { n: c.noShows }, { won: c.paidWon }, c.depositors.join(', '), c.note])],
  }
}

function depositsSheet({ deposits, orders }: Holding, m: Messages, w: Words): Sheet {
  const codes = new Map(orders.map((o) => [o.id, `${o.name} ${o.code}`.trim()]))
  const columns = [[w.sheet.came, 17], [m.depositor, 16], [w.sheet.won, 12], [m.state, 14], [m.orders, 24], [w.sheet.memo, 20]] as const
  const state = (d: Deposit) => (d.state === DepositState.MATCHED ? w.sheet.matched : d.state === DepositState.IGNORED ? w.sheet.ignored : w.sheet.unmatched)
  return {
    name: m.deposits, columns: columns.map(([name, width]) => ({ name, width })),
    rows: [deposits.map((d): Cell[] => [pickup(d.at), d.name, { won: d.amountWon }, state(d), d.parts.map((p) => codes.get(p.orderId) ?? '').filter(Boolean).join(', '), d.memo])],
  }
}

function messagesSheet(from: Holding, w: Words): Sheet {
  const columns = [[w.sheet.who, 14], [w.sheet.phone, 15], [w.sheet.at, 17], [w.sheet.by, 12], [w.sheet.said, 60], [w.sheet.photos, 8]] as const
  const staff = new Map(from.staff.map((s) => [s.id, s.name]))
  const by = (c: Conversation, m: Message) => (m.side === Side.CUSTOMER ? c.name : m.side === Side.AUTO ? w.sheet.automatic : (staff.get(m.staffId) ?? w.sheet.shop))
  const said = (m: Message) => [m.text, ...m.answers.map((a) => `${a.label}: ${a.texts.join(', ')}`), m.wish ? w.sheet.wish[m.wish.kind] : ''].filter(Boolean).join('\n')
  const pictures = (m: Message) => m.photos.length + m.answers.reduce((n, a) => n + a.photos.length, 0)
  async function* rows(): AsyncGenerator<Cell[][]> {
    for (const c of from.conversations) {
      const all = await from.messages(c.id)
      if (all.length > 0) yield all.map((m): Cell[] => [c.name, phone(c.phone), at(m.atMs), by(c, m), said(m), pictures(m) > 0 ? { n: pictures(m) } : undefined])
    }
  }
  return { name: w.sheet.messages, columns: columns.map(([name, width]) => ({ name, width })), rows: rows() }
}

/** All that the workbook holds. */
export const sheetsOf = (from: Holding, m: Messages, w: Words): Sheet[] => [
  ordersSheet(from.orders, m, w), customersSheet(from.customers, m, w), depositsSheet(from, m, w), messagesSheet(from, w),
]
