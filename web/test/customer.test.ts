import { create } from '@bufbuild/protobuf'
import { describe, expect, test } from 'vitest'
import { type Block, BlockKind, BlockSchema, CardSchema, GuestOrderSchema, HoursSchema, MessageSchema, RefundRuleSchema, Side } from '../src/gen/dangol/channel/v1/resource_pb'
import { OrderState } from '../src/gen/dangol/shop/v1/resource_pb'
import { answers, asked, estimate, faults, type Filled, fitting, nothing } from '../src/customer/answers'
import { openNow, standOf, times, weeks } from '../src/customer/hours'
import { calendar, instant } from '../src/customer/ics'
import { lines } from '../src/customer/lines'
import { balance, due, left, title } from '../src/customer/order'
import { daysBefore, foretell } from '../src/customer/refund'

const seoul = (at: string) => Date.parse(`${at}:00+09:00`)
const zone = 'Asia/Seoul'

describe('hours', () => {
  const day = (...spans: [number, number][]) => ({ spans: spans.map(([from, to]) => ({ from, to })) })
  // Tuesday to Friday with a break, Saturday into the night, Sunday and Monday closed.
  const hours = create(HoursSchema, {
    week: [day(), day([600, 720], [780, 1200]), day([600, 720], [780, 1200]), day([600, 1200]), day([600, 1200]), day([1080, 120]), day()],
    special: [{ day: '2026-11-27', name: '쉬는 날' }],
  })
  test.each([
    ['2026-11-24T09:59', false, '2026-11-24T10:00'],
    ['2026-11-24T10:00', true, '2026-11-24T12:00'],
    ['2026-11-24T12:00', false, '2026-11-24T13:00'], // the break
    ['2026-11-24T20:00', false, '2026-11-25T10:00'],
    ['2026-11-27T11:00', false, '2026-11-28T18:00'], // a special day
    ['2026-11-28T23:30', true, '2026-11-29T02:00'], // past midnight
    ['2026-11-29T01:59', true, '2026-11-29T02:00'],
    ['2026-11-29T02:00', false, '2026-12-01T10:00'],
  ])('at %s open is %s until %s', (at, open, until) => {
    expect(openNow(hours, zone, seoul(at))).toEqual({ open, until })
  })
  test.each([
    ['2026-11-24', [{ from: 600, to: 1200 }], undefined, 'free'],
    ['2026-11-24', [{ from: 600, to: 1200 }], 0, 'full'],
    ['2026-11-24', [], undefined, 'over'], // open on Tuesdays, but not any more today
    ['2026-11-24', [{ from: 1199, to: 1200 }], undefined, 'over'], // too short for a time to fetch at
    ['2026-11-23', [], undefined, 'closed'], // never on Mondays
    ['2026-11-27', [], undefined, 'closed'], // a special day
  ])('%s with %j and %s places stands as %s', (on, spans, left, stand) => {
    expect(standOf(hours, { day: on, spans, left })).toBe(stand)
  })
  test('a shop that has said nothing is neither', () => {
    expect(openNow(create(HoursSchema, {}), zone, 0)).toBeUndefined()
    expect(openNow(undefined, zone, 0)).toBeUndefined()
  })
  test('a day that ends at midnight goes on into one that begins there', () => {
    const all = create(HoursSchema, { week: Array.from({ length: 7 }, () => day([0, 1440])) })
    expect(openNow(all, zone, seoul('2026-11-24T23:00'))).toEqual({ open: true, until: '2026-11-26T00:00' })
  })
  test('times lie within the spans, and not at their end', () => {
    expect(times(hours.week[1]?.spans ?? [])).toEqual(['10:00', '10:30', '11:00', '11:30', ...Array.from({ length: 14 }, (_, i) => `${String(13 + Math.floor(i / 2))}:${i % 2 ? '30' : '00'}`)])
    expect(times([{ from: 610, to: 700 }] as never)).toEqual(['10:30', '11:00', '11:30'])
    expect(times(hours.week[5]?.spans ?? []).at(-1)).toBe('23:30')
  })
  test('days with the same hours stand together', () => {
    expect(weeks(hours).map((w) => [w.from, w.to])).toEqual([[0, 0], [1, 2], [3, 4], [5, 5], [6, 6]])
  })
})

describe('refund', () => {
  const rules = [[7, 100], [3, 50], [1, 0]].map(([days, percent]) => create(RefundRuleSchema, { days, percent }))
  const order = (pickup: string, paid = 44_000n) => create(GuestOrderSchema, { pickup, paidWon: paid })
  test.each([
    ['2026-11-24T00:01', 100, 44_000], ['2026-11-23T23:59', 100, 44_000], // seven days before, whatever the hour
    ['2026-11-25T00:00', 50, 22_000], ['2026-11-28T23:59', 50, 22_000],
    ['2026-11-29T00:00', 0, 0], ['2026-12-01T10:00', 0, 0],
  ])('at %s it is %s percent', (at, percent, won) => {
    expect(foretell(order('2026-12-01T13:00'), rules, zone, seoul(at))).toEqual({ percent, won })
  })
  test('nobody can say without rules or a day', () => {
    expect(foretell(order('2026-12-01'), [], zone, 0)).toBeUndefined()
    expect(foretell(order(''), rules, zone, 0)).toBeUndefined()
  })
  test('won are never parted', () => {
    expect(foretell(order('2026-12-01', 33_333n), rules, zone, seoul('2026-11-27T10:00'))?.won).toBe(16_666)
  })
  test('days are those of the shop, not of the phone', () => {
    expect(daysBefore('2026-12-01T13:00', zone, Date.parse('2026-11-29T15:00:00Z'))).toBe(1) // past midnight in Seoul
  })
})

describe('the form', () => {
  const block = (id: string, kind: BlockKind, more: Partial<Block> = {}) => create(BlockSchema, { id, label: id, kind, required: true, ...(more as object) })
  const form = [
    block('size', BlockKind.CHOICE, { field: 'size', choices: [{ label: '1호', priceWon: 44_000n }, { label: '2호', priceWon: 55_000n }] as never }),
    block('more', BlockKind.CHOICES, { required: false, choices: [{ label: '초', priceWon: 500n }, { label: '보냉백', priceWon: 2_000n }] as never }),
    block('n', BlockKind.NUMBER, { field: 'quantity' }), block('words', BlockKind.LONG_TEXT), block('day', BlockKind.PICKUP), block('ok', BlockKind.AGREE), block('pic', BlockKind.PHOTO, { required: false }),
  ]
  const full: Filled = { texts: { size: ['1호'], more: ['초', '보냉백'], n: ['2'], words: [' 사랑해\n엄마 '], day: ['2026-12-01T13:00'], ok: ['1'] }, photos: {} }
  test('all that is missing is told, in order', () => {
    expect(faults(form, nothing()).map((f) => [f.block.id, f.fault])).toEqual([['size', 'choose'], ['n', 'missing'], ['words', 'missing'], ['day', 'day'], ['ok', 'agree']])
    expect(faults(form, full)).toEqual([])
  })
  test.each([['day', '2026-12-01', 'hour'], ['n', '0', 'number'], ['n', '1001', 'number'], ['n', '두 개', 'number'], ['words', 'ㄱ'.repeat(501), 'long']])('%s may not be %s', (id, text, fault) => {
    expect(faults(form, { ...full, texts: { ...full.texts, [id]: [text] } }).map((f) => f.fault)).toEqual([fault])
  })
  test('what it comes to', () => {
    expect(estimate(form, full)).toBe((44_000 + 500 + 2_000) * 2)
    expect(estimate(form, nothing())).toBeUndefined()
    expect(estimate(form, { ...full, texts: { ...full.texts, n: ['x'] } })).toBe(46_500)
  })
  const priced = (id: string, field: string, ...choices: [string, bigint][]) => block(id, BlockKind.CHOICE, { field, choices: choices.map(([label, priceWon]) => ({ label, priceWon })) as never })
  const bag = priced('bag', 'cooler_bag', ['필요해요', 2_000n], ['괜찮아요', 0n])
  const cakes = priced('item', 'item', ['레터링', 0n], ['포토', 0n])
  test.each<[string, Block[], number | undefined]>([
    ['what only adds is no price', [cakes, priced('size', 'size', ['1호', 0n]), bag], undefined],
    ['nor is a size that adds to a smaller one', [cakes, priced('size', 'size', ['미니', 0n], ['1호', 5_000n]), bag], undefined],
    ['sizes with their prices', [cakes, priced('size', 'size', ['1호', 32_000n], ['2호', 42_000n]), bag], 34_000],
    ['items with their prices', [priced('item', 'item', ['레터링', 44_000n]), priced('size', 'size', ['1호', 0n]), bag], 46_000],
    ['a size adds to an item that has none', [priced('item', 'item', ['레터링', 0n], ['포토', 9_000n]), priced('size', 'size', ['1호', 5_000n]), bag], undefined],
  ])('%s', (_, form, won) => {
    const f = { texts: { item: ['레터링'], size: ['1호'], bag: ['필요해요'] }, photos: {} }
    expect(estimate(form, f)).toBe(won)
  })
  test('an item of the price list has its price', () => {
    const prices = create(CardSchema, { prices: [{ name: '포토', priceWon: 1n }, { name: '레터링', priceWon: 40_000n }] }).prices
    expect(estimate([cakes, bag], { texts: { item: ['레터링'], bag: ['필요해요'] }, photos: {} }, prices)).toBe(42_000)
    expect(estimate([cakes, bag], { texts: { bag: ['필요해요'] }, photos: {} }, prices)).toBeUndefined()
  })
  test('the refund rules are agreed to where there are any', () => {
    const card = create(CardSchema, { form: [block('words', BlockKind.TEXT), block('terms', BlockKind.AGREE, { field: 'refunds' }), block('ok', BlockKind.AGREE)] })
    expect(asked(card).map((b) => b.id)).toEqual(['words', 'ok'])
    card.refunds = [create(RefundRuleSchema, { days: 3, percent: 50 })]
    expect(asked(card).map((b) => b.id)).toEqual(['words', 'terms', 'ok'])
  })
  test('only what was answered is sent, trimmed where blanks mean nothing', () => {
    expect(answers(form, full, '네').map((a) => [a.blockId, a.texts])).toEqual([['size', ['1호']], ['more', ['초', '보냉백']], ['n', ['2']], ['words', ['사랑해\n엄마']], ['day', ['2026-12-01T13:00']], ['ok', ['네']]])
  })
  test('a draft loses what its form has lost', () => {
    const changed = [block('size', BlockKind.CHOICE, { choices: [{ label: '2호', priceWon: 0n }] as never }), block('words', BlockKind.TEXT)]
    expect(fitting(changed, full)).toEqual({ texts: { size: [], words: [' 사랑해\n엄마 '] }, photos: {} })
  })
})

describe('orders', () => {
  const order = (o: object) => create(GuestOrderSchema, o)
  test('the part asked for first is due, then nothing until pickup', () => {
    expect(due(order({ state: OrderState.QUOTED, totalWon: 44_000n, advanceWon: 20_000n }))).toBe(20_000)
    expect(due(order({ state: OrderState.QUOTED, totalWon: 44_000n, paidWon: 4_000n }))).toBe(40_000)
    const confirmed = order({ state: OrderState.CONFIRMED, totalWon: 44_000n, advanceWon: 20_000n, paidWon: 20_000n })
    expect([due(confirmed), balance(confirmed)]).toEqual([0, 24_000])
  })
  test('its name in short', () => {
    expect(title(order({ lines: [{ item: '레터링 케이크', size: '1호' }, { item: '초' }] }), 'ko')).toBe('레터링 케이크 1호 외 1')
  })
  test('time left', () => {
    expect(left(90_061_000, 0)).toEqual({ days: 1, hours: 1, minutes: 2 })
    expect(left(1, 0)).toEqual({ days: 0, hours: 0, minutes: 1 })
    expect(left(0, 0)).toBeUndefined()
  })
})

describe('the calendar file', () => {
  const pickup = { id: 'x', at: '2026-12-01T13:00', zone, title: '픽업: 케이크, 1호; 초', text: '입금자명: 이서연47\nhttps://shop', place: '서울', now: 0 }
  test('a time is an instant, words are escaped, lines are short and end as the standard wants', () => {
    const text = calendar(pickup)
    expect(text).toContain('\r\nDTSTART:20261201T040000Z\r\n')
    expect(text).toContain('SUMMARY:픽업: 케이크\\, 1호\\; 초')
    expect(text).toContain('이서연47\\nhttps')
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
    for (const line of calendar({ ...pickup, title: '가'.repeat(200) }).split('\r\n')) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75)
  })
  test('a day alone is a whole day', () => {
    expect(calendar({ ...pickup, at: '2026-12-31' })).toContain('DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101')
  })
  test('a zone with summer time', () => {
    expect(new Date(instant('2026-07-01T12:00', 'Europe/Berlin')).toISOString()).toBe('2026-07-01T10:00:00.000Z')
  })
})

describe('lines', () => {
  let n = 0
  const said = (at: string, side: Side, more: object = {}) => create(MessageSchema, { id: String(++n), seq: n, atMs: BigInt(seoul(at)), side, text: 'x', ...more })
  test('one time for a minute, a day above its first, marks on the last of mine and the last that was read', () => {
    n = 0
    const all = [said('2026-11-24T10:00', Side.CUSTOMER), said('2026-11-24T10:00', Side.CUSTOMER), said('2026-11-24T10:00', Side.STAFF), said('2026-11-25T10:01', Side.CUSTOMER), said('2026-11-25T10:02', Side.CUSTOMER, { id: 'unsent' })]
    expect(lines(all, (m) => m.id === 'unsent', 2).map((l) => [l.day, l.time, l.first, l.mark])).toEqual([
      ['2026-11-24', '', true, ''], ['', '10:00', false, 'read'], ['', '10:00', true, ''], ['2026-11-25', '10:01', true, 'sent'], ['', '10:02', true, 'sending'],
    ])
  })
  test('what the shop answers by itself to a command of mine is a line of its own', () => {
    n = 0
    const all = [said('2026-11-24T10:00', Side.CUSTOMER, { commandId: 'press' }), said('2026-11-24T10:00', Side.AUTO, { commandId: 'press' })]
    expect(lines(all, () => false, 0).map((l) => l.key)).toEqual(['press', '2'])
  })
})
