// A customer at a shop's channel, against the real server; the shop answers over the API.
import { readFileSync } from 'node:fs'
import { Code } from '@connectrpc/connect'
import { expect as plain, type Page, test } from '@playwright/test'
import { blocksOf, cakeForm } from '../src/counter/form'
import { OrderState } from '../src/gen/dangol/shop/v1/resource_pb'
import { accessible } from './helpers'
import { once, plainText, readCalendar, utc } from './ics'
import { day, Owner } from './owner'
import { Server } from './server'
import { choose, dayButton, device, expect, join, keptOffline, log, phone, picture, say, written } from './visitor'

let server: Server
let owner: Owner
let port = 18800

test.beforeEach(async () => {
  server = new Server(port++)
  const link = await server.start()
  owner = new Owner(link)
  await owner.signIn(link)
  await owner.open()
})
test.afterEach(async () => {
  await server.end()
})

/**
 * A shop whose clock shows noon now, since nobody is reminded at night, with a pickup of which its customer is to be reminded
 * with the next minute. It is begun before all flows and looked at after them.
 */
const soon = { server: new Server(18_899), owner: undefined as unknown as Owner, page: undefined as unknown as Page, pickup: '' }
test.beforeAll(async ({ browser }) => {
  const ahead = 12 - new Date().getUTCHours() // hours that its clock is ahead of Greenwich's
  const link = await soon.server.start('--zone', `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`)
  soon.owner = new Owner(link)
  await soon.owner.signIn(link)
  await soon.owner.open()
  await soon.owner.channel.changeDesk({ ...soon.owner.command, remindHours: 1, remind: '{name}님, 케이크 찾으러 오세요: {pickup}' })
  soon.page = await device(browser)
  await join(soon.page, soon.owner)
  const enough = 75_000 // milliseconds until all is written: what is ordered later than that is reminded of by nobody
  soon.pickup = new Date(Math.floor((Date.now() + enough) / 60_000) * 60_000 + (1 + ahead) * 3_600_000).toISOString().slice(0, 16)
  const order = await soon.owner.place(soon.pickup, 44_000n)
  await soon.owner.shop.recordPayment({ ...soon.owner.command, orderId: order.id, amountWon: 44_000n })
})
test.afterAll(() => soon.server.end())

test('from the link to a cake that is ready', async ({ browser }) => {
  test.setTimeout(150_000)
  const page = await device(browser)
  await page.goto(owner.address)
  await expect(page.getByRole('heading', { level: 1, name: '햇살케이크' })).toBeVisible()
  await expect(page.getByText('지금 열려 있어요')).toBeVisible()
  await expect(page.getByText('픽업 7일 전까지 100% 환불')).toBeVisible()
  await expect(page.getByRole('checkbox')).not.toBeChecked()
  await page.getByRole('button', { name: '시작하기' }).click()
  await expect(page.getByText('이름을 40자까지 적어 주세요.')).toBeVisible()
  await join(page, owner)

  await say(page, '안녕하세요, 토요일에 될까요?')
  await expect(log(page).locator('.mine').getByText('보냄')).toBeVisible()
  await owner.say('네, 주문서를 써 주세요.')
  await expect(log(page).getByText('네, 주문서를 써 주세요.')).toBeVisible()
  const [talk] = await owner.conversations()
  expect(talk).toMatchObject({ name: '이서연', phone: '01000001234', consent: false })
  await owner.channel.markRead({ ...owner.command, conversationId: talk?.id ?? '', seq: talk?.lastSeq ?? 0 })
  await expect(log(page).locator('.mine').getByText('읽음')).toBeVisible()
  await expect.poll(async () => (await owner.conversations()).map((c) => c.customerGot === c.lastSeq && c.customerRead === c.lastSeq)).toEqual([true]) // delivered, and read

  await page.getByRole('button', { name: '주문서 쓰기' }).click()
  const form = page.getByRole('dialog')
  await form.getByRole('button', { name: '주문서 보내기' }).click()
  await expect(form.getByRole('alert')).toContainText('4곳을 확인해 주세요')
  await form.getByRole('radio', { name: /1호/ }).check()
  await form.getByRole('checkbox', { name: /긴 초/ }).check()
  await form.getByRole('button', { name: '몇 개인가요?: 하나 더하기' }).click()
  await expect(form.getByText('예상 금액 89,000원')).toBeVisible()
  await form.getByLabel(/^문구/).fill('엄마 생신\n축하해요')
  await page.reload() // what was filled in is kept
  await expect(form.getByLabel(/^문구/)).toHaveValue('엄마 생신\n축하해요')
  await expect(await dayButton(page, day(3))).toBeDisabled()
  await choose(page, day(4), '15:00')
  await expect(form.getByRole('group', { name: /환불 규정을 읽었어요/ }).getByRole('listitem')).toHaveText(['픽업 7일 전까지 100% 환불', '픽업 3일 전까지 50% 환불', '그 뒤에는 환불 없음'])
  await form.getByRole('checkbox', { name: '네, 확인했어요' }).check()
  await form.getByRole('button', { name: '주문서 보내기' }).click()
  await expect(form).toBeHidden()
  await expect(log(page).getByText('엄마 생신')).toBeVisible()
  await expect(page.getByRole('list', { name: '내 주문' })).toContainText('가게가 보고 있어요')

  const order = await owner.quote(89_000n)
  expect(order).toMatchObject({ state: OrderState.QUOTED, pickup: `${day(4)}T15:00` })
  const card = log(page).getByRole('article', { name: '주문 안내' })
  await expect(card.getByRole('heading', { name: '입금을 기다려요' })).toBeVisible()
  await expect(card).toContainText('89,000원')
  await expect(card).toContainText('국민 000-00-0000-001 햇살케이크')
  await expect(card).toContainText(order.code)
  await expect(card).toContainText('남았어요')
  await card.getByRole('button', { name: '입금자명 복사' }).click()
  await expect(card.getByText('복사했어요').first()).toBeVisible()
  const download = page.waitForEvent('download')
  await card.getByRole('button', { name: '달력에 추가' }).click()
  const file = await download
  expect(file.suggestedFilename()).toBe(`${day(4)}-pickup.ics`)
  inCalendar(readFileSync(await file.path()), order.id, order.code)

  await owner.shop.recordPayment({ ...owner.command, orderId: order.id, amountWon: 89_000n })
  await expect(card.getByRole('heading', { name: '입금 확인됐어요' })).toBeVisible()
  await owner.shop.moveOrder({ ...owner.command, orderId: order.id, to: OrderState.IN_WORK })
  await expect(card.getByRole('heading', { name: '만들고 있어요' })).toBeVisible()
  await owner.shop.moveOrder({ ...owner.command, orderId: order.id, to: OrderState.READY })
  await expect(card.getByRole('heading', { name: '준비됐어요' })).toBeVisible()
  await expect(card).toContainText('에 오세요')

  // What the rules give back is said before the wish is sent: four days before it is half.
  await card.getByRole('button', { name: '취소하고 싶어요' }).click()
  await expect(page.getByRole('dialog')).toContainText('지금 취소하면 50% 44,500원을 돌려받아요.')
  await page.getByRole('button', { name: '취소 부탁하기' }).click()
  await expect(log(page).getByText('취소를 부탁했어요')).toBeVisible()
  const wish = (await expect.poll(async () => (await owner.messages()).find((m) => m.wish)?.wish?.refundWon).toBe(44_500n), (await owner.messages()).find((m) => m.wish))
  await owner.channel.answerWish({ ...owner.command, messageId: wish?.id ?? '', grant: false, text: '벌써 만들어서 어려워요.' })
  await expect(log(page).getByText('가게가 받아들이지 못했어요')).toBeVisible()
  await page.getByRole('button', { name: /내 주문/ }).click()
  await expect(page.getByRole('dialog')).toContainText('준비됐어요')
})

/** The file for calendars holds one pickup, with all that the standard wants of it. */
function inCalendar(bytes: Buffer, orderId: string, code: string): void {
  const calendar = readCalendar(bytes)
  expect([calendar.name, once(calendar, 'VERSION'), once(calendar, 'METHOD')]).toEqual(['VCALENDAR', '2.0', 'PUBLISH'])
  expect(once(calendar, 'PRODID')).not.toBe('')
  expect(calendar.parts.map((part) => part.name)).toEqual(['VEVENT'])
  const [event] = calendar.parts as [(typeof calendar.parts)[number]]
  expect(once(event, 'UID')).toContain(orderId)
  expect(Math.abs(utc(once(event, 'DTSTAMP')) - Date.now())).toBeLessThan(3_600_000)
  const start = Date.parse(`${day(4)}T15:00:00+09:00`)
  expect([utc(once(event, 'DTSTART')), utc(once(event, 'DTEND'))]).toEqual([start, start + 30 * 60_000])
  expect(plainText(once(event, 'SUMMARY'))).toContain('햇살케이크')
  expect(plainText(once(event, 'DESCRIPTION'))).toContain(code)
  expect(plainText(once(event, 'LOCATION'))).toBe('서울 마포구 햇살로 12')
  expect(event.parts.map((part) => [part.name, once(part, 'ACTION'), once(part, 'TRIGGER')])).toEqual([['VALARM', 'DISPLAY', '-PT2H']])
}

test('what comes under a sheet is delivered, and read when the sheet is shut', async ({ browser }) => {
  const page = await device(browser)
  await join(page, owner)
  await say(page, '안녕하세요')
  await expect(log(page).locator('.mine').getByText('보냄')).toBeVisible()
  const last = async () => (await owner.conversations())[0]
  for (const open of ['주문서 쓰기', '내 주문']) {
    await page.getByRole('button', { name: open }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    const before = (await last())?.lastSeq ?? 0
    await owner.say(`${open} 위에 온 말`)
    // What is delivered and what is read is told at once: had it been taken for read, that would be known by now.
    await expect.poll(async () => ((await last())?.customerGot ?? 0) > before).toBe(true)
    expect((await last())?.customerRead).toBeLessThanOrEqual(before)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
    await expect.poll(async () => (await last())?.customerRead === (await last())?.lastSeq).toBe(true)
  }
})

test('photos: made small, without where they were taken, seen on both sides', async ({ browser }) => {
  test.setTimeout(90_000)
  const context = await browser.newContext(phone)
  const page = await context.newPage()
  await join(page, owner)
  const files = await Promise.all(['tomato', 'teal'].map((c) => picture(page, c)))
  await page.getByLabel('사진 보내기').setInputFiles(files.map((buffer, i) => ({ name: `IMG_${i}.jpg`, mimeType: 'image/jpeg', buffer })))
  await expect(page.getByRole('button', { name: '2번째 사진 빼기' })).toBeVisible()
  await page.getByRole('button', { name: '보내기', exact: true }).click()
  await expect(log(page).locator('.mine img')).toHaveCount(2)
  await expect(log(page).getByText('보냄')).toBeVisible()
  const photos = (await owner.messages()).flatMap((m) => m.photos)
  expect(photos).toHaveLength(2)
  for (const p of photos) {
    expect(Math.max(p.width, p.height)).toBe(1600)
    expect(p.thumb.length).toBeLessThanOrEqual(16 * 1024)
    const [talk] = await owner.conversations()
    const whole = await owner.channel.getPhoto({ conversationId: talk?.id ?? '', sha256: p.sha256 })
    expect(whole.data.length).toBeLessThan(1024 * 1024)
    expect(Buffer.from(whole.data).includes('SEOUL')).toBe(false)
  }
  await log(page).locator('.mine img').first().click()
  const viewer = page.getByRole('dialog', { name: '사진 크게 보기' })
  await expect(viewer.getByLabel('사진 저장')).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expect(viewer.getByAltText('사진 2')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(viewer).toBeHidden()
})

test('the card of the shop opens with the server dead, and only the customer’s part is kept', async ({ browser }) => {
  const page = await device(browser)
  await page.goto(owner.address)
  await expect(page.getByRole('heading', { level: 1, name: '햇살케이크' })).toBeVisible()
  await keptOffline(page)
  const kept = await page.evaluate(async () => (await (await caches.open('shell-customer')).keys()).map((r) => new URL(r.url).pathname))
  expect(kept.some((f) => f.includes('Talk'))).toBe(true)
  expect(kept.some((f) => /Deposits|Settings|ImportWizard/.test(f))).toBe(false)
  await server.kill()
  await page.reload()
  await expect(page.getByText('픽업 7일 전까지 100% 환불')).toBeVisible()
  await page.getByLabel('이름', { exact: true }).fill('이서연')
  await page.getByLabel(/^전화번호/).fill('01000001234')
  await page.getByRole('button', { name: '시작하기' }).click()
  await expect(page.getByText('아직 가게에 닿지 않아요')).toBeVisible()
  await page.reload()
  await expect(page.getByText('아직 가게에 닿지 않아요')).toBeVisible() // it still tries
})

test('from a cold start with the server dead it is all there, and what is written is sent once', async ({ browser }) => {
  test.setTimeout(120_000)
  const page = await device(browser)
  const context = page.context()
  await join(page, owner)
  await say(page, '첫 번째')
  await expect(log(page).getByText('보냄')).toBeVisible()
  await keptOffline(page)
  await server.kill()
  await page.close()

  const cold = await context.newPage()
  await cold.goto(owner.address)
  await expect(log(cold).getByText('첫 번째')).toBeVisible()
  await expect(cold.getByText('가게 서버가 대답하지 않아요')).toBeVisible() // the internet is there: it is the shop that is silent
  await context.setOffline(true)
  await expect(cold.getByText('인터넷이 끊겼어요')).toBeVisible()
  await context.setOffline(false)
  await expect(cold.getByText('가게 서버가 대답하지 않아요')).toBeVisible()
  await say(cold, '두 번째')
  await cold.getByLabel('사진 보내기').setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: await picture(cold, 'gold') })
  await expect(cold.getByRole('button', { name: /사진 빼기/ })).toBeVisible()
  await cold.getByRole('button', { name: '보내기', exact: true }).click()
  await expect(log(cold).locator('.mine img')).toBeInViewport({ ratio: 0.99 }) // all of it
  await accessible(cold, 'the chat with no server')

  await cold.getByRole('button', { name: '주문서 쓰기' }).click()
  const form = cold.getByRole('dialog')
  await expect(form.getByText('마감된 날을 모를 수 있어요')).toBeVisible()
  await form.getByRole('radio', { name: /1호/ }).check()
  await form.getByLabel(/^문구/).fill('엄마 생신')
  await choose(cold, day(4), '15:00')
  await form.getByRole('checkbox', { name: '네, 확인했어요' }).check()
  await form.getByRole('button', { name: '주문서 보내기' }).click()
  await expect(form).toBeHidden()
  await expect(cold).toHaveURL(owner.address) // the sheet has gone out of the address too
  await expect(log(cold).getByText('엄마 생신')).toBeVisible()
  await expect(log(cold).getByText('연결되면 보내요').last()).toBeVisible()
  await expect(cold.getByText('보낼 것 3건')).toBeVisible()
  await cold.close() // what waits is on the disk, not in the page

  await server.start()
  const back = await context.newPage()
  await back.goto(owner.address)
  await expect(back.getByRole('list', { name: '내 주문' })).toContainText('가게가 보고 있어요')
  await expect(log(back).getByText('연결되면 보내요')).toHaveCount(0)
  await expect(log(back).getByText('보냄').last()).toBeVisible()
  const said = (await owner.messages()).filter((m) => m.side === 1).sort((a, b) => a.seq - b.seq)
  expect(said.map((m) => [m.text, m.photos.length, m.answers.length > 0])).toEqual([['첫 번째', 0, false], ['두 번째', 0, false], ['', 1, false], ['', 0, true]])
  expect(await owner.conversations()).toHaveLength(1)
  expect((await owner.orders()).map((o) => [o.pickup, o.lines[0]?.lettering])).toEqual([[`${day(4)}T15:00`, ['엄마 생신']]])
})

test('what the shop grants is done: a change, and a cancellation with what the rules give back', async ({ browser }) => {
  test.setTimeout(120_000)
  const page = await device(browser)
  await join(page, owner)
  const order = await owner.place(`${day(4)}T15:00`, 44_000n)
  await owner.shop.recordPayment({ ...owner.command, orderId: order.id, amountWon: 44_000n })
  await owner.channel.sendCard({ ...owner.command, orderId: order.id, text: '주문 안내예요.' })
  const card = log(page).getByRole('article', { name: '주문 안내' })
  await expect(card.getByRole('heading', { name: '입금 확인됐어요' })).toBeVisible()
  await expect(card).not.toContainText('보낼 계좌') // nothing is left to pay

  await keptOffline(page)
  await server.kill()
  await expect(page.getByText('가게 서버가 대답하지 않아요')).toBeVisible()
  await card.getByRole('button', { name: '바꾸고 싶어요' }).click()
  await page.getByRole('button', { name: '가게에 부탁하기' }).click()
  await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible() // not without a word
  await page.getByRole('dialog').getByRole('textbox').fill('초를 하나 더 주세요')
  await page.getByRole('button', { name: '가게에 부탁하기' }).click()
  await expect(log(page).getByText('바꾸기를 부탁했어요')).toBeVisible()
  await server.start()
  const wishes = async () => (await owner.messages()).filter((m) => m.wish)
  await expect.poll(async () => (await wishes()).map((m) => m.text)).toEqual(['초를 하나 더 주세요'])
  await expect(card.getByText('부탁한 것을 가게가 보고 있어요')).toBeVisible()
  await expect(card.getByRole('button', { name: '취소하고 싶어요' })).toBeHidden()
  await owner.channel.answerWish({ ...owner.command, messageId: (await wishes())[0]?.id ?? '', grant: true })
  await expect(log(page).getByText('가게가 받아들였어요')).toBeVisible()

  await card.getByRole('button', { name: '취소하고 싶어요' }).click()
  await expect(page.getByRole('dialog')).toContainText('지금 취소하면 50% 22,000원을 돌려받아요.')
  await page.getByRole('button', { name: '취소 부탁하기' }).click()
  await expect.poll(async () => (await wishes()).length).toBe(2)
  await owner.channel.answerWish({ ...owner.command, messageId: (await wishes()).find((m) => m.wish?.state === 1)?.id ?? '', grant: true })
  await page.getByRole('button', { name: /내 주문/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: /취소됐어요/ }).click()
  const sheet = page.getByRole('dialog', { name: '주문 안내' })
  await expect(sheet.getByRole('heading', { name: '취소됐어요' })).toBeVisible()
  await expect(sheet).toContainText('환불 22,000원')
  await expect(sheet).toContainText('돌려드린 금액')
  await expect(sheet).toContainText('22,000원')
  expect((await owner.orders())[0]).toMatchObject({ state: OrderState.CANCELLED, refundWon: 22_000n })
})

test('where no rule speaks, the customer is told what was given back of a cancelled order', async ({ browser }) => {
  await owner.channel.changeCard({ ...owner.command, refunds: { rules: [] } })
  const page = await device(browser)
  await join(page, owner)
  const order = await owner.place(`${day(4)}T15:00`, 44_000n)
  await owner.shop.recordPayment({ ...owner.command, orderId: order.id, amountWon: 44_000n })
  await owner.channel.sendCard({ ...owner.command, orderId: order.id, text: '주문 안내예요.' })
  await log(page).getByRole('article', { name: '주문 안내' }).getByRole('button', { name: '취소하고 싶어요' }).click()
  await expect(page.getByRole('dialog')).toContainText('돌려받는 금액은 가게와 정해요.')
  await page.getByRole('button', { name: '취소 부탁하기' }).click()
  const wish = async () => (await owner.messages()).find((m) => m.wish)
  await expect.poll(async () => (await wish())?.wish?.refundOpen).toBe(true)
  await expect(log(page)).toContainText('돌려받는 금액은 가게와 정해요.')
  const answer = { messageId: (await wish())?.id ?? '', grant: true }
  await expect(owner.channel.answerWish({ ...owner.command, ...answer })).rejects.toMatchObject({ code: Code.InvalidArgument })
  await owner.channel.answerWish({ ...owner.command, ...answer, refundWon: 0n })
  await expect(log(page)).toContainText('돌려드릴 금액은 없어요.')
  await expect(log(page).getByRole('article', { name: '주문 안내' })).toContainText('돌려드리는 금액이 없어요.')
})

test('the cake form of a shop without prices and rules names no amount, and asks nobody to agree to rules', async ({ browser }) => {
  const blocks = blocksOf(cakeForm([], (ko) => ko))
  await owner.channel.changeCard({ ...owner.command, refunds: { rules: [] }, form: { blocks } })
  const page = await device(browser)
  await join(page, owner)
  await page.getByRole('button', { name: '주문서 쓰기' }).click()
  const form = page.getByRole('dialog')
  for (const name of ['레터링 케이크', '1호', '초코', /^필요해요/]) await form.getByRole('radio', { name }).check()
  await form.getByLabel(/^디자인과 색/).fill('분홍 배경')
  await form.getByLabel(/^케이크에 넣을 문구/).fill('축하해')
  await choose(page, day(4), '15:00')
  await expect(form.getByText('+2,000원')).toBeVisible()
  await expect(form.getByText('예상 금액')).toHaveCount(0)
  await expect(form.getByText('환불 규정을 읽었고 동의해요')).toHaveCount(0)
  await form.getByRole('button', { name: '주문서 보내기' }).click()
  await expect(form).toBeHidden()
  await expect.poll(async () => (await owner.orders()).map((o) => [o.lines[0]?.item, o.lines[0]?.priceWon, o.coolerBag, o.requests])).toEqual([['레터링 케이크', 0n, true, '']])

  // With rules they are shown, and what was agreed to is no request.
  await owner.channel.changeCard({ ...owner.command, refunds: { rules: [{ days: 3, percent: 50 }] }, form: { blocks: blocks.filter((b) => b.id === 'pickup' || b.id === 'terms') } })
  await page.reload()
  await page.getByRole('button', { name: '주문서 쓰기' }).click()
  const terms = form.getByRole('group', { name: /환불 규정을 읽었고 동의해요/ })
  await expect(terms.getByRole('listitem')).toHaveText(['픽업 3일 전까지 50% 환불', '그 뒤에는 환불 없음'])
  await terms.getByRole('checkbox').check()
  await choose(page, day(4), '16:00')
  await form.getByRole('button', { name: '주문서 보내기' }).click()
  await expect(form).toBeHidden()
  await expect.poll(async () => (await owner.orders()).map((o) => o.requests)).toEqual(['', ''])
  expect((await owner.messages()).flatMap((m) => m.answers.map((a) => a.blockId)).filter((id) => id === 'terms')).toHaveLength(1)
})

test('an answer that is lost while joining makes no second conversation', async ({ browser }) => {
  const page = await (await browser.newContext({ ...phone, serviceWorkers: 'block' })).newPage()
  let lost = 0
  await page.route(/GuestService\/Open$/, async (route) => {
    if (lost > 0) return route.continue()
    await route.fetch() // the server has done it; nobody hears
    lost++
    await route.abort()
  })
  await page.goto(owner.address)
  await page.getByLabel('이름', { exact: true }).fill('이서연')
  await page.getByLabel(/^전화번호/).fill('01000001234')
  await page.getByRole('button', { name: '시작하기' }).click()
  await expect(page.getByText('아직 가게에 닿지 않아요')).toBeVisible()
  await page.reload()
  await expect(written(page)).toBeVisible()
  expect(await owner.conversations()).toHaveLength(1)
})

test('nobody sees what is another’s', async ({ browser }) => {
  test.setTimeout(90_000)
  const open = async () => (await browser.newContext(phone)).newPage()
  const [one, two] = [await open(), await open()]
  let token = '' // on the disk it lies sealed; on the wire it is seen
  two.context().on('request', (r) => (token = r.headers().authorization ?? token))
  await join(one, owner, '이서연', '01000001111')
  await say(one, '나만의 비밀')
  await expect(log(one).getByText('보냄')).toBeVisible()
  await join(two, owner, '박하준', '01000002222')
  await say(two, '안녕하세요')
  await expect(log(two).getByText('보냄')).toBeVisible()
  await expect(two.getByText('나만의 비밀')).toHaveCount(0)
  await expect.poll(() => token).toMatch(/^Bearer .{43}$/)
  // Not over the API either: another's conversation is no topic for this key.
  const all = await owner.conversations()
  const [mine, others] = [all.filter((c) => c.name === '박하준'), all.filter((c) => c.name !== '박하준')].map((some) => some.map((c) => c.id))
  const tried = await two.evaluate(async ({ token, mine, others, shopId }) => {
    const pull = (topic: string) => fetch('/dangol.sync.v1.SyncService/Pull', { method: 'POST', headers: { 'Content-Type': 'application/json', Authorization: token }, body: JSON.stringify({ cursor: { topic } }) }).then((r) => r.status)
    return { mine: await pull(`guest/${mine[0]}`), others: await Promise.all(others.map((id) => pull(`guest/${id}`))), shop: await pull(`shop/${shopId}`) }
  }, { token, mine: mine ?? [], others: others ?? [], shopId: owner.shopId })
  expect(tried.mine).toBe(200)
  expect(tried.others).toHaveLength(1)
  expect(tried.others.every((s) => s >= 400)).toBe(true)
  expect(tried.shop).toBeGreaterThanOrEqual(400)
  // Another shop's address on the same device is another store: nothing of this shop shows there.
  await one.goto(owner.address.replace(owner.shopId, '0123456789abcdefghjkmnpqrs'))
  await expect(one.getByRole('heading', { name: '가게를 찾지 못했어요' })).toBeVisible()
  await expect(one.getByText('나만의 비밀')).toHaveCount(0)
})

test('Enter sends, but not while a syllable is put together; leaving forgets', async ({ browser }) => {
  const page = await (await browser.newContext({ bypassCSP: true })).newPage()
  await join(page, owner)
  await written(page).fill('안녕')
  await written(page).dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true })
  await expect(written(page)).toHaveValue('안녕')
  await written(page).press('Shift+Enter')
  await expect(written(page)).toHaveValue('안녕\n')
  await written(page).press('Enter')
  await expect(written(page)).toHaveValue('')
  await expect(log(page).getByText('안녕')).toBeVisible()
  await page.getByRole('button', { name: '가격 문의' }).click()
  await expect(log(page).getByText('1호는 44,000원이에요.')).toBeVisible()

  await page.getByRole('button', { name: '내 정보' }).click()
  await page.getByLabel('이름', { exact: true }).fill('이서윤')
  await page.getByRole('button', { name: '저장', exact: true }).click()
  await page.getByRole('checkbox', { name: /가게 소식/ }).check()
  await expect.poll(async () => (await owner.conversations()).map((c) => [c.name, c.consent])).toEqual([['이서윤', true]])
  await page.getByRole('button', { name: '이 기기에서 나가기' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: '나가기' }).click()
  await expect(page.getByRole('button', { name: '시작하기' })).toBeVisible()
  await expect(page.getByText('안녕')).toHaveCount(0)
})

test('before the pickup its customer is reminded, once', async () => {
  test.setTimeout(240_000)
  const [hour = 0, minute = 0] = soon.pickup.slice(11).split(':').map(Number)
  const reminder = log(soon.page).getByText(/^이서연님, 케이크 찾으러 오세요: /)
  await plain(reminder).toBeVisible({ timeout: 200_000 })
  await expect(reminder).toContainText(`오후 ${hour - 12}시${minute > 0 ? ` ${minute}분` : ''}`)
  expect((await soon.owner.messages()).filter((m) => m.text.includes('찾으러 오세요'))).toHaveLength(1)
})
