import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, type Page, test } from '@playwright/test'
import { Server } from './server'

const sample = '../testdata/orders_synthetic'
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
let server: Server
let port = 18600

test.beforeEach(async () => {
  server = new Server(port++)
})
test.afterEach(async () => {
  await server.end()
})

const cards = (page: Page) => page.locator('article')

/** Looks for faults of accessibility that keep people out. */
async function accessible(page: Page, where: string) {
  await page.evaluate(axe)
  const found = await page.evaluate(async () => {
    const run = (window as unknown as { axe: { run: (o: unknown) => Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> } }).axe.run
    return (await run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] })).violations
  })
  const serious = found.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => `${where}: ${v.id} ${v.nodes[0]?.html}`)
  expect(serious).toEqual([])
}

test('the sample shop is on the board, and every screen can be used by everybody', async ({ page }) => {
  await page.goto(await server.start('--sample', sample))
  await expect(cards(page).first()).toBeVisible()
  await expect(page).toHaveURL(/\/$/) // the key is gone from the address
  for (const dark of [false, true]) {
    await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' })
    for (const path of ['/', '/deposits', '/find', '/calendar', '/import', '/settings']) {
      await page.goto(new URL(path, server.link).href)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await accessible(page, `${path} ${dark ? 'dark' : 'light'}`)
    }
  }
  await page.goto(new URL('/', server.link).href)
  await cards(page).first().locator('.open').click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await expect(page.getByRole('dialog').locator('q').first()).toBeVisible() // the line of the chat
  await accessible(page, 'an order')
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
  const here = cards(page).filter({ hasText: '이서연' }).first()
  const there = cards(other).filter({ hasText: '이서연' }).first()
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

test('a deposit is matched by one tap, and undone', async ({ page }) => {
  await page.goto(await server.start('--sample', sample))
  await expect(cards(page).first()).toBeVisible()
  await page.goto(new URL('/deposits', server.link).href)
  await page.getByRole('button', { name: /김도윤/ }).first().click()
  await page.getByRole('button', { name: '이 주문이에요' }).first().click()
  await expect(page.getByText('확인함')).toBeVisible()
  await page.getByRole('status').getByRole('button', { name: '되돌리기' }).click()
  await expect(page.getByText('확인함')).toBeHidden()
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
