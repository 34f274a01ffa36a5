import { readdirSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { closeOthers } from './helpers'
import { cards, sample } from './page'
import { Server } from './server'

let server: Server
let port = 18600

test.beforeEach(async () => {
  server = new Server(port++)
})
test.afterEach(async ({ browser, context }) => {
  await closeOthers(browser, context)
  await server.end()
})

test('the sample shop is on the board, each order with the lines of the chat that say so', async ({ page }) => {
  await page.goto(await server.start('--sample', sample))
  await expect(cards(page).first()).toBeVisible()
  await expect(page).toHaveURL(/\/$/) // the key is gone from the address
  await cards(page).first().locator('.open').click()
  await expect(page.getByRole('dialog').locator('q').first()).toBeVisible()
  await page.getByRole('dialog').getByRole('button', { name: '손님 보기' }).click()
  await expect(page.getByRole('heading', { level: 2, name: '입금할 때 쓰는 이름' })).toBeVisible()
})

test('files are imported with proof, and come in once', async ({ page }) => {
  await page.goto(await server.start())
  await page.getByRole('link', { name: '가져오기' }).click()
  const files = readdirSync(sample).filter((f) => /\.(txt|csv)$/.test(f)).map((f) => `${sample}/${f}`)
  for (const times of [1, 2]) {
    await page.locator('input[type=file]').setInputFiles(files)
    await expect(page.getByText(/찾았어요/)).toBeVisible()
    await page.locator('details.box').first().click()
    await expect(page.getByText(/번째 줄/).first()).toBeVisible()
    await page.getByRole('button', { name: '가져오기' }).click()
    await expect(page.getByText(times === 1 ? /새 주문 (9|1\d)건/ : /새 주문 0건/)).toBeVisible()
    await page.getByRole('button', { name: '다른 파일 고르기' }).click()
  }
})

test('two devices see each other, and a queued change survives a dead server', async ({ browser, page }) => {
  const link = await server.start('--sample', sample)
  await page.goto(link)
  const other = await (await browser.newContext()).newPage()
  await other.goto(link)
  const here = cards(page).filter({ hasText: '윤하늘' }).first()
  const there = cards(other).filter({ hasText: '윤하늘' }).first()
  await expect(here).toBeVisible()
  await expect(there).toBeVisible()
  await there.evaluate((e) => new MutationObserver(() => ((window as unknown as { changed: number }).changed ??= Date.now())).observe(e, { subtree: true, childList: true, characterData: true }))
  const started = Date.now()
  await here.getByRole('button', { name: '준비 시작' }).click()
  await expect(there.getByText('준비 중')).toBeVisible()
  const took = (await other.evaluate(() => (window as unknown as { changed: number }).changed)) - started
  console.log(`the other device shows it ${took} ms after the click began`)

  await page.evaluate(async () => navigator.serviceWorker.ready)
  await page.reload()
  await expect(here).toBeVisible()
  await server.kill()
  await page.reload() // with no server in reach
  await expect(here).toBeVisible()
  await here.getByRole('button', { name: '준비 완료' }).click()
  await expect(here.getByText('준비 완료').first()).toBeVisible()
  await expect(page.getByText('보낼 것 1건')).toBeVisible()
  await page.reload()
  await expect(page.getByText('보낼 것 1건')).toBeVisible() // it waits on the device
  await server.start()
  await expect(there.getByRole('button', { name: '픽업 완료' })).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText('보낼 것 1건')).toBeHidden()
})

test('two tabs are one: what one gives, the other shows, and sends when the first is closed', async ({ page, context }) => {
  await page.goto(await server.start('--sample', sample))
  await expect(cards(page).first()).toBeVisible()
  const other = await context.newPage()
  await other.goto(new URL('/', server.link).href)
  const here = cards(page).filter({ hasText: '윤하늘' }).first()
  const there = cards(other).filter({ hasText: '윤하늘' }).first()
  await expect(there).toBeVisible()
  await server.kill()
  await expect(page.getByText('연결이 끊겼어요')).toBeVisible()
  await here.getByRole('button', { name: '준비 시작' }).click()
  await expect(there.getByRole('button', { name: '준비 완료' })).toBeVisible() // from tab to tab, with no server
  await expect(other.getByText('보낼 것 1건')).toBeVisible()
  await page.close()
  await server.start()
  await expect(other.getByText('보낼 것 1건')).toBeHidden({ timeout: 30_000 }) // the other tab has taken over
  await other.reload()
  await expect(there.getByRole('button', { name: '준비 완료' })).toBeVisible()
})

test('a device that was away takes up where it was, and one whose copy is of another edition takes all anew', async ({ browser, page }) => {
  const link = await server.start('--sample', sample)
  await page.goto(link)
  await expect(cards(page).first()).toBeVisible()
  await page.goto('about:blank') // away
  const other = await (await browser.newContext()).newPage()
  await other.goto(link)
  await cards(other).filter({ hasText: '윤하늘' }).getByRole('button', { name: '준비 시작' }).click()
  await expect(other.getByText('준비 중', { exact: true }).first()).toBeVisible()
  await page.goto(new URL('/', link).href)
  await expect(cards(page).filter({ hasText: '윤하늘' }).getByRole('button', { name: '준비 완료' })).toBeVisible()
  const before = await cards(page).count()
  await server.kill()
  server.forgetViews() // they are rebuilt from the journal, as another edition
  await server.start()
  await page.reload()
  await expect(page.locator('.dot.live')).toBeVisible({ timeout: 30_000 })
  await expect(cards(page).filter({ hasText: '윤하늘' }).getByRole('button', { name: '준비 완료' })).toBeVisible()
  expect(await cards(page).count()).toBe(before)
})

test('with no server in reach every screen opens, those too that were never looked at', async ({ page }) => {
  await page.goto(await server.start('--sample', sample))
  await expect(cards(page).first()).toBeVisible()
  await page.evaluate(async () => navigator.serviceWorker.ready)
  await server.kill()
  for (const [path, name] of [['/deposits', /확인할 입금/], ['/find', '찾기'], ['/calendar', /년/], ['/settings', '설정']] as const) {
    await page.goto(new URL(path, server.link).href)
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  }
  await page.goto(new URL('/', server.link).href)
  await page.getByRole('button', { name: '새 주문' }).click()
  await page.getByRole('dialog').getByLabel('이름').fill('손하나')
  await page.getByRole('dialog').getByLabel('상품').fill('케이크')
  await page.getByRole('dialog').getByLabel('픽업 날짜').fill('2022-10-16')
  await page.getByRole('dialog').getByRole('button', { name: '저장' }).click()
  await expect(cards(page).filter({ hasText: '손하나' })).toContainText('보낼 차례를 기다려요')
  await server.start()
  await expect(cards(page).filter({ hasText: '손하나' })).toContainText('문의', { timeout: 30_000 })
})

test('a deposit is split between orders', async ({ page }) => {
  await page.goto(await server.start('--sample', sample))
  await expect(cards(page).first()).toBeVisible()
  await page.getByRole('link', { name: '입금' }).click()
  await page.getByRole('button', { name: /정수아/ }).first().click() // 15,000
  await page.getByRole('button', { name: '여러 주문에 나누기' }).click()
  for (const [who, won] of [['서유진', '10000'], ['윤하늘', '5000']] as const) {
    await page.getByLabel('주문 찾기').fill(who)
    await page.getByRole('button', { name: '넣기' }).last().click()
    await page.getByRole('textbox', { name: new RegExp(who) }).fill(won)
  }
  await expect(page.getByText('남은 금액 0원')).toBeVisible()
  await page.getByRole('button', { name: '나눠서 맞추기' }).click()
  await expect(page.locator('.done').filter({ hasText: '정수아' })).toContainText('서유진 10,000원')
  await page.getByRole('status').getByRole('button', { name: '되돌리기' }).click()
  await expect(page.locator('.list').getByText('정수아')).toBeVisible()
})

test('a new colleague comes in by a link, and may less', async ({ browser, page }) => {
  await page.goto(await server.start('--sample', sample))
  await expect(cards(page).first()).toBeVisible()
  await page.getByRole('link', { name: '설정' }).click()
  await page.getByLabel('새 직원 이름').fill('정다운')
  await page.getByRole('button', { name: '더하기' }).last().click()
  const section = page.getByRole('region', { name: '정다운' })
  await section.getByRole('button', { name: '다른 기기 들이기' }).click()
  await expect(section.getByRole('img', { name: /QR/ })).toBeVisible()
  const link = (await section.locator('code').textContent()) ?? ''
  await expect(page.getByText(/보낼 것/)).toBeHidden()
  const other = await (await browser.newContext()).newPage()
  await other.goto(link)
  await expect(cards(other).first()).toBeVisible()
  await other.getByRole('link', { name: '설정' }).click()
  await expect(other.getByText('정다운').first()).toBeVisible()
  await expect(other.getByRole('heading', { name: '우리 가게' })).toBeHidden()
})

test('a day and its slips go onto paper', async ({ page }) => {
  await page.addInitScript(() => (window.print = () => undefined))
  await page.goto(await server.start('--sample', sample))
  await expect(cards(page).first()).toBeVisible()
  await page.getByLabel('더보기').click()
  await page.getByRole('button', { name: '하루 주문표 인쇄' }).click()
  await expect(page.locator('.paper tbody tr')).toHaveCount(3)
  await page.evaluate(() => dispatchEvent(new Event('afterprint')))
  await page.getByLabel('더보기').click()
  await page.getByRole('button', { name: '쪽지 인쇄 (80 mm)' }).click()
  await expect(page.locator('.paper .slip')).toHaveCount(3) // none for the one that was called off
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  const widths = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map((f) => Math.round((Number(f[1]) / 72) * 25.4))
  expect(new Set(widths)).toEqual(new Set([80])) // millimetres
})

test('the page keeps to its own policy, and speaks English', async ({ browser }) => {
  const page = await (await browser.newContext({ bypassCSP: false, locale: 'en-GB' })).newPage()
  const broken: string[] = []
  page.on('console', (m) => m.type() === 'error' && broken.push(m.text()))
  page.on('pageerror', (e) => broken.push(e.message))
  await page.goto(await server.start('--sample', sample))
  await expect(cards(page).first()).toBeVisible()
  for (const path of ['/deposits', '/find', '/calendar', '/import', '/settings', '/']) {
    await page.goto(new URL(path, server.link).href)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    const korean = await page.evaluate(() => [...document.querySelectorAll('nav, h1, h2, label, .btn, p.muted')].filter((e) => /[가-힣]/.test((e as HTMLElement).innerText.replaceAll('우리 가게', '').replaceAll('사장님', '').replaceAll('한국어', ''))).map((e) => (e as HTMLElement).innerText))
    expect(korean.filter((t) => !/정수아|김도윤/.test(t))).toEqual([])
  }
  await cards(page).first().locator('.open').click()
  await expect(page.getByRole('dialog')).toBeVisible()
  expect(broken).toEqual([])
})

test('a deposit is matched by one tap, and undone', async ({ page }) => {
  await page.goto(await server.start('--sample', sample))
  await expect(cards(page).first()).toBeVisible()
  await page.goto(new URL('/deposits', server.link).href)
  await page.getByRole('button', { name: /김도윤/ }).first().click()
  await page.waitForTimeout(550) // a tap in the first half second does nothing
  await page.getByRole('button', { name: '이 주문이에요' }).first().click()
  await expect(page.getByText('확인함')).toBeVisible()
  await page.getByRole('status').getByRole('button', { name: '되돌리기' }).click()
  await expect(page.getByText('확인함')).toBeHidden()

  // Also from the list of those that are matched, with a word and a way back.
  const done = page.locator('.done')
  await expect(done.nth(1)).toBeVisible()
  const n = await done.count()
  await done.first().getByRole('button').dblclick() // the second tap does not reach the row that has moved up
  await expect(done).toHaveCount(n - 1)
  await page.waitForTimeout(600)
  await expect(done).toHaveCount(n - 1)
  await expect(page.getByRole('status').filter({ hasText: '다시 확인할 것으로' })).toBeVisible()
  await page.getByRole('button', { name: '다시 맞추기' }).click()
  await expect(done).toHaveCount(n)
})

test('an order is written and changed by hand', async ({ page }) => {
  await page.goto(await server.start())
  await page.getByRole('button', { name: '새 주문' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('이름').fill('손하나')
  await form.getByLabel('상품').fill('레터링 케이크')
  await form.locator('input[type=date]').fill(new Date(Date.now() + 9 * 3600_000).toISOString().slice(0, 10))
  await form.locator('input[type=time]').fill('23:59')
  await form.getByLabel('합계').fill('44000')
  await form.getByRole('button', { name: '저장' }).click()
  await expect(cards(page).filter({ hasText: '손하나' })).toContainText('44,000원')
  await cards(page).filter({ hasText: '손하나' }).locator('.open').click()
  await page.getByRole('dialog').getByRole('button', { name: '고치기' }).click()
  await page.getByRole('dialog').last().getByLabel('합계').fill('46000')
  await page.getByRole('dialog').last().getByRole('button', { name: '저장' }).click()
  await expect(page.getByRole('dialog').first()).toContainText('46,000원')
})
