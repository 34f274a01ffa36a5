// All orders as a spreadsheet: a line for each thing ordered.
import type { Order } from '../gen/dangol/shop/v1/resource_pb'
import { csv } from '../lib/csv'
import { phone } from '../lib/format'
import { m } from '../lib/m.svelte'
import { byPickup } from './board'

export function saveOrders(orders: Order[], day: string): void {
  const rows = [[m.pickup, m.state, m.name_, m.phone, m.item, m.quantity, m.size, m.flavor, m.design, m.lettering, m.candles, m.requests, m.address, m.total, m.advance, m.paid, m.code, m.depositor, m.note]]
  for (const o of [...orders].sort(byPickup)) {
    for (const l of o.lines) {
      rows.push([
        o.pickup.replace('T', ' '), m.states[o.state] ?? '', o.name, phone(o.phone), l.item, String(l.quantity), l.size, l.flavor, l.design, l.lettering.join(' / '), l.candles,
        o.requests, o.deliveryAddress, String(o.totalWon ?? ''), String(o.advanceWon ?? ''), String(o.paidWon), o.code, o.depositor, o.note,
      ])
    }
  }
  const a = document.createElement('a')
  a.href = URL.createObjectURL(new Blob([csv(rows)], { type: 'text/csv' }))
  a.download = `dangol-${day}.csv`
  a.click()
  setTimeout(() => URL.revokeObjectURL(a.href), 10_000)
}
