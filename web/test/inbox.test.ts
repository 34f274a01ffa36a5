// The inbox's parts that need no screen: which conversations stand where, how one is read, and what is filled in and found.
import { create, type MessageInitShape } from '@bufbuild/protobuf'
import { describe, expect, test } from 'vitest'
import { type Conversation, ConversationSchema, MessageSchema, NoteSchema, Side, Stand } from '../src/gen/dangol/channel/v1/resource_pb'
import { OrderSchema, OrderState } from '../src/gen/dangol/shop/v1/resource_pb'
import { fill, newestOrder, openFields, ordersOf, spoken } from '../src/inbox/fill'
import { holds, marked, wordsOf } from '../src/inbox/find'
import { instant } from '../src/inbox/instant'
import { after, byNeed, choose, counts, hold, isIn, labelsOf, still, tabs, unreadOf, waits, without } from '../src/inbox/list'
import { keyOf, lastRead, timeline } from '../src/inbox/timeline'
import { when } from '../src/inbox/when'

const now = Date.UTC(2026, 10, 25, 3) // noon in Seoul
const zone = 'Asia/Seoul'
const talk = (id: string, fields: MessageInitShape<typeof ConversationSchema> = {}) => create(ConversationSchema, { id, name: id, stand: Stand.OPEN, spokenMs: 1n, lastSeq: 1, ...fields })
const ids = (all: Conversation[]) => all.map((c) => c.id).join(' ')
const any = { tab: 'open', label: '', staff: '', typed: '' } as const

describe('the order of the inbox', () => {
  const read = talk('read', { spokenMs: 900n })
  const unread = talk('unread', { spokenMs: 100n, unread: 2, waitsSinceMs: 90n })
  const newer = talk('newer', { spokenMs: 200n, unread: 1, waitsSinceMs: 190n })
  const waiting = talk('waiting', { spokenMs: 300n, waitsSinceMs: 250n })
  const longer = talk('longer', { spokenMs: 400n, waitsSinceMs: 50n })
  const old = talk('old', { spokenMs: 10n })

  test('what nobody has read stands first, then whoever spoke last and waits, the longest first, then the newest', () => {
    expect(ids([old, read, waiting, unread, longer, newer].sort(byNeed))).toBe('newer unread longer waiting read old')
  })
  test('who is done or spam waits for nobody', () => {
    expect(waits(talk('a', { waitsSinceMs: 5n }))).toBe(true)
    for (const stand of [Stand.DONE, Stand.SPAM]) expect(waits(talk('a', { waitsSinceMs: 5n, stand }))).toBe(false)
    expect(waits(read)).toBe(false)
  })
  test('news to everybody lift nobody: the order is of what people said, not of the newest message', () => {
    expect(ids([old, talk('told', { spokenMs: 5n, lastMs: 5000n })].sort(byNeed))).toBe('old told')
  })
  test('two of the same moment keep their places', () => {
    expect(ids([talk('a'), talk('b')].sort(byNeed))).toBe(ids([talk('b'), talk('a')].sort(byNeed)))
  })
})

describe('tabs', () => {
  const of = (c: Conversation) => tabs.filter((t) => isIn(c, t, now)).join(' ')
  test('each stand has its tab, and all but spam are under "all"', () => {
    expect(of(talk('a'))).toBe('open all')
    expect(of(talk('a', { stand: Stand.UNSPECIFIED }))).toBe('open all')
    expect(of(talk('a', { stand: Stand.WAITING }))).toBe('waiting all')
    expect(of(talk('a', { stand: Stand.FOLLOW_UP, followUpMs: BigInt(now + 1) }))).toBe('follow all')
    expect(of(talk('a', { stand: Stand.DONE }))).toBe('done all')
    expect(of(talk('a', { stand: Stand.SPAM, unread: 3 }))).toBe('spam')
  })
  test('a follow-up whose time has come, and what nobody has read, are open for the eye', () => {
    expect(of(talk('a', { stand: Stand.FOLLOW_UP, followUpMs: BigInt(now) }))).toBe('open follow all')
    expect(of(talk('a', { stand: Stand.WAITING, unread: 1 }))).toBe('open waiting all')
    expect(of(talk('a', { stand: Stand.DONE, unread: 1 }))).toBe('open done all')
  })
  test('counts are what the tabs show', () => {
    const all = [talk('a'), talk('b', { stand: Stand.WAITING, unread: 1 }), talk('c', { stand: Stand.SPAM, unread: 1 })]
    for (const t of tabs) expect(counts(all, now)[t]).toBe(choose(all, { ...any, tab: t }, now).length)
    expect(unreadOf(all)).toBe(1) // spam tells nobody
  })
})

describe('labels, staff, and who is looked for', () => {
  const a = talk('a', { name: '이서연', phone: '01000001234', labels: ['단골', '알레르기'], staffId: 's1' })
  const b = talk('b', { name: '김도윤', phone: '01000009271', labels: ['단골'], stand: Stand.DONE })
  const all = [a, b]
  test('labels and staff narrow what a tab shows', () => {
    expect(ids(choose(all, { ...any, label: '단골' }, now))).toBe('a')
    expect(ids(choose(all, { ...any, tab: 'all', label: '단골' }, now))).toBe('b a')
    expect(ids(choose(all, { ...any, staff: 's1' }, now))).toBe('a')
    expect(ids(choose(all, { ...any, staff: 's2' }, now))).toBe('')
  })
  test('who is looked for is looked for under all tabs: by name, first letters, a part of the phone, a label', () => {
    expect(ids(choose(all, { ...any, typed: '도윤' }, now))).toBe('b')
    expect(ids(choose(all, { ...any, typed: 'ㄱㄷㅇ' }, now))).toBe('b')
    expect(ids(choose(all, { ...any, typed: '9271' }, now))).toBe('b')
    expect(ids(choose(all, { ...any, typed: '0000-92' }, now))).toBe('b')
    expect(ids(choose(all, { ...any, typed: '알레' }, now))).toBe('a')
    expect(ids(choose(all, { ...any, typed: '단골', staff: 's1' }, now))).toBe('a')
  })
  test('labels are offered by how much they are used', () => expect(labelsOf(all)).toEqual(['단골', '알레르기']))
})

describe('a list under the finger', () => {
  const all = [talk('a', { spokenMs: 3n }), talk('b', { spokenMs: 2n }), talk('c', { spokenMs: 1n })]
  test('it keeps its order and tells of what has come', () => {
    const held = hold(all)
    const later = [talk('c', { spokenMs: 9n, lastSeq: 2, lastSide: Side.CUSTOMER }), talk('new', { spokenMs: 8n }), ...all.slice(0, 2)]
    const shown = still(held, later, new Map(later.map((c) => [c.id, c])))
    expect(ids(shown.rows)).toBe('a b c')
    expect(shown.rows[2]?.lastSeq).toBe(2) // with what it says now
    expect(shown.news).toBe(2)
  })
  test('what was put away is no row and no news', () => {
    const shown = still(without(hold(all), 'b'), [all[0], all[2]] as Conversation[], new Map(all.map((c) => [c.id, c])))
    expect([ids(shown.rows), shown.news]).toEqual(['a c', 0])
  })
  test('what the shop said itself is no news', () => {
    const later = [talk('a', { lastSeq: 2, lastSide: Side.STAFF })]
    expect(still(hold(all), later, new Map(later.map((c) => [c.id, c]))).news).toBe(0)
  })
  test('after one comes the next, at the end the one before, and then nothing', () => {
    expect([after(all, 'a'), after(all, 'c'), after(all.slice(0, 1), 'a')]).toEqual(['b', 'b', undefined])
  })
})

describe('a conversation as it is read', () => {
  const at = (m: number) => BigInt(now + m * 60_000)
  const said = (seq: number, fields: MessageInitShape<typeof MessageSchema>) => create(MessageSchema, { id: `m${seq}`, seq, side: Side.CUSTOMER, atMs: at(seq), text: 'x', ...fields })
  test('days, what is new, notes in their place, and one hour for what is said in one minute', () => {
    const messages = [said(1, { atMs: at(0) }), said(2, { atMs: at(0) }), said(3, { atMs: at(24 * 60) })]
    const note = create(NoteSchema, { id: 'n', atMs: at(10), text: '메모' })
    const out = timeline(messages, [note], 3, zone, now)
    expect(out.map((e) => e.is)).toEqual(['day', 'message', 'message', 'note', 'day', 'new', 'message'])
    expect(out.flatMap((e) => (e.is === 'message' ? [[e.first, e.last]] : []))).toEqual([[true, false], [false, true], [true, true]])
  })
  test('two people of the shop are two voices', () => {
    const messages = [said(1, { atMs: at(0), side: Side.STAFF, staffId: 'a' }), said(2, { atMs: at(0), side: Side.STAFF, staffId: 'b' })]
    expect(timeline(messages, [], 0, zone, now).flatMap((e) => (e.is === 'message' ? [e.first] : []))).toEqual([true, true])
  })
  test('a message keeps its key from the device to the server, and no answer of the machine takes it', () => {
    const waiting = said(0, { id: 'unsent-c1', commandId: 'c1', side: Side.STAFF })
    expect(keyOf(waiting)).toBe(keyOf(said(4, { commandId: 'c1', side: Side.STAFF })))
    expect(keyOf(said(5, { commandId: 'c1', side: Side.AUTO }))).toBe('m5')
  })
  test('the newest message of the shop that was read bears the mark', () => {
    expect(lastRead([said(1, { side: Side.STAFF }), said(2, {}), said(3, { side: Side.AUTO }), said(4, { side: Side.STAFF })], 3)).toBe(3)
  })
})

describe('saved replies', () => {
  const order = create(OrderSchema, { id: 'o', name: '이서연', code: '이서연47', pickup: '2026-11-28T15:00', totalWon: 44_000n })
  const known = { talk: talk('a', { name: '이서연' }), order, shop: { name: '햇살케이크', account: '국민 000', zone } }
  test('fields become what they say', () => {
    const { text, open } = fill('{name}님, {pickup}에 오세요. 입금자명은 {code}, {total}입니다.', known)
    expect(text).toBe('이서연님, 11월 28일 (토) 오후 3시에 오세요. 입금자명은 이서연47, 44,000원입니다.')
    expect(open).toEqual([])
  })
  test('times are said as the server says them (channel/policy)', () => {
    const said = { '2026-11-23T15:00': '11월 23일 (월) 오후 3시', '2026-11-23T11:30': '11월 23일 (월) 오전 11시 30분', '2026-11-23T12:00': '11월 23일 (월) 낮 12시', '2026-11-23T00:05': '11월 23일 (월) 밤 12시 5분', '2026-11-29': '11월 29일 (일)', '': '' }
    for (const [at, words] of Object.entries(said)) expect(spoken(at)).toBe(words)
  })
  test('what nobody knows stays and is named; braces that are no field are left alone', () => {
    const { text, open } = fill('{pickup} {code} {hello}', { talk: talk('a') })
    expect([text, open]).toEqual(['{pickup} {code} {hello}', ['pickup', 'code']])
    expect(openFields(text)).toEqual(['pickup', 'code'])
  })
  test('the order a conversation is about is the newest that is alive', () => {
    const of = (id: string, createdMs: bigint, state = OrderState.QUOTED, conversationId = 't') => create(OrderSchema, { id, createdMs, state, conversationId })
    const orders = [of('old', 1n), of('dead', 3n, OrderState.CANCELLED), of('other', 9n, OrderState.QUOTED, 'u'), of('unsent', 0n, OrderState.CANCELLED)]
    expect(newestOrder(orders, 't')?.id).toBe('old')
    expect(newestOrder([of('dead', 3n, OrderState.LAPSED)], 't')?.id).toBe('dead')
    expect(ordersOf(orders, 't').map((o) => o.id)).toEqual(['unsent', 'dead', 'old'])
  })
})

describe('search', () => {
  test('two syllables and a part of a phone number are found, with or without hyphens', () => {
    expect(holds('전화는 010-0000-9271로 주세요', wordsOf('9271'))).toBe(true)
    expect(holds('전화는 010-0000-9271로 주세요', wordsOf('00009271'))).toBe(true)
    expect(holds('딸기케이크 되나요', wordsOf('기케'))).toBe(true)
    expect(holds('딸기케이크 되나요', wordsOf('딸기 없음'))).toBe(false)
  })
  test('the hit is marked and stands near the beginning', () => {
    const hit = marked(`${'가나다 '.repeat(20)}케이크 ${'라마바 '.repeat(40)}`, wordsOf('케이크'))
    expect(hit.filter((p) => p.hit).map((p) => p.text)).toEqual(['케이크'])
    expect(hit[0]?.text.startsWith('…')).toBe(true)
    expect(marked('010-0000-9271', wordsOf('09271')).filter((p) => p.hit).map((p) => p.text)).toEqual(['0-9271'])
    expect(marked('1+1 (행사)', wordsOf('(행')).some((p) => p.hit)).toBe(true) // what is typed is no pattern
  })
})

test('instants by the shop’s clock, and back in a few letters', () => {
  const at = instant('2026-11-25T15:00', zone)
  expect(at).toBe(Date.UTC(2026, 10, 25, 6))
  expect(instant('2026-03-29T12:00', 'Europe/Berlin')).toBe(Date.UTC(2026, 2, 29, 10))
  for (const none of ['tomorrow', '2026-11-25T', 'T15:00', '2026-13-01T00:00']) expect(instant(none, zone)).toBeNaN()
  expect(when(at, '2026-11-25T18:00', 'ko', zone)).toBe('오후 3:00')
  expect(when(at, '2026-11-26T09:00', 'ko', zone)).toBe('어제')
  expect(when(at, '2026-11-29T09:00', 'ko', zone)).toBe('11월 25일')
  expect(when(at, '2027-01-02T09:00', 'en', zone)).toBe('25/11/2026')
  expect(when(0, '2027-01-02T09:00', 'en', zone)).toBe('')
})
