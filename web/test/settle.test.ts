import { create, toBinary } from '@bufbuild/protobuf'
import { expect, test } from 'vitest'
import { OrderSchema } from '../src/gen/dangol/shop/v1/resource_pb'
import { ChangeOrderRequestSchema, NoteOrderRequestSchema } from '../src/gen/dangol/shop/v1/shop_pb'
import { conflictOn, overtaken } from '../src/shop/conflict'
import { differences, merged, type Side, written } from '../src/shop/settle'

const base = create(OrderSchema, {
  id: 'o', name: '윤하늘', phone: '01000001234', pickup: '2026-11-30T13:00', totalWon: 44_000n, detailsMs: 5n,
  lines: [{ item: '레터링 케이크', quantity: 1, size: '1호', lettering: ['축하해'], priceWon: 44_000n }, { item: '마카롱', quantity: 6 }],
})
const with_ = (fields: Partial<typeof base>) => create(OrderSchema, { ...base, ...fields })
const ids = (all: { id: string; only?: Side }[]) => Object.fromEntries(all.map((d) => [d.id, d.only]))

test('only what differs is shown, in the order of the form, and who alone has changed it', () => {
  const mine = with_({ pickup: '2026-11-30T15:00', requests: '초 빼기', lines: [{ ...base.lines[0]!, size: '2호' }, base.lines[1]!] })
  const theirs = with_({ pickup: '2026-12-01T10:00', totalWon: undefined, coolerBag: false })
  expect(differences(mine, mine)).toEqual([])
  const all = differences(mine, theirs, base)
  expect(all.map((d) => d.id)).toEqual(['pickup', 'lines 0 size', 'totalWon', 'requests', 'coolerBag'])
  expect(ids(all)).toEqual({ pickup: undefined, 'lines 0 size': 'mine', totalWon: 'theirs', requests: 'mine', coolerBag: 'theirs' })
  expect(Object.values(ids(differences(mine, theirs)))).toEqual([undefined, undefined, undefined, undefined, undefined]) // nobody knows what was before
})

test('what is picked is put together; what is not stays as it stands', () => {
  const mine = with_({ pickup: '', requests: '초 빼기', totalWon: 50_000n, lines: [{ ...base.lines[0]!, item: '도시락 케이크', priceWon: 50_000n, lettering: ['고마워', ''] }, base.lines[1]!] })
  const theirs = with_({ requests: '긴 초', totalWon: 47_000n, lines: [{ ...base.lines[0]!, flavor: '초코' }, { ...base.lines[1]!, quantity: 12 }] })
  const all = differences(mine, theirs, base)
  const none = merged(mine, theirs, all, new Map())
  expect(differences(create(OrderSchema, none), theirs)).toEqual([])
  const whole = merged(mine, theirs, all, new Map(all.map((d) => [d.id, 'mine'])))
  expect(differences(create(OrderSchema, whole), mine)).toEqual([])
  const some = merged(mine, theirs, all, new Map<string, Side>([['pickup', 'mine'], ['lines 0 item', 'mine'], ['lines 0 flavor', 'theirs']]))
  expect(some).toMatchObject({ pickup: '', requests: '긴 초', totalWon: 47_000n })
  expect(some.lines[0]).toMatchObject({ item: '도시락 케이크', priceWon: 50_000n, flavor: '초코', lettering: ['축하해'] }) // a thing brings its price
  expect(some.lines[1]?.quantity).toBe(12)
})

test('things that were added or taken away are one choice', () => {
  const [cake] = [base.lines[0]!]
  const mine = with_({ lines: [cake] })
  const theirs = with_({ lines: [{ ...cake, size: '3호' }, base.lines[1]!] })
  const all = differences(mine, theirs, base)
  expect(ids(all)).toEqual({ lines: undefined })
  expect(merged(mine, theirs, all, new Map([['lines', 'mine' as Side]])).lines.map((l) => l.item)).toEqual(['레터링 케이크'])
  expect(ids(differences(mine, base, base))).toEqual({ lines: 'mine' })
})

const change = (id: string, seenChangedMs: bigint, extra = {}) => ({
  id, rpc: 'changeOrder', at: 0, data: toBinary(ChangeOrderRequestSchema, create(ChangeOrderRequestSchema, { orderId: 'o', seenChangedMs, details: { name: '윤하늘', requests: id } })), ...extra,
})

test('a refused change meets another when that was written since; the last one counts', () => {
  expect(overtaken(change('a', 4n), [base])).toBe(base)
  expect(overtaken(change('a', 5n), [base])).toBeUndefined() // refused for something else
  expect(overtaken(change('a', 0n), [base])).toBeUndefined()
  expect(overtaken(change('a', 4n), [])).toBeUndefined()
  expect(overtaken({ ...change('a', 4n), rpc: 'moveOrder' }, [base])).toBeUndefined()
  expect(conflictOn('o', [change('a', 4n), change('b', 4n), change('c', 9n)], [base])?.id).toBe('b')
  expect(written(change('b', 4n, { base: toBinary(OrderSchema, base) }), base)).toMatchObject({ mine: { requests: 'b' }, base: { id: 'o' } })
})

test('a note that met another is a choice of its own', () => {
  const noted = (note: string, seen?: string) => ({ id: 'n', rpc: 'noteOrder', at: 0, data: toBinary(NoteOrderRequestSchema, create(NoteOrderRequestSchema, { orderId: 'o', note, seen })) })
  const now = with_({ note: '견과류 빼기' })
  expect(overtaken(noted('문 앞', ''), [now])).toBe(now)
  for (const same of [noted('문 앞', '견과류 빼기 '), noted('견과류 빼기 ', ''), noted('문 앞')]) expect(overtaken(same, [now])).toBeUndefined()
  const { mine, base: before } = written(noted('문 앞', ''), now)
  const all = differences(mine, now, before)
  expect(ids(all)).toEqual({ note: undefined })
  expect(merged(mine, now, all, new Map([['note', 'mine' as Side]])).note).toBe('문 앞')
})
