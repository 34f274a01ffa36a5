// Two people have written in one order: where they differ, field by field, and what comes of what a person picks.
import { type MessageShape, fromBinary } from '@bufbuild/protobuf'
import { type Order, type OrderLine, OrderSchema } from '../gen/dangol/shop/v1/resource_pb'
import { ChangeOrderRequestSchema, NoteOrderRequestSchema, type OrderDetailsSchema } from '../gen/dangol/shop/v1/shop_pb'
import type { Waiting } from '../lib/db'

const parts = ['name', 'phone', 'pickup', 'totalWon', 'advanceWon', 'requests', 'deliveryAddress', 'coolerBag', 'depositor', 'note'] as const
const lineParts = ['item', 'quantity', 'size', 'flavor', 'lettering', 'design', 'candles'] as const

export type Side = 'mine' | 'theirs'
export type Part = (typeof parts)[number] | (typeof lineParts)[number] | 'lines'

/** What is ordered, as an order and a change of it both say it. */
export type Details = Pick<Order, (typeof parts)[number] | 'lines'>

/** A field in which the two differ. */
export interface Difference {
  id: string // "pickup", "lines", "lines 1 size"
  part: Part
  /** Which of the things ordered, from 0. */
  line?: number
  /** Which side has changed it, when only one has; undefined when both have, and a person must say. */
  only?: Side
}

type Line = Pick<OrderLine, (typeof lineParts)[number] | 'priceWon'>

const plain = (value: unknown): string => (Array.isArray(value) ? value.join('\n') : value === undefined ? '' : String(value))
const flat = (l: Line) => lineParts.map((part) => plain(l[part])).join('\0')
const listed = (d: Details) => d.lines.map(flat).join('\u0001')

/** Which side has changed a value that stood otherwise before. */
function onlyBy(mine: string, theirs: string, base: string | undefined): Side | undefined {
  if (base === mine) return 'theirs'
  return base === theirs ? 'mine' : undefined
}

/** Where two differ. Base: what both were written upon, if it is known. */
export function differences(mine: Details, theirs: Details, base?: Details): Difference[] {
  const found: Difference[] = []
  const look = (id: string, part: Part, of: (d: Details) => unknown, line?: number) => {
    const [a, b] = [plain(of(mine)), plain(of(theirs))]
    if (a === b) return
    const only = onlyBy(a, b, base && plain(of(base)))
    found.push({ id, part, ...(line !== undefined && { line }), ...(only && { only }) })
  }
  for (const part of parts.slice(0, 3)) look(part, part, (d) => d[part])
  if (mine.lines.length !== theirs.lines.length) look('lines', 'lines', listed)
  else
    for (const line of mine.lines.keys())
      for (const part of lineParts) look(`lines ${line} ${part}`, part, (d) => d.lines[line]?.[part], line)
  for (const part of parts.slice(3)) look(part, part, (d) => d[part])
  return found
}

/** What comes of it: theirs, with those fields of mine that were picked. */
export function merged(mine: Details, theirs: Details, all: Difference[], picks: ReadonlyMap<string, Side>): Details {
  const out: Record<string, unknown> = Object.fromEntries(parts.map((part) => [part, theirs[part]]))
  let lines: Line[] = theirs.lines.map(lineOf)
  for (const { id, part, line } of all) {
    if (picks.get(id) !== 'mine') continue
    if (part === 'lines') lines = mine.lines.map(lineOf)
    else if (line === undefined) out[part] = mine[part as keyof Details]
    else {
      const [from, to] = [mine.lines[line], lines[line]]
      // A thing brings its price.
      if (from && to) lines[line] = { ...to, [part]: from[part as keyof Line], ...(part === 'item' && { priceWon: from.priceWon }) }
    }
  }
  return { ...out, lines } as unknown as Details
}

const lineOf = ({ item, quantity, size, flavor, lettering, design, candles, priceWon }: OrderLine): Line => ({ item, quantity, size, flavor, lettering, design, candles, priceWon })

/** What a refused change wanted, and upon what it was written. */
export function written(one: Waiting, now: Order): { mine: Details; base?: Details } {
  if (one.rpc === 'noteOrder') {
    const { note, seen = '' } = fromBinary(NoteOrderRequestSchema, one.data)
    return { mine: { ...now, note: note.trim() }, base: { ...now, note: seen.trim() } }
  }
  const details = fromBinary(ChangeOrderRequestSchema, one.data).details as MessageShape<typeof OrderDetailsSchema>
  return { mine: { ...details, note: now.note }, ...(one.base && { base: fromBinary(OrderSchema, one.base) }) }
}
