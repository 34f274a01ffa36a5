import { create } from '@bufbuild/protobuf'
import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { CardSchema } from '../src/gen/dangol/channel/v1/resource_pb'
import { OrderSchema, OrderState } from '../src/gen/dangol/shop/v1/resource_pb'
import { evict, install, open } from '../src/lib/db'
import { ko } from '../src/lib/ko'
import { daySheet } from '../src/keep/daysheet'
import { dayOfName, daysAfter, dueEvening, eveningAt, paperName, unplanned } from '../src/keep/evening'
import { fileAway, type Folder, keepPapers, papersOf, plan, planOf } from '../src/keep/shelf'

const week = (from: number, to: number) => create(CardSchema, { hours: { week: Array.from({ length: 7 }, () => ({ spans: [{ from, to }] })), special: [{ day: '2026-11-29', spans: [{ from: 600, to: 900 }] }] } })

test('an evening is an hour after the shop shuts, or when it was set', () => {
  expect(eveningAt(unplanned, null, '2026-11-28')).toBe('20:00')
  expect(eveningAt(unplanned, week(600, 1140), '2026-11-28')).toBe('20:00')
  expect(eveningAt(unplanned, week(600, 1140), '2026-11-29')).toBe('16:00') // a special day
  expect(eveningAt(unplanned, week(1080, 120), '2026-11-28')).toBe('23:30') // past midnight
  expect(eveningAt({ ...unplanned, at: '18:30' }, week(600, 1140), '2026-11-28')).toBe('18:30')
})

test('an evening is done once, and one that was missed as soon as the app opens', () => {
  const done = { ...unplanned, last: '2026-11-27' }
  expect(dueEvening(done, null, '2026-11-28T19:59')).toBeUndefined()
  expect(dueEvening(done, null, '2026-11-28T20:00')).toBe('2026-11-28')
  expect(dueEvening({ ...done, last: '2026-11-28' }, null, '2026-11-28T23:00')).toBeUndefined()
  expect(dueEvening(done, null, '2026-11-29T09:00')).toBe('2026-11-28')
  expect(dueEvening(done, null, '2026-12-24T09:00')).toBe('2026-12-23')
  expect(dueEvening({ ...done, on: false }, null, '2026-11-28T20:00')).toBeUndefined()
  expect(daysAfter('2026-11-30')).toEqual(['2026-12-01', '2026-12-02'])
})

test('a paper is a page by itself, and nothing that was written becomes markup', () => {
  const order = create(OrderSchema, {
    name: '<img src=x onerror=alert(1)>', phone: '01000001234', pickup: '2026-11-29T13:00', totalWon: 44_000n, state: OrderState.QUOTED, note: '"&\'',
    lines: [{ item: '케이크', quantity: 1, lettering: ['<script>'] }],
  })
  const gone = create(OrderSchema, { name: '취소된', pickup: '2026-11-29', state: OrderState.CANCELLED })
  const other = create(OrderSchema, { name: '다른날', pickup: '2026-11-30T10:00' })
  const html = daySheet({ day: '2026-11-29', shop: '햇살', orders: [order, gone, other], language: 'ko', foot: '끝' }, ko)
  expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;')
  expect(html).not.toMatch(/<img|<script|https?:|src=["']/)
  expect(html).toContain('44,000원')
  expect(html).not.toMatch(/취소된|다른날/)
})

test('a paper’s name tells its day, and other people’s files have none', () => {
  expect(paperName('2026-11-29', 'ko')).toBe('2026-11-29 주문표.html')
  expect(['2026-11-29 주문표.html', '2026-11-29 orders.html', '2026-11-29.html', 'x 2026-11-29 주문표.html', '주문표.html'].map(dayOfName)).toEqual(['2026-11-29', '2026-11-29', undefined, undefined, undefined])
})

const paper = (day: string) => ({ day, name: paperName(day, 'ko'), savedMs: 1, html: `<p>${day} 손님의 전화` })

test('papers lie sealed, the old ones go after fourteen days, and all of them with the shop', async () => {
  const db = await open('papers')
  await install(db, { token: 't', shopId: 's', shopName: '햇살', staffId: '', staffName: '', role: '' })
  await keepPapers(db, [paper('2026-11-13'), paper('2026-11-14'), paper('2026-11-29')], '2026-11-28')
  expect((await papersOf(db)).map((p) => p.day)).toEqual(['2026-11-29', '2026-11-14'])
  const lying = (await db.get('meta', 'paper/2026-11-29')) as { sealed: Uint8Array }
  expect(new TextDecoder().decode(lying.sealed)).not.toContain('손님')
  await plan(db, { at: '18:00' })
  expect(await planOf(db)).toEqual({ ...unplanned, at: '18:00' })
  await evict(db, 't')
  expect(await papersOf(db)).toEqual([])
})

/** A folder of the browser, in memory. */
function folder(names: string[]): Folder & { files: Map<string, string> } {
  const files = new Map(names.map((n) => [n, '']))
  const one = {
    files,
    getFileHandle: async (name: string) => ({ createWritable: async () => ({ write: async (text: string) => void files.set(name, text), close: async () => undefined }) }),
    keys: async function* () {
      yield* [...files.keys()]
    },
    removeEntry: async (name: string) => void files.delete(name),
  }
  return one as unknown as Folder & { files: Map<string, string> }
}

test('in the folder only our own old files go', async () => {
  const one = folder(['2026-11-01 주문표.html', '2026-11-20 주문표.html', '2020-01-01 세금.html', '사진.jpg'])
  await fileAway(one, [paper('2026-11-29')], '2026-11-28')
  expect([...one.files.keys()].sort()).toEqual(['2020-01-01 세금.html', '2026-11-20 주문표.html', '2026-11-29 주문표.html', '사진.jpg'])
  expect(one.files.get('2026-11-29 주문표.html')).toContain('2026-11-29')
})
