// The sheet of a day as a file by itself: everything is in it, it opens in any browser, also on a computer that has never seen
// the shop, and prints on A4.
import { type Order, OrderState } from '../gen/dangol/shop/v1/resource_pb'
import { clock, dayName, dayOf, hourOf, phone } from '../lib/format'
import type { Messages } from '../lib/ko'
import { byPickup, due, isDead } from '../shop/board'

export interface SheetOf {
  day: string
  shop: string
  orders: Order[]
  language: string
  /** What the paper says of itself: when it was made, and how fresh it is. */
  foot: string
}

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')

const look = `
:host, body { margin: 0; padding: 12mm; color: #000; background: #fff; font: 15px/1.4 Pretendard, 'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans KR', sans-serif; word-break: keep-all; overflow-wrap: anywhere; }
h1 { font-size: 1.35rem; margin: 0; } p { margin: 0.2rem 0; } .foot { color: #555; font-size: 0.85rem; margin-top: 1rem; }
.wide { overflow-x: auto; } table { width: 100%; border-collapse: collapse; margin-top: 0.9rem; font-size: 0.95rem; }
th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.6rem 0.4rem 0; border-bottom: 1px solid #999; }
thead { display: table-header-group; } tr { break-inside: avoid; }
.n { white-space: nowrap; font-variant-numeric: tabular-nums; } .won { text-align: right; }
.owed { border: 2px solid #000; padding: 0 0.3rem; } .box { font-size: 1.6rem; line-height: 1; }
@media (max-width: 600px) { body { padding: 1rem; } thead { display: none; } tr { display: grid; grid-template-columns: auto 1fr; column-gap: 0.75rem; padding: 0.5rem 0; border-bottom: 1px solid #999; } td { border: 0; padding: 0.1rem 0; } td:nth-child(n+3) { grid-column: 1 / -1; } .won { text-align: left; } .box { display: none; } }
@page { size: A4; margin: 12mm; }
@media print { body { padding: 0; font-size: 9.5pt; } }
`

const what = (l: Order['lines'][number]) => [l.item, l.size, l.flavor].filter(Boolean).join(' ')

/** Whoever hands a cake over must see at once whether money is still to come. */
function owes(o: Order, m: Messages): string {
  if (o.totalWon === undefined) return `<b class="owed">${escape(m.acts[OrderState.ENQUIRY] ?? '')}</b>`
  if (due(o) > 0) return `<b class="owed">${escape(`${o.paidWon === 0n ? m.unpaid : m.due} ${m.won(due(o))}`)}</b>`
  return escape(m.paidWhole)
}

function line(o: Order, m: Messages, language: string): string {
  const div = (text: string) => (text === '' ? '' : `<div>${escape(text)}</div>`)
  const goods = o.lines.map((l) => `<div><b>${escape(what(l))}</b> ×${l.quantity}${l.candles ? escape(` · ${m.candles} ${l.candles}`) : ''}</div>${div(l.design)}`).join('')
  const words = o.lines.flatMap((l) => l.lettering).map((t) => div(`“${t}”`)).join('')
  const more = [o.requests, o.deliveryAddress && `${m.address}: ${o.deliveryAddress}`, o.note && `※ ${o.note}`].map((t) => div(t || '')).join('')
  return `<tr><td class="n"><b>${escape(clock(hourOf(o.pickup), language) || '–')}</b></td><td><b>${escape(o.name)}</b><br><span class="n">${escape(phone(o.phone))}</span></td>` +
    `<td>${goods}${o.coolerBag ? div(m.coolerBag) : ''}</td><td>${words}${more}</td><td class="won n">${owes(o, m)}<br>${escape(m.states[o.state] ?? '')}</td><td class="box">□</td></tr>`
}

/** The orders that stand on a day's sheet. */
export const ordersOf = (orders: Order[], day: string) => orders.filter((o) => dayOf(o.pickup) === day && !isDead(o)).sort(byPickup)

export function daySheet({ day, shop, orders, language, foot }: SheetOf, m: Messages): string {
  const some = ordersOf(orders, day)
  const sum = some.reduce((n, o) => n + Number(o.totalWon ?? 0n), 0)
  const title = escape(`${shop} · ${dayName(day, language)}`)
  const names = [m.pickup, m.name_, m.item, `${m.lettering} · ${m.requests}`].map((n) => `<th>${escape(n)}</th>`).join('')
  const table = `<div class="wide"><table><thead><tr>${names}<th class="won">${escape(m.due)}</th><th></th></tr></thead><tbody>${some.map((o) => line(o, m, language)).join('')}</tbody></table></div>`
  return `<!doctype html>
<html lang="${language === 'en' ? 'en' : 'ko'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${look}</style></head>
<body><h1>${title}</h1><p>${escape(`${m.count(some.length)} · ${m.sum(sum)}`)}</p>${some.length > 0 ? table : `<p>${escape(m.emptyBoard)}</p>`}<p class="foot">${escape(foot)}</p></body></html>
`
}
