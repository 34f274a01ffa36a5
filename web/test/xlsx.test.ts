// The workbook as another program finds it: unpacked, its XML parsed, every cell by its kind.
import { create } from '@bufbuild/protobuf'
import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { ConversationSchema, type Message, MessageSchema, Side } from '../src/gen/dangol/channel/v1/resource_pb'
import { CustomerSchema, DepositSchema, DepositState, OrderSchema, OrderState } from '../src/gen/dangol/shop/v1/resource_pb'
import { ko } from '../src/lib/ko'
import { type Holding, sheetsOf } from '../src/keep/tables'
import { ko as w } from '../src/keep/ko'
import { type Cell, letters, limits, serial, type Sheet, workbook, xml } from '../src/keep/xlsx'

async function made(sheets: Sheet[]): Promise<Record<string, string>> {
  const parts: Uint8Array[] = []
  await workbook(sheets, (p) => parts.push(p))
  const whole = new Uint8Array(parts.reduce((n, p) => n + p.length, 0))
  parts.reduce((at, p) => (whole.set(p, at), at + p.length), 0)
  return Object.fromEntries(Object.entries(unzipSync(whole)).map(([name, data]) => [name, strFromU8(data)]))
}

interface Found { at: string; style: string; kind: string; value: string }
const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' }
const plain = (s: string) => s.replace(/&(amp|lt|gt|quot);/g, (_, e: string) => entities[e] ?? '')
const cells = (sheet: string): Found[] =>
  [...sheet.matchAll(/<c r="([A-Z]+\d+)" s="(\d)"(?: t="(\w+)")?>(?:<v>([^<]*)<\/v>|<is><t xml:space="preserve">([^<]*)<\/t><\/is>)<\/c>/g)].map(([, at = '', style = '', kind = 'n', v, t]) => ({ at, style, kind, value: plain(v ?? t ?? '') }))

const one = async (rows: Cell[][]) => cells((await made([{ name: 'a', columns: [{ name: 'x', width: 9 }], rows: [rows] }]))['xl/worksheets/sheet1.xml'] ?? '').slice(1)

test('amounts, days and times are numbers with a format, and texts are texts', async () => {
  const [won, day, at, n, text] = await one([[{ won: 44_000n }, { day: '2026-11-28' }, { at: '2026-11-28T13:30' }, { n: 3 }, '010-0000-1234']])
  expect(won).toEqual({ at: 'A2', style: '2', kind: 'n', value: '44000' })
  expect(day).toEqual({ at: 'B2', style: '3', kind: 'n', value: '46354' }) // by Excel's own counting
  expect(Number(at?.value)).toBeCloseTo(46354.5625, 9)
  expect(n?.value).toBe('3')
  expect(text).toMatchObject({ kind: 'inlineStr', value: '010-0000-1234' })
})

test('nothing that a customer wrote becomes a formula, and it comes back letter by letter', async () => {
  const said = ['=HYPERLINK("http://x","y")', '+82-10', '-5', '@SUM(A1)', '\t=1', ' =1', '<b>&amp;</b> "안녕"', 'a\nb', '_x0041_', '🎂 축하']
  const found = await one(said.map((s) => [s]))
  expect(found.map((c) => c.value.replaceAll('_x005F_', '_'))).toEqual(said)
  expect(found.every((c) => c.kind === 'inlineStr')).toBe(true)
  expect(found.map((c) => c.style)).toEqual(['5', '5', '5', '5', '5', '0', '0', '0', '0', '0']) // quoted: it stays a text when it is edited
  expect(xml('_x0041_')).toBe('_x005F_x0041_')
  expect(xml('a\u0000\u0008b\ud83cc\udf82\uffff')).toBe('abc')
})

test('a text is as long as a spreadsheet takes it', async () => {
  const [cell] = await one([['가'.repeat(limits.letters + 5)]])
  expect(cell?.value.length).toBe(limits.letters)
})

test('columns are named as in a spreadsheet, and a pickup that names no day is no number', () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(letters)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA'])
  expect([serial('1900-03-01'), serial('곧')]).toEqual([61, undefined])
})

test('the whole shop: four sheets, money once an order, messages of all conversations', async () => {
  const message = (conversationId: string, seq: number, text: string, side = Side.CUSTOMER): Message => create(MessageSchema, { conversationId, seq, text, side, atMs: 1_795_840_200_000n })
  const said: Record<string, Message[]> = { c1: [message('c1', 1, '=1+1'), message('c1', 2, '네', Side.STAFF)], c2: [] }
  const holding: Holding = {
    shopName: '햇살', staff: [],
    orders: [create(OrderSchema, { id: 'o1', code: '하늘1', name: '윤하늘', phone: '01000001234', state: OrderState.CONFIRMED, pickup: '2026-11-29T13:00', totalWon: 66_000n, paidWon: 20_000n, lines: [{ item: '케이크', quantity: 1 }, { item: '마들렌', quantity: 2 }] })],
    customers: [create(CustomerSchema, { name: '윤하늘', phone: '01000001234', orders: 3, noShows: 1 })],
    deposits: [create(DepositSchema, { at: '2026-11-28T09:10', name: '윤하늘', amountWon: 20_000n, state: DepositState.MATCHED, parts: [{ orderId: 'o1', amountWon: 20_000n }] })],
    conversations: [create(ConversationSchema, { id: 'c1', name: '윤하늘', phone: '01000001234' }), create(ConversationSchema, { id: 'c2', name: '이서연' })],
    messages: async (id) => said[id] ?? [],
  }
  const files = await made(sheetsOf(holding, ko, w))
  expect([...(files['xl/workbook.xml'] ?? '').matchAll(/sheet name="([^"]+)"/g)].map(([, n]) => n)).toEqual(['주문', '손님', '입금', '대화'])
  const [orders = [], customers = [], deposits = [], messages = []] = [1, 2, 3, 4].map((n) => cells(files[`xl/worksheets/sheet${n}.xml`] ?? ''))
  const column = (name: string) => orders.find((c) => c.at.endsWith('1') && c.value === name)?.at.slice(0, -1) ?? ''
  const value = (name: string, row: number) => orders.find((c) => c.at === `${column(name)}${row}`)?.value
  expect([value(ko.total, 2), value(ko.total, 3), value(ko.item, 3), value(ko.phone, 2)]).toEqual(['66000', undefined, '마들렌', '010-0000-1234'])
  expect(customers.some((c) => c.value === '010-0000-1234' && c.kind === 'inlineStr')).toBe(true)
  expect(deposits.map((c) => c.value)).toContain('윤하늘 하늘1')
  expect(messages.filter((c) => c.at.startsWith('E')).map((c) => c.value)).toEqual([w.sheet.said, '=1+1', '네'])
})
