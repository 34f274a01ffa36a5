import { readdirSync } from 'node:fs'
import { expect as plain, test } from '@playwright/test'
import { accessible, cardOf, cards, closeOthers, onDisk, sample } from './helpers'
import { Server } from './server'

const expect = plain.configure({ timeout: 20_000 }) // of a machine that does much else
let server: Server
let port = 18650

test.beforeEach(async () => {
  server = new Server(port++)
})
test.afterEach(async ({ browser, context }) => {
  await closeOthers(browser, context)
  await server.end()
})

test('a sign-in link on a device with unsent work loses none of it', async ({ context, browser }) => {
  const page = await context.newPage()
  await page.goto(await server.start('--sample', sample))
  await expect(cards(page).first()).toBeVisible()
  await server.kill()
  await cardOf(page, '윤하늘').getByRole('button', { name: '준비 시작' }).click()
  await expect(page.getByText('보낼 것 1건')).toBeVisible()
  await page.close() // nothing is sent before the link is opened
  const link = await server.start()
  const again = await context.newPage()
  await again.goto(link)
  await expect(cardOf(again, '윤하늘').getByRole('button', { name: '준비 완료' })).toBeVisible()
  await expect(again.getByText('보낼 것 1건')).toBeHidden()
  const other = await (await browser.newContext()).newPage()
  await other.goto(link)
  await expect(cardOf(other, '윤하늘').getByRole('button', { name: '준비 완료' })).toBeVisible()
})

test('the link of another shop asks before unsent work goes', async ({ page }) => {
  await page.goto(await server.start('--sample', sample))
  await expect(cards(page).first()).toBeVisible()
  await page.evaluate(async () => navigator.serviceWorker.ready)
  await server.kill()
  await cardOf(page, '윤하늘').getByRole('button', { name: '준비 시작' }).click()
  await expect(page.getByText('보낼 것 1건')).toBeVisible()
  await page.goto('about:blank')
  server.forgetAll()
  const link = await server.start()
  await page.goto(link)
  await expect(page.getByText(/아직 보내지 못한 일이 1건 있어요/)).toBeVisible()
  await accessible(page, 'a question before work is lost')
  expect(await onDisk(page)).toMatchObject({ outbox: 1 })
  await page.getByRole('button', { name: '버리고 새 가게로 들어가기' }).click()
  await expect(page.getByText('아직 주문이 없어요')).toBeVisible()
  expect(await onDisk(page)).toMatchObject({ outbox: 0 })
})

test('a tab behind one that sleeps takes its place', async ({ context }) => {
  const link = await server.start('--sample', sample)
  const asleep = await context.newPage()
  await asleep.goto(new URL('/icon.svg', link).href)
  await asleep.evaluate(() => void navigator.locks.request('dangol-sync', () => new Promise(() => undefined))) // and answers nobody
  const page = await context.newPage()
  await page.goto(link)
  await expect(page.locator('.dot.live')).toBeVisible()
  await expect(cards(page).first()).toBeVisible()
})

test('what the server refuses is listed with whose it was, and done again or thrown away', async ({ context, browser }) => {
  const link = await server.start('--sample', sample)
  const page = await context.newPage()
  await page.goto(link)
  await expect(cards(page).first()).toBeVisible()
  const other = await (await browser.newContext()).newPage()
  await other.goto(link)
  await expect(cards(other).first()).toBeVisible()
  await server.kill()
  for (const name of ['윤하늘', '최민지']) await cardOf(page, name).getByRole('button', { name: '준비 시작' }).click()
  await expect(page.getByText('보낼 것 2건')).toBeVisible()
  await page.close()
  await server.start()
  for (const step of ['준비 시작', '준비 완료']) // somebody else is faster
    for (const name of ['윤하늘', '최민지']) await cardOf(other, name).getByRole('button', { name: step }).click()
  await expect(other.getByText(/보낼 것/)).toBeHidden()
  const again = await context.newPage()
  await again.goto(new URL('/', link).href)
  await expect(again.getByText(/못 한 일: 윤하늘/)).toBeVisible()
  await expect(again.getByText(/못 한 일: 최민지/)).toBeVisible() // the second does not cover the first
  await again.reload()
  await again.getByRole('button', { name: '못 한 일 2건' }).click()
  const list = again.getByRole('dialog')
  await expect(list.getByText(/윤하늘 · ‘준비 중’으로 바꾸기/)).toBeVisible()
  await accessible(again, 'the refused list')
  await list.getByRole('button', { name: '다시 하기' }).first().click()
  await expect(list.getByRole('button', { name: '버리기' })).toHaveCount(1) // done again: it has left the list
  await list.getByRole('button', { name: '버리기' }).click()
  await list.getByRole('button', { name: '정말 버리기' }).click()
  await expect(list.getByText('모두 보냈어요')).toBeVisible()
  expect(await onDisk(again)).toMatchObject({ outbox: 0, refused: 0 })
  await list.getByRole('button', { name: '닫기' }).click()
  await expect(list).toBeHidden()
  await again.goBack() // what was closed does not come back
  await expect(again.getByRole('dialog')).toBeHidden()
})

test('a link that is of no use says so and stays, with a way on', async ({ page }) => {
  const link = await server.start('--sample', sample)
  const bad = `${new URL('/in', link).href}#${'A'.repeat(43)}`
  await page.goto(bad)
  await expect(page.getByRole('heading', { name: '들어가지 못했어요' })).toBeVisible()
  await expect(page.getByRole('alert')).toContainText('로그인 주소가 오래됐거나')
  await expect(page.getByText(/새 로그인 주소를 받아/)).toBeVisible()
  expect(new URL(page.url()).pathname).toBe('/')
  await accessible(page, 'a bad link')
  await page.getByLabel(/붙여 넣어도/).fill('안녕하세요')
  await page.getByRole('button', { name: '들어가기' }).click()
  await expect(page.getByText('로그인 주소가 아니에요')).toBeVisible()
  await page.getByLabel(/붙여 넣어도/).fill(link)
  await page.getByRole('button', { name: '들어가기' }).click()
  await expect(cards(page).first()).toBeVisible()
  await page.goto('about:blank')
  await page.goto(bad) // over a good session
  await page.getByRole('button', { name: '하던 대로 계속하기' }).click()
  await expect(cards(page).first()).toBeVisible()
})

test('a link that is opened with no server in reach goes in when there is one', async ({ page }) => {
  const link = await server.start('--sample', sample)
  await page.goto(new URL('/', link).href)
  await expect(page.getByRole('heading', { name: '로그인 주소로 들어와 주세요' })).toBeVisible()
  await accessible(page, 'sign-in')
  await page.evaluate(async () => navigator.serviceWorker.ready)
  await server.kill()
  await page.goto(link)
  await expect(page.getByText('연결되면 저절로 다시 해요')).toBeVisible()
  await accessible(page, 'signing in with no server')
  await page.reload() // the key is still in the address
  await expect(page.getByText('연결되면 저절로 다시 해요')).toBeVisible()
  await server.start()
  await expect(cards(page).first()).toBeVisible({ timeout: 30_000 })
  await expect(page).toHaveURL(/\/$/)
})

test('the server dies in the middle of work, and all of it is done once', async ({ page, browser }) => {
  const link = await server.start('--sample', sample)
  await page.goto(link)
  await expect(cards(page).first()).toBeVisible({ timeout: 20_000 })
  await cardOf(page, '윤하늘').locator('.open').click()
  const sheet = page.getByRole('dialog')
  const paid = async (p: typeof page) => Number((await p.getByRole('dialog').locator('.money dd').nth(1).innerText()).replace(/\D/g, ''))
  const before = await paid(page)
  const note = async () => {
    const form = sheet.locator('form').filter({ has: page.getByLabel('현금·다른 방법으로 받음') })
    await form.getByRole('textbox').fill('1000')
    await form.getByRole('button', { name: '저장' }).click()
  }
  for (let i = 0; i < 3; i++) await note()
  const dying = server.kill() // while the last is under way
  for (let i = 0; i < 3; i++) await note()
  await dying
  for (let i = 0; i < 3; i++) await note()
  await expect.poll(() => paid(page)).toBe(before + 9000) // it is seen with no server, once it is on the disk
  await server.start()
  await expect(page.getByText(/보낼 것/)).toBeHidden({ timeout: 30_000 })
  expect(await onDisk(page)).toMatchObject({ outbox: 0, refused: 0 })
  expect(await paid(page)).toBe(before + 9000)
  const other = await (await browser.newContext()).newPage()
  await other.goto(link)
  await cardOf(other, '윤하늘').locator('.open').click()
  await expect.poll(() => paid(other)).toBe(before + 9000)
})

test('who is taken out of the shop keeps none of its customers', async ({ browser, page }) => {
  await page.goto(await server.start('--sample', sample))
  await page.getByRole('link', { name: '설정' }).click()
  await page.getByLabel('새 직원 이름').fill('정다운')
  await page.getByRole('button', { name: '더하기' }).last().click()
  const section = page.getByRole('region', { name: '정다운' })
  await section.getByRole('button', { name: '다른 기기 들이기' }).click()
  const link = (await section.locator('code').textContent()) ?? ''
  const other = await (await browser.newContext()).newPage()
  await other.goto(link)
  await expect(cards(other).first()).toBeVisible()
  await other.getByRole('link', { name: '설정' }).click()
  await expect(other.getByText('이 기기', { exact: true })).toBeVisible()
  await section.getByRole('button', { name: '내보내기' }).click()
  await section.getByRole('button', { name: '정말 내보낼까요?' }).click()
  await expect(other.getByText('이 기기는 가게에서 로그아웃됐어요')).toBeVisible({ timeout: 30_000 })
  await expect.poll(() => onDisk(other)).toEqual({ rows: 0, packs: 0, outbox: 0, refused: 0 })
  await accessible(other, 'a device that was put out')
  await other.reload()
  await expect(other.getByText('이 기기는 가게에서 로그아웃됐어요')).toBeVisible()
})

test('signing out with no server in reach is told to it later', async ({ page, browser }) => {
  const link = await server.start('--sample', sample)
  const other = await (await browser.newContext()).newPage()
  await other.goto(link)
  await page.goto(link)
  await expect(cards(page).first()).toBeVisible()
  await other.getByRole('link', { name: '설정' }).click()
  const devices = other.locator('section li')
  await expect(devices).toHaveCount(2)
  await page.evaluate(async () => navigator.serviceWorker.ready)
  await server.kill()
  await page.goto(new URL('/settings', link).href)
  await page.getByRole('button', { name: '이 기기에서 로그아웃' }).click()
  await expect(page.getByText(/아직 서버에 알리지 못했으니/)).toBeVisible({ timeout: 15_000 })
  expect(await onDisk(page)).toMatchObject({ rows: 0, packs: 0, outbox: 0 })
  await server.start()
  await expect(devices).toHaveCount(1, { timeout: 30_000 })
  await expect(page.getByText(/아직 서버에 알리지 못했으니/)).toBeHidden({ timeout: 15_000 })
})

test('the steps of an import can be used by everybody, and what was left is found again', async ({ page }) => {
  await page.goto(await server.start())
  await page.getByRole('link', { name: '가져오기' }).click()
  await expect(page.locator('input[type=file]')).toBeAttached()
  await accessible(page, 'choosing files')
  const bank = `${sample}/deposits.csv`
  for (let times = 0; times < 2; times++) { // the same file can be chosen once more
    await page.locator('input[type=file]').setInputFiles(bank)
    await expect(page.getByText(/찾았어요/)).toBeVisible()
    await page.getByRole('button', { name: '다른 파일 고르기' }).click()
  }
  await page.locator('input[type=file]').setInputFiles(readdirSync(sample).filter((f) => /\.(txt|csv)$/.test(f)).map((f) => `${sample}/${f}`))
  await expect(page.getByText(/우리 가게: /)).toBeVisible()
  await expect(page.getByRole('heading', { name: /찾은 입금/ })).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: '이서연' }).filter({ hasText: '44,000원' })).toContainText('→')
  await accessible(page, 'what was found')
  await page.getByRole('button', { name: '바꾸기' }).click()
  await expect(page.getByRole('heading', { name: '어느 쪽이 우리 가게인가요?' })).toBeVisible()
  await accessible(page, 'which one is the shop')
  await page.getByRole('button', { name: '가져오기' }).click()
  await page.getByRole('link', { name: '설정' }).click() // away while it is read
  await page.getByRole('link', { name: '가져오기' }).click()
  await expect(page.getByText(/새 주문 (9|1\d)건/)).toBeVisible({ timeout: 30_000 })
  await accessible(page, 'the result')
})
