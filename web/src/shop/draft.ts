// An order as it is being written: what stands in the form's fields, what is wrong with it, and what is sent.
import type { Customer, Order, OrderLine } from '../gen/dangol/shop/v1/resource_pb'
import { parse } from './won'

/** The server's limits (shop/form/text.go), held against it by test/draft.test.ts. Texts are counted in letters. */
export const limits = { name: 40, item: 80, text: 500, lines: 20, pieces: 1000, words: 50, won: 100_000_000, phoneLeast: 8, phoneMost: 15 }

export interface Line {
  item: string; quantity: number | null; size: string; flavor: string; design: string; lettering: string; candles: string; priceWon: bigint
}

export interface Draft {
  name: string; phone: string; day: string; hour: string; lines: Line[]; cooler: string; address: string; requests: string
  total: string; advance: string; depositor: string
}

export const lineOf = (l?: OrderLine): Line => ({
  item: l?.item ?? '', quantity: l?.quantity ?? 1, size: l?.size ?? '', flavor: l?.flavor ?? '', design: l?.design ?? '',
  lettering: l?.lettering.join('\n') ?? '', candles: l?.candles ?? '', priceWon: l?.priceWon ?? 0n,
})

export const draftOf = (o: Order | undefined, customer: Customer | undefined, day: string): Draft => ({
  name: o?.name ?? customer?.name ?? '', phone: o?.phone ?? customer?.phone ?? '', day: o?.pickup.slice(0, 10) ?? day, hour: o?.pickup.slice(11, 16) ?? '',
  lines: o ? o.lines.map(lineOf) : [lineOf()], cooler: o?.coolerBag === undefined ? '' : o.coolerBag ? 'yes' : 'no', address: o?.deliveryAddress ?? '',
  requests: o?.requests ?? '', total: o?.totalWon === undefined ? '' : String(o.totalWon), advance: o?.advanceWon === undefined ? '' : String(o.advanceWon), depositor: o?.depositor ?? '',
})

/** What is wrong with a field, by its id in the form: "total", "item 0". */
export type Fault = 'name' | 'phone' | 'item' | 'quantity' | 'won' | 'advance' | 'long' | 'hour'

const letters = (s: string) => [...s].length
const won = (s: string) => (s.trim() === '' ? undefined : parse(s))
const badWon = (s: string) => s.trim() !== '' && (won(s) === undefined || (won(s) ?? 0) > limits.won)

function badPhone(s: string): boolean {
  const digits = s.replaceAll(/[\s\-.()+]/g, '')
  return digits !== '' && !(/^\d+$/.test(digits) && digits.length >= limits.phoneLeast && digits.length <= limits.phoneMost)
}

/** What the server would refuse, field by field, in the order in which they stand. */
export function faults(d: Draft): Map<string, Fault> {
  const found = new Map<string, Fault>()
  const check = (id: string, bad: boolean, fault: Fault) => {
    if (bad && !found.has(id)) found.set(id, fault)
  }
  check('name', d.name.trim() === '' || letters(d.name.trim()) > limits.name, 'name')
  check('phone', badPhone(d.phone), 'phone')
  check('hour', d.hour !== '' && d.day === '', 'hour')
  for (const [i, l] of d.lines.entries()) {
    check(`item ${i}`, l.item.trim() === '' || letters(l.item.trim()) > limits.item, 'item')
    check(`quantity ${i}`, !Number.isInteger(l.quantity) || (l.quantity ?? 0) < 1 || (l.quantity ?? 0) > limits.pieces, 'quantity')
    for (const field of ['size', 'flavor', 'design', 'candles'] as const) check(`${field} ${i}`, letters(l[field]) > limits.text, 'long')
    const words = l.lettering.split('\n')
    check(`lettering ${i}`, words.length > limits.words || words.some((w) => letters(w) > limits.text), 'long')
  }
  check('requests', letters(d.requests) > limits.text, 'long')
  check('total', badWon(d.total), 'won')
  check('advance', badWon(d.advance), 'won')
  check('advance', (won(d.advance) ?? 0) > (won(d.total) ?? limits.won), 'advance')
  check('depositor', letters(d.depositor.trim()) > limits.name, 'name')
  check('address', letters(d.address) > limits.text, 'long')
  return found
}

/** What the lines come to at their prices; undefined where one has none. */
export function reckon(lines: Line[]): number | undefined {
  return lines.every((l) => l.priceWon > 0n) ? lines.reduce((n, l) => n + Number(l.priceWon) * (l.quantity ?? 0), 0) : undefined
}

const amount = (s: string) => (won(s) === undefined ? undefined : BigInt(won(s) ?? 0))

export function detailsOf(d: Draft) {
  return {
    name: d.name.trim(), phone: d.phone.replaceAll(/\D/g, ''), pickup: d.day === '' ? '' : d.hour === '' ? d.day : `${d.day}T${d.hour}`,
    deliveryAddress: d.address, requests: d.requests, totalWon: amount(d.total), advanceWon: amount(d.advance), depositor: d.depositor.trim(),
    coolerBag: d.cooler === '' ? undefined : d.cooler === 'yes',
    lines: d.lines.map((l) => ({ ...l, item: l.item.trim(), quantity: l.quantity ?? 1, lettering: l.lettering.trim() === '' ? [] : l.lettering.split('\n') })),
  }
}
