// All orders as a spreadsheet: a line for each thing ordered. Money stands on an order's first line alone, so that sums
// over the column are right.
import type { Order } from '../gen/dangol/shop/v1/resource_pb'
import { csv } from '../lib/csv'
import { phone } from '../lib/format'
import type { Messages } from '../lib/ko'
import { byPickup } from './board'

export function sheetOf(orders: Order[], m: Messages): string[][] {
  const rows = [[m.pickup, m.state, m.name_, m.phone, m.item, m.quantity, m.size, m.flavor, m.design, m.lettering, m.candles, m.requests, m.address, m.total, m.advance, m.paid, m.code, m.depositor, m.note]]
  for (const o of [...orders].sort(byPickup)) {
    for (const [i, l] of o.lines.entries()) {
      const once = (won: bigint | undefined) => (i > 0 || won === undefined ? '' : String(won))
      rows.push([
        o.pickup.replace('T', ' '), m.states[o.state] ?? '', o.name, phone(o.phone), l.item, String(l.quantity), l.size, l.flavor, l.design, l.lettering.join(' / '), l.candles,
        o.requests, o.deliveryAddress, once(o.totalWon), once(o.advanceWon), once(o.paidWon), o.code, o.depositor, o.note,
      ])
    }
  }
  return rows
}

export function saveOrders(orders: Order[], day: string, m: Messages): void {
  const a = document.createElement('a')
  a.href = URL.createObjectURL(new Blob([csv(sheetOf(orders, m))], { type: 'text/csv' }))
  a.download = `dangol-${day}.csv`
  a.click()
  setTimeout(() => URL.revokeObjectURL(a.href), 10_000)
}
