// An order out of a conversation: what the form begins with, and where each field was read. What a person should look at
// stands beside its field and is not in it until it is taken.
import type { Conversation, Draft, Source } from '../gen/dangol/channel/v1/resource_pb'
import type { Customer, Order } from '../gen/dangol/shop/v1/resource_pb'
import { type Draft as Written, draftOf, lineOf } from '../shop/draft'

/** A field that was read: its id in the form, what it says, and the message that says it. */
export interface Read {
  field: string // of the form: "name", "pickup", "item 0"
  of: string // of the order, as evidence names it: "pickup", "item"
  value: string // as people read it
  put: (d: Written) => void
  text: string
  seq: number
  messageId: string
  unsure: boolean
}

export interface Proposal {
  draft: Written
  reads: Read[]
}

/** A blank order for whoever speaks in a conversation. */
export function blankFor(c: Conversation, customer?: Customer): Written {
  return { ...draftOf(undefined, customer, ''), name: c.name, phone: c.phone }
}

/** An order like the last one: the same things, at another time, not paid. */
export function likeLast(c: Conversation, last: Order): Written {
  const d = draftOf(last, undefined, '')
  return { ...d, name: c.name || d.name, phone: c.phone || d.phone, day: '', hour: '' }
}

const perLine = ['item', 'quantity', 'size', 'flavor', 'design', 'lettering', 'candles'] as const

/** What a draft of the server proposes, as the form takes it: each field with its line. */
export function propose(c: Conversation, draft: Draft): Proposal {
  const d = draft.details
  const wide: Written = {
    name: d?.name ?? '', phone: d?.phone ?? '', day: d?.pickup.slice(0, 10) ?? '', hour: d?.pickup.slice(11, 16) ?? '',
    lines: d && d.lines.length > 0 ? d.lines.map(lineOf) : [lineOf()], cooler: d?.coolerBag === undefined ? '' : d.coolerBag ? 'yes' : 'no',
    address: d?.deliveryAddress ?? '', requests: d?.requests ?? '', total: d?.totalWon === undefined ? '' : String(d.totalWon),
    advance: d?.advanceWon === undefined ? '' : String(d.advanceWon), depositor: d?.depositor ?? '',
  }
  const reads = draft.sources.flatMap((s) => readOf(s, wide, c) ?? [])
  // What has no line of the chat stays empty, and so does what is not sure until a person takes it.
  const written = blankFor(c)
  for (const r of reads) if (!r.unsure) r.put(written)
  return { draft: written, reads }
}

const fields: Record<string, (d: Written) => { field: string; value: string; put: (to: Written) => void }> = {
  name: (d) => ({ field: 'name', value: d.name, put: (to) => (to.name = d.name) }),
  phone: (d) => ({ field: 'phone', value: d.phone, put: (to) => (to.phone = d.phone) }),
  pickup: (d) => ({ field: 'pickup', value: [d.day, d.hour].filter(Boolean).join(' '), put: (to) => void Object.assign(to, { day: d.day, hour: d.hour }) }),
  cooler_bag: (d) => ({ field: 'cooler', value: d.cooler, put: (to) => (to.cooler = d.cooler) }),
  delivery_address: (d) => ({ field: 'address', value: d.address, put: (to) => (to.address = d.address) }),
  requests: (d) => ({ field: 'requests', value: d.requests, put: (to) => (to.requests = d.requests) }),
  total: (d) => ({ field: 'total', value: d.total, put: (to) => (to.total = d.total) }),
  advance: (d) => ({ field: 'advance', value: d.advance, put: (to) => (to.advance = d.advance) }),
  depositor: (d) => ({ field: 'depositor', value: d.depositor, put: (to) => (to.depositor = d.depositor) }),
}

function readOf(s: Source, d: Written, c: Conversation): Read | undefined {
  const from = { of: s.field, text: s.text, seq: s.seq, messageId: s.messageId, unsure: s.unsure }
  const [name = '', at = '0'] = s.field.replace(/_won$/, '').split(/[ .[\]]+/)
  const known = fields[name]?.(d)
  if (known) return known.value === '' || (known.field === 'name' && known.value === c.name) ? undefined : { ...from, ...known }
  if (!perLine.includes(name as never)) return undefined
  const part = name as (typeof perLine)[number]
  const i = Number(at) || 0
  const line = d.lines[i]
  if (!line) return undefined
  const value = String(line[part] ?? '')
  const put = (to: Written) => {
    while (to.lines.length <= i) to.lines.push(lineOf())
    Object.assign(to.lines[i] as object, { [part]: line[part] })
  }
  return value === '' ? undefined : { ...from, field: `${part} ${i}`, value, put }
}

/** A copy that shares nothing, also of what a form watches, which the browser's own cloning refuses. */
const copy = (d: Written): Written => ({ ...d, lines: d.lines.map((l) => ({ ...l })) })

/** Whether a field stands in the form as it was read. */
export function stands(r: Read, d: Written): boolean {
  const with_ = copy(d)
  r.put(with_)
  const plain = (_: string, v: unknown) => (typeof v === 'bigint' ? String(v) : v)
  return JSON.stringify(with_, plain) === JSON.stringify(d, plain)
}

/** Fields that stand as one sentence said them go together under it; each of the others is by itself, to be taken. */
export function bySentence(reads: Read[], d: Written): Read[][] {
  const groups = new Map<string, Read[]>()
  for (const r of reads) {
    const key = stands(r, d) ? JSON.stringify([r.messageId, r.text, r.unsure]) : JSON.stringify([r.messageId, r.field])
    groups.set(key, [...(groups.get(key) ?? []), r])
  }
  return [...groups.values()]
}

/** Where the fields of an order were read, to be kept with it: of those that stand as they were read. */
export const evidenceOf = (reads: Read[], d: Written) =>
  reads.filter((r) => stands(r, d)).map((r) => ({ field: r.of, line: r.seq, text: r.text, unsure: r.unsure, messageId: r.messageId }))
