// An order out of a conversation: what was read is proposed beside its line, and nothing is written that no line says.
import { create } from '@bufbuild/protobuf'
import { expect, test } from 'vitest'
import { ConversationSchema, DraftSchema } from '../src/gen/dangol/channel/v1/resource_pb'
import { CustomerSchema, OrderSchema } from '../src/gen/dangol/shop/v1/resource_pb'
import { blankFor, bySentence, evidenceOf, likeLast, propose, type Read, stands } from '../src/inbox/proposal'
import type { Draft } from '../src/shop/draft'

const talk = create(ConversationSchema, { id: 't', name: '이서연', phone: '01000001234' })
const source = (field: string, unsure = false) => ({ field, messageId: `m-${field}`, seq: 3, text: `${field}의 말`, unsure })
const details = {
  name: '이서연', phone: '01000009999', pickup: '2026-11-28T15:00', totalWon: 44_000n, depositor: '이엄마', coolerBag: true, requests: '문 앞에 둬 주세요',
  lines: [{ item: '케이크', quantity: 2, size: '1호', lettering: ['생일', '축하해'] }],
}
const read = (...sources: ReturnType<typeof source>[]) => propose(talk, create(DraftSchema, { details, sources }))
const of = (reads: Read[], field: string) => reads.find((r) => r.field === field) as Read

test('each field that was read stands in the form with its line', () => {
  const { draft, reads } = read(...['phone', 'pickup', 'quantity', 'size', 'lettering', 'total', 'depositor', 'cooler_bag', 'requests'].map((f) => source(f)))
  expect(draft).toMatchObject({ name: '이서연', phone: '01000009999', day: '2026-11-28', hour: '15:00', total: '44000', depositor: '이엄마', cooler: 'yes', requests: '문 앞에 둬 주세요' })
  expect(draft.lines).toMatchObject([{ quantity: 2, size: '1호', lettering: '생일\n축하해' }])
  expect(reads.map((r) => [r.field, r.seq, r.text])).toEqual([
    ['phone', 3, 'phone의 말'], ['pickup', 3, 'pickup의 말'], ['quantity 0', 3, 'quantity의 말'], ['size 0', 3, 'size의 말'], ['lettering 0', 3, 'lettering의 말'],
    ['total', 3, 'total의 말'], ['depositor', 3, 'depositor의 말'], ['cooler', 3, 'cooler_bag의 말'], ['requests', 3, 'requests의 말'],
  ])
})

test('what no line says is not written, whatever the draft holds', () => {
  const { draft } = read(source('size'))
  expect(draft).toMatchObject({ name: '이서연', phone: '01000001234', day: '', hour: '', total: '', depositor: '', cooler: '', requests: '' })
  expect(draft.lines).toMatchObject([{ item: '', quantity: 1, size: '1호', lettering: '' }])
})

test('what is not sure is not in the form until a person takes it', () => {
  const { draft, reads } = read(source('pickup', true), source('total', true), source('quantity', true), source('lettering', true))
  expect(draft).toMatchObject({ day: '', hour: '', total: '' })
  expect(draft.lines).toMatchObject([{ quantity: 1, lettering: '' }])
  expect(reads.every((r) => r.unsure && !stands(r, draft))).toBe(true)
  of(reads, 'pickup').put(draft)
  of(reads, 'lettering 0').put(draft)
  expect(draft).toMatchObject({ day: '2026-11-28', hour: '15:00', total: '' })
  expect(draft.lines[0]?.lettering).toBe('생일\n축하해')
  expect(reads.filter((r) => stands(r, draft)).map((r) => r.field)).toEqual(['pickup', 'lettering 0'])
})

test('a field is looked at in the form itself, which the browser does not clone', () => {
  const { draft, reads } = read(source('size'))
  const watched = (d: Draft) => new Proxy({ ...d, lines: new Proxy(d.lines.map((l) => new Proxy(l, {})), {}) }, {})
  expect(() => structuredClone(watched(draft))).toThrow()
  expect(stands(of(reads, 'size 0'), watched(draft))).toBe(true)
})

test('what one sentence said stands under it once; what does not stand is by itself, to be taken', () => {
  const one = (field: string, unsure = false) => ({ ...source(field, unsure), messageId: 'm', text: '2호로 두 개요' })
  const { draft, reads } = read(one('quantity'), one('size'), one('lettering'), one('total', true), source('phone'))
  const fields = () => bySentence(reads, draft).map((some) => some.map((r) => r.field))
  expect(fields()).toEqual([['quantity 0', 'size 0', 'lettering 0'], ['total'], ['phone']])
  Object.assign(draft.lines[0] as object, { size: '3호' })
  expect(fields()).toEqual([['quantity 0', 'lettering 0'], ['size 0'], ['total'], ['phone']])
})

test('only what stands as it was read is kept as read', () => {
  const { draft, reads } = read(source('pickup'), source('size'), source('total', true))
  draft.hour = '16:00'
  expect(evidenceOf(reads, draft)).toEqual([{ field: 'size', line: 3, text: 'size의 말', unsure: false, messageId: 'm-size' }])
})

test('fields that the app does not know, and a name that is known anyway, are passed over', () => {
  expect(read(source('name'), source('status'), source('paid'), source('size 4')).reads).toEqual([])
})

test('a blank order is for whoever speaks; the same as last time is another time, not paid', () => {
  const customer = create(CustomerSchema, { id: 'k', name: '이서연 님', phone: '01000005555' })
  expect(blankFor(talk, customer)).toMatchObject({ name: '이서연', phone: '01000001234', day: '', total: '' })
  const last = create(OrderSchema, { ...details, lines: [{ item: '레터링 케이크', quantity: 1, size: '2호', lettering: ['고마워요'] }], paidWon: 44_000n })
  const again = likeLast(talk, last)
  expect(again).toMatchObject({ name: '이서연', phone: '01000001234', day: '', hour: '', total: '44000' })
  expect(again.lines).toMatchObject([{ item: '레터링 케이크', size: '2호', lettering: '고마워요' }])
})
