import { readFileSync } from 'node:fs'
import { type BrowserContext, expect, type Locator, type Page, test } from '@playwright/test'
import { card, cards, day, fits, place, sample, toast, write } from './page'
import { closeOthers } from './helpers'
import { Server } from './server'

// What a shop does all day, on the sample shop; each flow has orders of its own.
const server = new Server(18710)
let device: BrowserContext
let page: Page
test.beforeAll(async ({ browser }) => {
  device = await browser.newContext({ bypassCSP: true, locale: 'ko-KR', timezoneId: 'Asia/Seoul', viewport: { width: 1280, height: 860 } })
  page = await device.newPage()
  await page.goto(await server.start('--sample', sample))
  await expect(cards(page).first()).toBeVisible()
})
test.afterAll(async ({ browser }) => {
  await closeOthers(browser)
  await server.end()
})
test.beforeEach(async () => {
  await page.setViewportSize({ width: 1280, height: 860 })
  await page.goto(new URL(`/?day=${day()}`, server.link).href)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
})

const sheet = () => page.getByRole('dialog')
const undo = () => toast(page).getByRole('button', { name: '되돌리기' }).click()

/** Tab by Tab to something. */
async function tabTo(what: Locator): Promise<void> {
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab')
    if (await what.evaluate((e) => e === document.activeElement)) return
  }
  throw new Error('no way there by Tab')
}

test('an order is placed and moved on by keyboard alone', async () => {
  await tabTo(page.getByRole('button', { name: '새 주문' }))
  await page.keyboard.press('Enter')
  await expect(sheet()).toBeVisible()
  await tabTo(sheet().getByLabel('이름'))
  await page.keyboard.type('고단추')
  await tabTo(sheet().locator('[data-field="item 0"]'))
  await page.keyboard.type('케이크')
  await tabTo(sheet().locator('[data-field=total]'))
  await page.keyboard.type('44,000')
  await page.keyboard.press('Enter')
  await expect(sheet()).toBeHidden()
  await expect(toast(page)).toContainText('저장했어요')
  await expect(page.getByText('보낼 차례를 기다려요')).toBeHidden()
  await expect(card(page, '고단추')).toHaveCount(1)
  const button = card(page, '고단추').locator('.end button')
  await expect(button).toHaveText('입금 확인')
  await tabTo(button)
  await page.keyboard.press('Enter')
  await expect(card(page, '고단추')).toContainText('확정')
  await tabTo(card(page, '고단추').locator('.open'))
  await page.keyboard.press('Enter')
  await expect(sheet()).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(sheet()).toBeHidden()
  const more = page.getByLabel('더보기', { exact: true })
  await tabTo(more)
  await page.keyboard.press('Enter')
  await tabTo(page.getByRole('button', { name: '하루 주문표 인쇄' }))
  await page.keyboard.press('Escape')
  await expect(more).toBeFocused()
})

test('a confirmed payment is money received: the slip asks for nothing, and it can be undone', async () => {
  await place(page, { name: '입금희', total: '52000', hour: '23:10' })
  await card(page, '입금희').getByRole('button', { name: '입금 확인' }).click()
  await expect(toast(page)).toContainText('52,000원을 받은 것으로')
  await expect(card(page, '입금희')).toContainText('확정')
  await card(page, '입금희').locator('.open').click()
  await expect(sheet()).toContainText('모두 받음')
  await page.evaluate(() => (window.print = () => undefined))
  await sheet().getByRole('button', { name: '주문 쪽지' }).click()
  await expect(page.locator('.paper .slip')).toContainText('모두 받음')
  await expect(page.locator('.paper .slip')).not.toContainText('입금자명')
  await page.evaluate(() => dispatchEvent(new Event('afterprint')))
  await undo()
  await expect(sheet()).toContainText('입금 대기')
})

test('cash in parts, and the part that is asked for first', async () => {
  const form = await write(page, { name: '예약금', total: '60000', hour: '23:20' })
  await form.locator('[data-field=advance]').fill('20000')
  await form.getByRole('button', { name: '저장' }).click()
  await card(page, '예약금').getByRole('button', { name: '입금 확인' }).click() // how much, a person must say
  await sheet().getByRole('button', { name: '예약금 20,000원' }).click()
  await expect(sheet().locator('.head')).toContainText('확정')
  await sheet().getByLabel('현금·다른 방법으로 받음').fill('10,000')
  await sheet().locator('form').getByRole('button', { name: '저장' }).click()
  await expect(sheet().locator('.money')).toContainText('30,000원')
  await undo()
  await expect(sheet().locator('.money')).toContainText('40,000원')
  await sheet().getByLabel('가게 메모').fill('초는 따로')
  await page.goBack() // as the gesture of a phone does
  await expect(sheet()).toBeHidden()
  await expect(card(page, '예약금')).toContainText('초는 따로')
  await expect(card(page, '예약금')).toContainText('받을 돈 40,000원')
})

test('an enquiry gets its price, and an agreed price does not change by itself', async () => {
  await page.goto(new URL('/settings', server.link).href)
  await page.locator('form').filter({ hasText: '값' }).getByLabel('상품').fill('당근 케이크')
  await page.locator('form').filter({ hasText: '값' }).getByLabel('값').fill('30000')
  await page.locator('form').filter({ hasText: '값' }).getByRole('button', { name: '더하기' }).click()
  await page.goto(new URL(`/?day=${day()}`, server.link).href)
  await place(page, { name: '문의자', hour: '23:30' })
  await card(page, '문의자').getByRole('button', { name: '금액 정하기' }).click()
  const form = sheet().last()
  await expect(form.locator('[data-field=total]')).toBeFocused()
  await form.locator('[data-field="item 0"]').fill('당근 케이크')
  await form.locator('[data-field="item 0"]').blur()
  await expect(form.locator('[data-field=total]')).toHaveValue('30000')
  await form.locator('[data-field=total]').fill('27000') // agreed
  await form.locator('[data-field="quantity 0"]').fill('2')
  await expect(form.locator('[data-field=total]')).toHaveValue('27000')
  await expect(form.getByRole('button', { name: /60,000원/ })).toBeVisible()
  await form.locator('button[form=order-form]').click()
  await expect(sheet().locator('.head')).toContainText('입금 대기')
  await expect(sheet()).toContainText('27,000원')
})

test('what was typed is not lost without asking, and what is wrong is told at its field', async () => {
  const form = await write(page, { name: '지움이', phone: '1234', total: '10,000' })
  await form.locator('[data-field=advance]').fill('20,000')
  await form.getByRole('button', { name: '저장' }).click()
  await expect(form.locator('[data-field=phone]')).toBeFocused()
  await expect(form).toContainText('숫자 8자리에서 15자리')
  await expect(form).toContainText('예약금이 합계보다 커요')
  for (const leave of [() => page.goBack(), () => page.keyboard.press('Escape'), () => form.getByRole('button', { name: '닫기' }).click()]) {
    await leave()
    await page.getByRole('alertdialog').getByRole('button', { name: '계속 적기' }).click()
    await expect(form.locator('[data-field=name]')).toHaveValue('지움이')
  }
  await page.keyboard.press('Escape')
  await page.getByRole('alertdialog').getByRole('button', { name: '버리기' }).click()
  await expect(form).toBeHidden()
  await expect(page).toHaveURL(/\?day=/)
})

test('an order without a date stands on the board, and one for another day says so', async () => {
  await place(page, { name: '날없음', day: '' })
  await expect(toast(page)).toContainText('저장했어요 · 날짜 없음')
  await expect(page.getByRole('heading', { name: /날짜 없음/ })).toBeVisible()
  await expect(card(page, '날없음')).toBeVisible()
  await place(page, { name: '내일이', day: day(1) })
  await expect(toast(page)).toContainText(/저장했어요 · \d+월 \d+일 .요일/)
  await page.getByRole('button', { name: '내일', exact: true }).click()
  await expect(card(page, '내일이')).toBeVisible()
  await expect(card(page, '날없음')).toBeHidden()
})

test('orders are found by initial consonants and by telephone, and the calendar leads to their day', async () => {
  await place(page, { name: '김몽자', phone: '010-0000-4321', day: day(2), hour: '10:00' })
  await page.getByRole('link', { name: '찾기' }).click()
  for (const typed of ['ㄱㅁㅈ', '0000-4321', '4321', '김몽ㅈ']) {
    await page.getByRole('searchbox').fill(typed)
    await expect(page.locator('main li').filter({ hasText: '김몽자' }).first()).toBeVisible()
  }
  await page.getByRole('searchbox').fill('케이크') // the newest first
  await expect(page.locator('main li .when').first()).not.toContainText('2022')
  await page.getByRole('link', { name: '달력' }).click()
  await expect(page.locator('[aria-current=date]')).toHaveCount(1)
  const there = new Date(`${day(2)}T00:00:00Z`)
  if (day(2).slice(0, 7) !== day().slice(0, 7)) await page.getByRole('button', { name: '다음 달' }).click()
  await page.getByRole('button', { name: new RegExp(`^${there.getUTCMonth() + 1}월 ${there.getUTCDate()}일.*1건`) }).click()
  await expect(card(page, '김몽자')).toBeVisible()
})

test('the spreadsheet holds each sum once', async () => {
  const form = await write(page, { name: '엑셀희', total: '66000', hour: '23:40', item: '케이크' })
  await form.getByRole('button', { name: '상품 더하기' }).click()
  await form.locator('[data-field="item 1"]').fill('마들렌')
  await form.getByRole('button', { name: '저장' }).click()
  await expect(card(page, '엑셀희')).toBeVisible()
  await page.getByLabel('더보기', { exact: true }).click()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '엑셀 파일로 저장' }).click()])
  expect(download.suggestedFilename()).toBe(`dangol-${day()}.csv`)
  const lines = readFileSync(await download.path(), 'utf8').split('\r\n').filter((l) => l.includes('엑셀희'))
  expect(lines).toHaveLength(2)
  expect(lines.join('\n').match(/66000/g)).toHaveLength(1)
  expect(lines[1]).toContain('마들렌')
})

test('orders that nobody closed are cleared up together, and brought back', async () => {
  const summary = page.getByText(/일주일 넘게 지난 주문 \d+건/)
  await expect(summary).toBeVisible()
  const many = (await summary.textContent()) ?? ''
  await summary.click()
  await page.getByRole('button', { name: /모두 정리/ }).click()
  await expect(summary).toBeHidden()
  await expect(page.getByText('못 한 일')).toBeHidden()
  await undo()
  await expect(summary).toHaveText(many)
})

test('a deposit is set aside and taken back, and a double tap does not reach the next one', async () => {
  await page.goto(new URL('/deposits', server.link).href)
  const heading = page.getByRole('heading', { level: 1 })
  await expect(page.locator('.dot.live')).toBeAttached() // all that the server has is here
  await expect(page.locator('.list').getByRole('button')).toHaveCount(3)
  const open = page.locator('.list').getByRole('button')
  await expect(heading).toHaveText('확인할 입금 2') // as the badge says; the third may be no order's
  await expect(page.getByText('맞는 주문이 안 보이는 입금 1건')).toBeVisible()
  await page.getByRole('button', { name: /정수아/ }).first().click()
  await page.waitForTimeout(550)
  await page.getByRole('button', { name: '주문 입금이 아니에요' }).dblclick()
  await expect(open).toHaveCount(2)
  await page.waitForTimeout(600)
  await expect(open).toHaveCount(2)
  await expect(heading).toHaveText('확인할 입금 2')
  await expect(page.locator('.done').filter({ hasText: '정수아' })).toBeVisible()
  await undo()
  await expect(open).toHaveCount(3)
  await page.locator('.list').getByRole('button', { name: /정수아/ }).click()
  await page.waitForTimeout(550)
  await page.getByRole('button', { name: '주문 입금이 아니에요' }).click()
  await expect(page.locator('section h2')).toBeFocused() // of the next one
})

test('on a phone nothing is wider than the screen, and every button can be hit', async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  await place(page, { name: '손전화', hour: '23:50', total: '38000', phone: '010-0000-7777' })
  await card(page, '손전화').getByRole('button', { name: '입금 확인' }).click()
  await page.waitForTimeout(550) // the second of two quick taps does nothing
  await card(page, '손전화').getByRole('button', { name: '준비 시작' }).click()
  await expect(card(page, '손전화')).toContainText('준비 중')
  for (const path of ['/', '/deposits', '/find', '/calendar', '/settings']) {
    await page.goto(new URL(path, server.link).href)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await fits(page, path)
    const small = await page.evaluate(() => [...document.querySelectorAll<HTMLElement>('main button, main a, main summary, main select')].filter((e) => e.offsetHeight > 0 && e.offsetHeight < 40 && !e.classList.contains('open')).map((e) => e.outerHTML.slice(0, 120)))
    expect(small, path).toEqual([])
  }
})

test('two devices: the one who was slower is told, and sees what the other did', async ({ browser }) => {
  await place(page, { name: '두사람', hour: '23:55', total: '40000' })
  const other = await (await browser.newContext({ bypassCSP: true, locale: 'ko-KR', timezoneId: 'Asia/Seoul' })).newPage()
  await other.goto(server.link)
  await expect(cards(other).first()).toBeVisible({ timeout: 20_000 })
  await expect(card(other, '두사람')).toBeVisible()
  await card(page, '두사람').locator('.open').click()
  await sheet().getByRole('button', { name: '고치기' }).click()
  await sheet().last().locator('[data-field=total]').fill('41000') // still writing …
  await card(other, '두사람').locator('.open').click()
  await other.getByRole('dialog').getByRole('button', { name: '고치기' }).click()
  await other.getByRole('dialog').last().locator('[data-field=total]').fill('45000')
  const started = Date.now()
  await other.getByRole('dialog').last().getByRole('button', { name: '저장' }).click()
  await expect(sheet().first()).toContainText('45,000원')
  console.log(`the other device shows a changed order ${Date.now() - started} ms after the click began`)
  await sheet().last().getByRole('button', { name: '저장' }).click() // … and too late
  await expect(toast(page)).toContainText('못 한 일')
  await expect(sheet().first()).toContainText('45,000원')
})
