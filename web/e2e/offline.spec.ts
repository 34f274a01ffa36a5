// With no server: its process is killed, the tab is closed, and the shop goes on from what its device holds. And what keeps a
// stranger out of that device.
import { expect as plain, type BrowserContext, type Page, test } from '@playwright/test'
import { accessible, onDisk } from './helpers'
import { Owner } from './owner'
import { card, day, place, write } from './page'
import { Server } from './server'

const expect = plain.configure({ timeout: 20_000 }) // of a machine that does much else
let server: Server
let owner: Owner
let link = ''
let port = 19000

test.beforeEach(async () => {
  server = new Server(port++)
  link = await server.start()
  owner = new Owner(link)
  await owner.signIn(link)
  await owner.open()
})
test.afterEach(async () => {
  await server.end()
})

/** The device has everything, and the app's own files. */
async function filled(page: Page): Promise<void> {
  await page.goto(link)
  await expect(page.getByText('실시간', { exact: true })).toBeVisible()
  await page.evaluate(async () => navigator.serviceWorker.ready)
}

async function setPin(page: Page, pin: string): Promise<void> {
  await page.getByRole('link', { name: '설정' }).click()
  await page.getByRole('button', { name: 'PIN 걸기' }).click()
  await page.getByLabel(/새 PIN/).fill(pin)
  await page.getByLabel('한 번 더').fill(pin)
  await page.getByRole('button', { name: 'PIN 걸기' }).click()
  await expect(page.getByText('이 기기는 PIN으로 잠겨 있어요.')).toBeVisible()
}

async function enterPin(page: Page, pin: string): Promise<void> {
  await page.getByLabel('PIN을 넣어 주세요').fill(pin)
  await page.getByRole('button', { name: '열기', exact: true }).click()
}

test('the whole shop works with the server dead, from a cold start, and all of it arrives once', async ({ context }) => {
  test.setTimeout(150_000)
  await owner.visit('이서연', '토요일에 레터링 케이크 될까요?')
  const page = await context.newPage()
  await filled(page)
  await place(page, { name: '윤하늘', total: '44,000', hour: '13:00' })
  await page.getByRole('link', { name: /대화$/ }).click()
  await expect(page.getByText('이서연').first()).toBeVisible()
  await server.kill()
  await page.close()

  const cold = await context.newPage()
  await cold.addInitScript(() => (window.print = () => ((window as unknown as { paper: string }).paper = document.querySelector('.paper')?.textContent ?? '')))
  await cold.goto(new URL('/', link).href)
  await expect(card(cold, '윤하늘')).toBeVisible()
  await expect(cold.getByText(/연결이 끊겼어요.*보이는 것은 .*에 받은 그대로예요/)).toBeVisible()
  await expect(cold.getByText('닿는 서버가 없어요')).toBeVisible()
  await accessible(cold, 'the board with no server')

  await card(cold, '윤하늘').getByRole('button', { name: '입금 확인' }).click()
  const form = await write(cold, { name: '손하나', total: '30,000', hour: '15:00' })
  await form.locator('button[form=order-form]').click()
  await expect(card(cold, '손하나')).toBeVisible()

  await cold.getByRole('link', { name: /대화$/ }).click()
  await cold.getByText('이서연').first().click()
  await expect(cold.getByRole('log').getByText('토요일에 레터링 케이크 될까요?')).toBeVisible()
  await cold.getByLabel('답장을 쓰세요').fill('네, 됩니다')
  await cold.getByRole('button', { name: '보내기', exact: true }).click()
  await expect(cold.getByRole('log').getByText('네, 됩니다')).toBeVisible()

  await cold.getByRole('link', { name: /^주문/ }).click()
  const menu = cold.locator('summary[aria-label="더보기"]')
  await menu.click()
  await cold.getByRole('button', { name: '하루 주문표 인쇄' }).click()
  await expect.poll(() => cold.evaluate(() => (window as unknown as { paper?: string }).paper ?? '')).toContain('손하나')
  await menu.click()
  const saving = cold.waitForEvent('download')
  await cold.getByRole('button', { name: '엑셀 파일로 저장' }).click()
  expect((await saving).suggestedFilename()).toBe(`dangol-${day()}.csv`)

  await cold.close() // what waits is on the disk, not in the page
  await server.start()
  const back = await context.newPage()
  await back.goto(new URL('/', link).href)
  await expect(card(back, '손하나')).toBeVisible()
  await expect(back.getByText(/보낼 것 \d+건/)).toBeHidden()
  await expect.poll(() => onDisk(back)).toMatchObject({ outbox: 0, refused: 0 })
  const orders = await owner.orders()
  expect(orders.filter((o) => o.name === '손하나').length).toBe(1)
  expect(orders.find((o) => o.name === '윤하늘')?.paidWon).toBe(44_000n)
  const said = (await owner.messages()).map((m) => m.text)
  expect(said.filter((t) => t === '네, 됩니다').length).toBe(1)
})

test('with a PIN the device shows nothing until it is told, with no server too, and what was written before is sent', async ({ context }) => {
  test.setTimeout(120_000)
  const page = await context.newPage()
  await filled(page)
  await place(page, { name: '윤하늘', total: '44,000', hour: '13:00' })
  await setPin(page, '135790')
  await accessible(page, 'settings with a PIN')
  await page.getByRole('link', { name: /^주문/ }).click()
  await server.kill()
  await card(page, '윤하늘').getByRole('button', { name: '입금 확인' }).click()
  await expect(page.getByText('보낼 것 1건', { exact: true })).toBeVisible()
  await page.close()

  const cold = await context.newPage()
  await cold.goto(new URL('/', link).href)
  await expect(cold.getByRole('heading', { name: '잠겨 있어요' })).toBeVisible()
  await accessible(cold, 'the lock')
  expect(await cold.content()).not.toContain('윤하늘')
  await enterPin(cold, '000000')
  await expect(cold.getByText('PIN이 맞지 않아요.')).toBeVisible()
  await enterPin(cold, '135790')
  await expect(card(cold, '윤하늘')).toBeVisible()
  await server.start()
  await expect.poll(() => onDisk(cold)).toMatchObject({ outbox: 0, refused: 0 }) // the worker was given the key
  expect((await owner.orders()).find((o) => o.name === '윤하늘')?.paidWon).toBe(44_000n)
})

/** Puts the device's clock of wrong tries back, so that the test need not wait for minutes. */
const forgive = (page: Page) =>
  page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((done) => {
      const asked = indexedDB.open('dangol')
      asked.onsuccess = () => done(asked.result)
    })
    await new Promise<void>((done) => {
      const tx = db.transaction('keys', 'readwrite')
      const asked = tx.objectStore('keys').get('lock')
      asked.onsuccess = () => tx.objectStore('keys').put({ ...asked.result, triedMs: 0 }, 'lock')
      tx.oncomplete = () => done()
    })
    db.close()
  })

test('ten wrong PINs wipe the device', async ({ context }) => {
  test.setTimeout(120_000)
  const page = await context.newPage()
  await filled(page)
  await place(page, { name: '윤하늘', total: '44,000', hour: '13:00' })
  await setPin(page, '135790')
  await page.getByRole('button', { name: '지금 잠그기' }).click()
  await page.getByText('PIN을 잊었어요').click()
  await expect(page.getByText('새 로그인 주소를 만들어 두세요')).toBeVisible()
  await accessible(page, 'what to do without the PIN')
  for (let i = 1; i <= 10; i++) {
    await expect(page.getByRole('heading', { name: '잠겨 있어요' })).toBeVisible()
    await enterPin(page, '000000')
    if (i < 10) {
      await expect(page.getByText('PIN이 맞지 않아요.')).toBeVisible()
      if (i === 3) await expect(page.getByText(/초 뒤에 다시 넣을 수 있어요/)).toBeVisible()
      if (i >= 7) await expect(page.getByText(`${10 - i}번 더 틀리면`)).toBeVisible()
      await forgive(page)
      await page.reload()
    }
  }
  await expect(page.getByText(/열 번 틀려서/)).toBeVisible()
  expect(await onDisk(page)).toEqual({ rows: 0, packs: 0, outbox: 0, refused: 0 })
  await page.getByRole('button', { name: '처음 화면으로' }).click()
  await expect(page.getByRole('heading', { name: '로그인 주소로 들어와 주세요' })).toBeVisible()
})

/** A device that has not heard of the server for so many days. */
const age = (page: Page, days: number) =>
  page.evaluate(async (n) => {
    const db = await new Promise<IDBDatabase>((done) => {
      const asked = indexedDB.open('dangol')
      asked.onsuccess = () => done(asked.result)
    })
    await new Promise<void>((done) => {
      const tx = db.transaction('keys', 'readwrite')
      const asked = tx.objectStore('keys').get('heard')
      asked.onsuccess = () => tx.objectStore('keys').put({ ...asked.result, ms: Date.now() - n * 86_400_000 }, 'heard')
      tx.oncomplete = () => done()
    })
    db.close()
  }, days)

const lockDays = (page: Page) =>
  page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((done) => {
      const asked = indexedDB.open('dangol')
      asked.onsuccess = () => done(asked.result)
    })
    const found = await new Promise<number>((done) => {
      const asked = db.transaction('keys').objectStore('keys').get('heard')
      asked.onsuccess = () => done((asked.result as { lockDays: number } | undefined)?.lockDays ?? 0)
    })
    db.close()
    return found
  })

async function agedAndShut(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  await filled(page)
  await place(page, { name: '윤하늘', total: '44,000', hour: '13:00' })
  await owner.channel.changeDesk({ ...owner.command, lockDays: 7 })
  await expect.poll(() => lockDays(page)).toBe(7)
  await server.kill()
  await page.goto('about:blank')
  const cold = await context.newPage()
  await cold.goto(new URL('/icon.svg', link).href)
  await age(cold, 8)
  await cold.goto(new URL('/', link).href)
  await expect(cold.getByRole('heading', { name: '오랫동안 서버에 닿지 않았어요' })).toBeVisible()
  expect(await cold.content()).not.toContain('윤하늘')
  await accessible(cold, 'the lock after days')
  return cold
}

test('after the days that the shop allows, the server must speak first', async ({ context }) => {
  const page = await agedAndShut(context)
  await server.start()
  await expect(card(page, '윤하늘')).toBeVisible()
})

test('a page that stays open locks too', async ({ context }) => {
  const page = await context.newPage()
  await filled(page)
  await place(page, { name: '윤하늘', total: '44,000', hour: '13:00' })
  await owner.channel.changeDesk({ ...owner.command, lockDays: 7 })
  await expect.poll(() => lockDays(page)).toBe(7)
  await server.kill()
  await age(page, 8)
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await expect(page.getByRole('heading', { name: '오랫동안 서버에 닿지 않았어요' })).toBeVisible()
})

test('a device that is not the shop’s any more is wiped when the server speaks', async ({ context }) => {
  const page = await agedAndShut(context)
  await server.start()
  // The owner's other device signs all out: here by what the server says, with the page still asking.
  const staff = (await owner.staff()).find((s) => s.devices.length > 1)
  await page.goto('about:blank')
  for (const d of staff?.devices ?? []) if (d.name !== 'e2e') await owner.shop.endSession({ ...owner.command, sessionId: d.sessionId })
  await page.goto(new URL('/', link).href)
  await expect(page.getByText(/이 기기는 가게에서 로그아웃됐어요/)).toBeVisible()
  expect(await onDisk(page)).toMatchObject({ rows: 0, packs: 0 })
})

test('a passkey opens the device beside the PIN', async ({ context }) => {
  const page = await context.newPage()
  const tools = await context.newCDPSession(page)
  await tools.send('WebAuthn.enable')
  await tools.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, hasPrf: true, automaticPresenceSimulation: true },
  })
  link = link.replace('127.0.0.1', 'localhost') // an address of numbers can have no passkeys
  await filled(page)
  await place(page, { name: '윤하늘', total: '44,000', hour: '13:00' })
  await setPin(page, '135790')
  await page.getByRole('button', { name: '지문·얼굴도 쓰기' }).click()
  await expect(page.getByText('지문·얼굴로도 열어요.')).toBeVisible()
  await page.getByRole('button', { name: '지금 잠그기' }).click()
  await page.getByRole('button', { name: '지문·얼굴로 열기' }).click()
  await page.getByRole('link', { name: /^주문/ }).click()
  await expect(card(page, '윤하늘')).toBeVisible()
})
