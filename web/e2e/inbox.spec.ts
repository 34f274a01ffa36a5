// The shop's inbox against the real server: customers over the API or in a browser of their own, the shop in another.
import { expect as plain, type Browser, type Page, test } from '@playwright/test'
import { Customer, drawCake } from './customer'
import { accessible, closeOthers } from './helpers'
import { Side } from '../src/gen/dangol/channel/v1/resource_pb'
import { OrderState } from '../src/gen/dangol/shop/v1/resource_pb'
import { day, Owner } from './owner'
import { Server } from './server'

const expect = plain.configure({ timeout: 20_000 }) // of a machine that does much else
let server: Server
let owner: Owner
let shop: Page
let port = 18900

const place = { bypassCSP: true, locale: 'ko-KR', timezoneId: 'Asia/Seoul' }

test.beforeEach(async ({ browser }) => {
  server = new Server(port++)
  const link = await server.start()
  owner = new Owner(link)
  await owner.signIn(link)
  await owner.open()
  shop = await (await browser.newContext({ ...place, viewport: { width: 1280, height: 860 } })).newPage()
  await shop.goto(link)
  await expect(shop.getByRole('heading', { level: 1 })).toBeVisible()
})
test.afterEach(async ({ browser }) => {
  await closeOthers(browser)
  await server.end()
})

const asked = '안녕하세요, 케이크 되나요?'
const seoyeon = (...more: string[]) => Customer.come(owner, '이서연', '010-0000-1234', asked, ...more)

/** A customer in a browser. */
async function visit(browser: Browser): Promise<Page> {
  const guest = await (await browser.newContext({ ...place, viewport: { width: 390, height: 844 } })).newPage()
  await guest.goto(owner.address)
  await guest.getByLabel('이름', { exact: true }).fill('이서연')
  await guest.getByLabel(/^전화번호/).fill('010-0000-1234')
  await guest.getByRole('button', { name: '시작하기' }).click()
  await guest.getByRole('textbox', { name: /메시지를 쓰세요/ }).fill(asked)
  await guest.getByRole('button', { name: '보내기', exact: true }).click()
  await expect.poll(async () => (await owner.messages()).length).toBe(1)
  return guest
}

const rows = () => shop.getByRole('list', { name: '대화 목록' }).getByRole('link')
const row = (text: string) => rows().filter({ hasText: text })
const log = () => shop.getByRole('log', { name: '주고받은 말' })
const box = () => shop.getByRole('textbox', { name: '답장을 쓰세요' })
const toast = () => shop.locator('.toast').last()
const tab = (name: string) => shop.getByRole('group', { name: '상태' }).getByRole('button', { name: new RegExp(`^${name}`) }).click()
const stand = (name: string) => shop.getByRole('combobox', { name: '상태' }).selectOption({ label: name })
async function openFirst(): Promise<void> {
  await shop.getByRole('link', { name: /^(\d+\s*)?대화$/ }).click()
  await row('이서연').click()
  await expect(log()).toContainText('케이크 되나요')
}

test('a message is answered by a saved reply, is read, noted on, and done by keyboard', async ({ browser }) => {
  const guest = await visit(browser)
  await Customer.come(owner, '김도윤', '010-0000-9271', '주차되나요?')
  await owner.channel.saveReply({ ...owner.command, title: '인사', text: '{name}님, 안녕하세요!' })
  await expect(shop.getByRole('link', { name: /^2\s*대화$/ })).toBeVisible()
  // Keys are known by where they lie: with the Korean input on they bear other letters.
  const keys = await shop.context().newCDPSession(shop)
  const press = async (code: string, key: string) => {
    for (const type of ['rawKeyDown', 'keyUp'] as const) await keys.send('Input.dispatchKeyEvent', { type, code, key, windowsVirtualKeyCode: code.charCodeAt(3) })
  }
  await press('KeyG', 'ㅎ')
  await press('KeyI', 'ㅑ')
  await expect(rows()).toHaveCount(2)
  await press('KeyJ', 'ㅓ')
  await expect(log()).toContainText('주차되나요') // the newest that nobody has read
  await press('KeyJ', 'ㅓ')
  await expect(log()).toContainText('케이크 되나요')
  await press('KeyK', 'ㅏ')
  await expect(log()).toContainText('주차되나요')
  await press('KeyJ', 'ㅓ')
  await expect(shop.getByRole('link', { name: /^대화$/ })).toBeVisible() // read, so nothing is told any more
  await press('KeyR', 'ㄱ')
  await expect(box()).toBeFocused()
  await box().fill('/인사')
  await expect(shop.getByRole('button', { name: /인사/ })).toBeVisible()
  await box().press('Enter')
  await expect(box()).toHaveValue('이서연님, 안녕하세요!')
  await box().press('Enter')
  await expect(box()).toHaveValue('')
  await expect(guest.getByRole('log')).toContainText('이서연님, 안녕하세요!')
  await expect(log().getByText('읽음')).toBeVisible()

  // Enter that ends a syllable sends nothing; the next one does. Up brings back what was written.
  await box().focus()
  await keys.send('Input.imeSetComposition', { text: '네', selectionStart: 1, selectionEnd: 1 })
  await keys.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', windowsVirtualKeyCode: 229, key: 'Process', code: 'Enter' })
  await keys.send('Input.insertText', { text: '네' })
  await expect(box()).toHaveValue('네')
  await box().press('Enter')
  await expect(box()).toHaveValue('')
  await expect(log().locator('article.mine')).toHaveCount(2)
  await box().press('ArrowUp')
  await expect(box()).toHaveValue('네')
  await box().fill('')

  await box().press('Escape')
  await press('KeyN', 'ㅜ')
  await shop.getByRole('textbox', { name: /메모를 쓰세요/ }).fill('견과류 주의')
  await shop.keyboard.press('Enter')
  await expect(log().locator('.note')).toContainText('견과류 주의')
  await box().press('Escape')
  await shop.keyboard.press('Shift+Slash')
  await expect(shop.getByRole('dialog', { name: '단축키' })).toBeVisible()
  await accessible(shop, 'the keys')
  await shop.keyboard.press('Escape')
  await shop.keyboard.press('Control+KeyK')
  const jump = shop.getByRole('dialog', { name: '어디로 갈까요?' }).getByRole('combobox')
  await jump.fill('도윤')
  await expect(shop.getByRole('option', { name: /김도윤.*대화/ })).toBeVisible()
  await accessible(shop, 'going anywhere')
  await jump.press('Enter')
  await expect(log()).toContainText('주차되나요')
  await press('KeyE', 'ㄷ')
  await expect(toast()).toContainText('대화를 끝냈어요')
  await expect(log()).toContainText('케이크 되나요') // and the next one
  await expect(rows()).toHaveCount(1)
  await toast().getByRole('button', { name: '되돌리기' }).click()
  await expect(log()).toContainText('주차되나요')
  await press('KeyK', 'ㅏ')
  await press('KeyJ', 'ㅓ')
  await expect(rows()).toHaveCount(2)
  await shop.keyboard.press('Slash')
  await expect(shop.getByRole('searchbox', { name: '대화 찾기' })).toBeFocused()
  await expect(guest.getByRole('log')).not.toContainText('견과류 주의')
})

test('what comes under a sheet is unread until the sheet is shut', async () => {
  await shop.setViewportSize({ width: 390, height: 844 })
  const customer = await seoyeon()
  await openFirst()
  const unread = async () => (await owner.conversations()).map((c) => c.unread)
  await expect.poll(unread).toEqual([0])
  await shop.getByRole('button', { name: '손님과 주문' }).click()
  const sheet = shop.getByRole('dialog', { name: '이서연' })
  await expect(sheet).toBeVisible()
  for (const text of ['하나 더요', '아니, 둘이요']) {
    await customer.say(text)
    await expect(log()).toContainText(text)
  }
  expect(await unread()).toEqual([2])
  await sheet.getByRole('button', { name: '닫기' }).click()
  await expect.poll(unread).toEqual([0])
})

test('an order comes out of the conversation, its quote goes to the customer, and it comes again', async () => {
  await seoyeon(`성함: 이서연\n연락처: 010-0000-1234\n픽업 날짜: ${day(4).slice(5).replace('-', '/')}\n픽업 시간: 오후 3시\n사이즈: 1호\n문구: 생일 축하해`)
  await openFirst()
  await shop.getByRole('button', { name: '이 대화로 주문 만들기' }).click()
  const form = shop.getByRole('dialog', { name: '새 주문' })
  await expect(form.locator('[data-field=name]')).toHaveValue('이서연')
  await expect(form.locator('[data-field="size 0"]')).toHaveValue('1호')
  await expect(form.locator('input[type=date]')).toHaveValue(day(4))
  await expect(form.locator('.read').filter({ hasText: '되나요' })).toHaveCount(1) // where "케이크" was read
  await form.locator('.read').filter({ hasText: '생일 축하해' }).locator('.see').click()
  await expect(log().locator('article.flash')).toContainText('생일 축하해')
  await form.locator('[data-field="item 0"]').fill('레터링 케이크')
  await form.locator('[data-field=total]').fill('44000')
  await form.getByRole('button', { name: '저장하고 견적 카드 보내기' }).click()
  await expect(form).toBeHidden()
  await expect(log().getByRole('button', { name: /입금 대기/ })).toBeVisible()
  await expect.poll(async () => (await owner.messages()).filter((m) => m.orderId !== '').length).toBe(1)

  // A message tied to the pickup moves with it, is taken back, and comes again.
  await shop.getByRole('button', { name: '나중에 보내기' }).click()
  const later = shop.getByRole('dialog', { name: '나중에 보내기' })
  await later.getByLabel('보낼 말').fill('{name}님, {pickup}에 뵐게요')
  await expect(later.locator('.preview')).toContainText('이서연님, ')
  await expect(later.locator('.preview')).toContainText('오후 3시에 뵐게요')
  await accessible(shop, 'a message for later')
  await later.getByRole('button', { name: '예약하기' }).click()
  await shop.getByText('예약된 메시지 1개').click()
  const due = (n: number) => shop.locator('.compose details').getByText(new RegExp(`${Number(day(n).slice(8))}일.*오후 3:00`))
  await expect(due(3)).toBeVisible()
  const [order] = await owner.orders()
  if (!order) throw new Error('there is no order')
  const { name, phone, lines, totalWon } = order
  await owner.shop.changeOrder({ ...owner.command, orderId: order.id, details: { name, phone, lines, totalWon, pickup: `${day(6)}T15:00` } })
  await expect(due(5)).toBeVisible()
  await shop.getByRole('button', { name: '보내지 않기' }).click()
  await expect(due(5)).toBeHidden()
  await toast().getByRole('button', { name: '되돌리기' }).click()
  await expect(shop.getByText('예약된 메시지 1개')).toBeVisible()

  await shop.getByRole('button', { name: '지난번과 같게' }).click()
  await expect(form.locator('[data-field="item 0"]')).toHaveValue('레터링 케이크')
  await expect(form.locator('[data-field="lettering 0"]')).toHaveValue('생일 축하해')
  await expect(form.locator('input[type=date]')).toHaveValue('')
  await form.locator('input[type=date]').fill(day(9))
  await form.getByRole('button', { name: '주문만 저장' }).click()
  await expect(form).toBeHidden()
  await expect(shop.getByRole('region', { name: '이 대화의 주문' }).getByText('레터링 케이크')).toHaveCount(2)
})

test('what was chosen in the order form comes to a sum, which a person takes', async () => {
  const one = await seoyeon()
  await one.submit({ size: ['2호'], more: ['긴 초'], n: ['2'], words: ['생일 축하해'], day: [`${day(4)}T15:00`], ok: ['예'] })
  await openFirst()
  await log().getByRole('button', { name: /문의/ }).click()
  await shop.getByRole('dialog').getByRole('button', { name: '고치기' }).click()
  const form = shop.getByRole('dialog', { name: '고치기' })
  await expect(form.locator('[data-field=total]')).toHaveValue('')
  await form.getByRole('button', { name: /113,000원/ }).click()
  await expect(form.locator('[data-field=total]')).toHaveValue('113000')
})

test('the price of an order that came by the form goes to its customer as a quote, with no server too', async () => {
  await owner.shop.changeShop({ ...owner.command, account: '' })
  const one = await seoyeon()
  await one.submit({ size: ['2호'], n: ['1'], words: ['생일 축하해'], day: [`${day(4)}T15:00`], ok: ['예'] })
  const cards = async () => (await owner.messages()).filter((m) => m.orderId !== '' && m.side === Side.STAFF).length
  await shop.goto(new URL(`/?day=${day(4)}`, server.link).href)
  await expect(shop.locator('article', { hasText: '이서연' })).toBeVisible()
  await server.kill()
  await expect(shop.locator('.dot.offline')).toBeAttached({ timeout: 40_000 })
  await shop.getByRole('button', { name: /금액 정하기/ }).click()
  const form = shop.getByRole('dialog', { name: '고치기' })
  await expect(form.getByRole('button', { name: '저장', exact: true })).toBeVisible() // nothing to tell yet
  await form.locator('[data-field=total]').fill('47,000')
  await expect(form.getByRole('button', { name: '주문만 저장' })).toBeVisible()
  await form.getByRole('button', { name: '저장하고 견적 카드 보내기' }).click()
  const ask = shop.getByRole('dialog', { name: '입금 받을 계좌가 비어 있어요' })
  await accessible(shop, 'the account is asked for')
  await ask.getByRole('button', { name: '보내지 않기' }).click()
  await expect(form.locator('[data-field=total]')).toHaveValue('47,000')
  await form.getByRole('button', { name: '저장하고 견적 카드 보내기' }).click()
  await ask.getByLabel('입금 받는 계좌').fill('국민 000-00-0000-001 햇살케이크')
  await ask.getByRole('button', { name: '계좌 저장하고 보내기' }).click()
  await expect(form).toBeHidden()
  await expect(toast()).toContainText('연결되면 견적 카드를 보내요')
  const sheet = shop.getByRole('dialog', { name: '이서연' })
  await expect(sheet.getByText('입금 대기').first()).toBeVisible()
  await server.start()
  await expect.poll(cards, { timeout: 40_000 }).toBe(1)
  const [order] = await owner.orders()
  expect([order?.state, order?.totalWon]).toEqual([OrderState.QUOTED, 47_000n])

  // Once more from the opened order; now that the account is there, nothing is asked.
  await sheet.getByRole('button', { name: '견적 카드 보내기' }).click()
  await expect.poll(cards).toBe(2)
  await sheet.getByRole('link', { name: '대화' }).click()
  await expect(log().getByRole('button', { name: /입금 대기/ })).toHaveCount(3)
})

test('pictures are looked at and sent, a wish to cancel is granted by the refund rules, a known phone is asked about', async () => {
  const cake = await drawCake(shop, '#f6c9d0', '엄마 사랑해')
  const one = await seoyeon()
  await one.say('이런 느낌이면 좋겠어요', cake)
  const details = { name: '이서연', phone: '01000001234', pickup: `${day(4)}T15:00`, totalWon: 44_000n, lines: [{ item: '레터링 케이크', quantity: 1 }] }
  const { orderId } = await owner.shop.placeOrder({ ...owner.command, conversationId: one.conversationId, details })
  await owner.shop.recordPayment({ ...owner.command, orderId, amountWon: 44_000n })
  await one.cancel(orderId)
  await openFirst()
  await expect(row('취소 요청')).toHaveCount(1)
  await log().getByRole('button', { name: '사진 크게 보기 1' }).click()
  const whole = shop.getByRole('dialog', { name: '사진 1' }).getByRole('img')
  await expect.poll(() => whole.evaluate((i: HTMLImageElement) => i.naturalWidth)).toBe(480) // not the small one
  await shop.keyboard.press('Escape')
  await shop.locator('.compose input[type=file]').setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(cake.data) })
  await box().fill('이렇게요?')
  await shop.getByRole('button', { name: '보내기', exact: true }).click()
  await expect(log().locator('article.mine .photos img')).toBeVisible()
  await expect.poll(async () => (await owner.messages()).filter((m) => m.photos.length === 1).length).toBe(2)
  const wish = log().locator('.wish')
  await accessible(shop, 'a wish')
  await expect(wish).toContainText('환불 규정 50% · 22,000원')
  await expect(log().locator('article', { has: shop.locator('.wish') }).getByRole('button', { name: /레터링 케이크/ })).toHaveCount(1)
  await wish.getByLabel('돌려줄 금액').fill('50000')
  await wish.getByRole('button', { name: '취소하고 환불 적기' }).click()
  await expect(wish.getByRole('alert')).toContainText('44,000') // no more than was paid
  await wish.getByLabel('돌려줄 금액').fill('22,000')
  await wish.getByRole('button', { name: '취소하고 환불 적기' }).click()
  await expect(wish).toContainText('받아들였어요')
  await expect.poll(async () => (await owner.orders()).map((o) => [o.state, o.refundWon])).toEqual([[OrderState.CANCELLED, 22_000n]])

  await Customer.come(owner, '서연 언니', '010-0000-1234', '동생 케이크 찾으러 가요')
  await row('서연 언니').click()
  await expect(shop.getByText('전화번호가 같은 손님이 있어요: 이서연 (주문 1번)')).toBeVisible()
  await accessible(shop, 'a known phone')
  await shop.getByRole('button', { name: '같은 손님이에요' }).click()
  await expect(shop.getByText('전화번호가 같은 손님이 있어요')).toBeHidden()
  expect(new Set((await owner.conversations()).map((c) => c.customerId)).size).toBe(1)
})

test('where no rule speaks, the shop writes what is given back', async () => {
  await owner.channel.changeCard({ ...owner.command, refunds: { rules: [] } })
  const one = await seoyeon()
  const details = { name: '이서연', phone: '01000001234', pickup: `${day(4)}T15:00`, totalWon: 44_000n, lines: [{ item: '레터링 케이크', quantity: 1 }] }
  const { orderId } = await owner.shop.placeOrder({ ...owner.command, conversationId: one.conversationId, details })
  await owner.shop.recordPayment({ ...owner.command, orderId, amountWon: 44_000n })
  await one.cancel(orderId)
  await openFirst()
  const wish = log().locator('.wish')
  await expect(wish).toContainText('환불 규정이 없어요. 돌려줄 금액을 적어 주세요.')
  await expect(wish.getByLabel('돌려줄 금액')).toHaveValue('')
  await wish.getByRole('button', { name: '취소하고 환불 적기' }).click()
  await expect(wish.getByRole('alert')).toContainText('44,000') // an amount is asked for
  expect((await owner.orders())[0]?.state).toBe(OrderState.CONFIRMED)
  await accessible(shop, 'a wish without rules')
  await wish.getByLabel('돌려줄 금액').fill('40,000')
  await wish.getByRole('button', { name: '취소하고 환불 적기' }).click()
  await expect(wish).toContainText('받아들였어요')
  await expect.poll(async () => (await owner.orders()).map((o) => [o.state, o.refundWon])).toEqual([[OrderState.CANCELLED, 40_000n]])
})

test('states, labels, staff, notes and search', async () => {
  const one = await seoyeon('전화는 010-0000-9271로 주세요')
  await Customer.come(owner, '김도윤', '010-0000-5678', '주차되나요?')
  await owner.shop.addStaff({ ...owner.command, name: '김직원', role: 2 })
  await openFirst()
  await shop.getByRole('combobox', { name: '라벨 더하기' }).fill('단골')
  await shop.getByRole('button', { name: '더하기', exact: true }).click()
  await expect(row('단골')).toBeVisible()
  await shop.getByRole('complementary').getByRole('combobox', { name: '담당' }).selectOption({ label: '김직원' })
  await expect(row('김직원')).toBeVisible()
  const filter = (name: string, label: string) => shop.getByRole('region', { name: '대화 목록' }).getByRole('combobox', { name }).selectOption({ label })
  await filter('담당', '내 담당')
  await expect(rows()).toHaveCount(0)
  await filter('담당', '김직원')
  await filter('라벨', '단골')
  await expect(rows()).toHaveCount(1)
  await filter('담당', '모든 담당')
  await filter('라벨', '모든 라벨')
  await expect(rows()).toHaveCount(2)

  await stand('손님을 기다림')
  await expect(row('이서연')).toHaveCount(0)
  await tab('기다림')
  await expect(row('이서연')).toHaveCount(1)
  await one.say('아직 있어요?') // which opens it again
  await tab('열림')
  await expect(row('아직 있어요?')).toBeVisible()
  await stand('다시 볼 것')
  await accessible(shop, 'a follow-up')
  await shop.getByRole('button', { name: '내일 아침 9시' }).click()
  await tab('다시 볼 것')
  await expect(row('이서연')).toContainText('다시 보기')
  await stand('끝')
  await tab('끝')
  await expect(row('이서연')).toHaveCount(1)
  await toast().getByRole('button', { name: '되돌리기' }).click()
  await expect(row('이서연')).toHaveCount(0)
  await stand('스팸')
  await expect(shop.getByText('스팸으로 둔 대화예요')).toBeVisible()
  await one.say('대출 받으세요')
  await expect(log()).toContainText('대출 받으세요')
  await expect(shop.getByRole('link', { name: /^1\s*대화$/ })).toBeVisible() // the other's
  await tab('스팸')
  await expect(row('대출 받으세요')).toHaveCount(1)
  await shop.getByRole('button', { name: '스팸 아님' }).click()
  await expect(row('이서연')).toHaveCount(0)

  await shop.getByRole('button', { name: '메모', exact: true }).click()
  await shop.getByRole('textbox', { name: /메모를 쓰세요/ }).fill('딸기 알레르기')
  await shop.getByRole('button', { name: '메모 남기기' }).click()
  await shop.getByRole('button', { name: '메모 지우기' }).click()
  await expect(log().locator('.note')).toHaveCount(0)
  await toast().getByRole('button', { name: '되돌리기' }).click()
  await expect(log().locator('.note')).toContainText('딸기 알레르기')
  expect((await owner.messages()).some((m) => m.text.includes('알레르기'))).toBe(false)

  const search = shop.getByRole('searchbox', { name: '대화 찾기' })
  await search.fill('ㅇㅅㅇ')
  await expect(rows()).toHaveCount(1)
  for (const typed of ['주차', '9271']) {
    await search.fill(typed)
    await expect(shop.getByRole('list', { name: '메시지' }).locator('mark').first()).toContainText(typed)
  }
  await shop.getByRole('list', { name: '메시지' }).getByRole('button').first().click()
  await expect(log().locator('article.flash')).toContainText('9271')
  await search.fill('없는말')
  await expect(shop.getByText('찾는 것이 없어요.')).toBeVisible()
})

test('with the server killed everything is read and replies wait; they arrive once', async ({ browser }) => {
  const guest = await visit(browser)
  await openFirst()
  await server.kill()
  for (const text of ['곧 답할게요', '내일 오세요']) {
    await box().fill(text)
    await box().press('Enter')
    await expect(log().locator('article.unsent').filter({ hasText: text })).toContainText('보낼 차례를 기다려요')
  }
  await shop.getByRole('button', { name: '메모', exact: true }).click()
  await shop.getByRole('textbox', { name: /메모를 쓰세요/ }).fill('전화로 답함')
  await shop.getByRole('button', { name: '메모 남기기' }).click()
  await stand('손님을 기다림')
  await expect(toast()).toContainText('손님을 기다림') // it is on the disk
  await shop.reload()
  await expect(log()).toContainText('케이크 되나요')
  await expect(log().locator('article.unsent')).toHaveCount(2)
  await expect(log().locator('.note.unsent')).toContainText('전화로 답함')
  await accessible(shop, 'a conversation with no server')
  await tab('기다림')
  await expect(row('내일 오세요')).toHaveCount(1)
  await shop.getByRole('searchbox', { name: '대화 찾기' }).fill('케이크')
  await expect(shop.getByRole('list', { name: '메시지' }).locator('mark').first()).toContainText('케이크')
  await expect(shop.getByText('이 기기에 있는 대화에서 찾았어요')).toBeVisible()
  await server.start()
  await expect(log().locator('.unsent')).toHaveCount(0, { timeout: 40_000 })
  await expect(log().locator('article.mine')).toHaveCount(2)
  for (const text of ['곧 답할게요', '내일 오세요']) await expect(guest.getByRole('log').getByText(text)).toHaveCount(1, { timeout: 40_000 })
  expect((await owner.messages()).map((m) => m.text)).toEqual([asked, '곧 답할게요', '내일 오세요'])
})
