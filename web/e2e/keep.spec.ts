// What a shop takes with it, with the server dead: a workbook, a backup and the way back, the papers of the evening.
import { createClient } from '@connectrpc/connect'
import { createConnectTransport } from '@connectrpc/connect-web'
import { expect as plain, type BrowserContext, type Download, type Page, test } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { strFromU8, unzipSync } from 'fflate'
import { GuestService } from '../src/gen/dangol/channel/v1/guest_pb'
import { newCommand, secret } from '../src/lib/id'
import { accessible, closeOthers, onDisk } from './helpers'
import { Owner } from './owner'
import { day, fits, place, write } from './page'
import { Server } from './server'

const expect = plain.configure({ timeout: 20_000 })
test.use({ bypassCSP: false, acceptDownloads: true }) // the papers must be shown under the rules of the real page
const pass = '비 오는 날의 카스텔라'
let server: Server
let owner: Owner
let link = ''
let port = 18650

test.beforeEach(async () => {
  server = new Server(port++)
  link = await server.start()
  owner = new Owner(link)
  await owner.signIn(link)
  await owner.open()
})
test.afterEach(async ({ browser, context }) => {
  await closeOthers(browser, context)
  await server.end()
})

/** A customer writes: over the API, as a phone does. */
async function customer(name: string, text: string): Promise<void> {
  const token = secret()
  const transport = createConnectTransport({
    baseUrl: new URL('/', link).origin, useBinaryFormat: true,
    interceptors: [(next) => (request) => {
      request.header.set('Authorization', `Bearer ${token}`)
      return next(request)
    }],
  })
  const guest = createClient(GuestService, transport)
  await guest.open({ commandId: newCommand(), shopId: owner.shopId, name, phone: '010-0000-1234', token, device: 'e2e' })
  await guest.say({ commandId: newCommand(), text })
}

/** A device that holds the shop: two orders, a conversation, and the app's own files. */
async function filled(context: BrowserContext, time = `${day()}T12:00:00+09:00`): Promise<Page> {
  await customer('이서연', '=토요일에 레터링 케이크 될까요?')
  const page = await context.newPage()
  await page.clock.install({ time: new Date(time) }) // the evening comes when the flow wants it
  await page.goto(link)
  await expect(page.getByText('실시간', { exact: true })).toBeVisible()
  await place(page, { name: '윤하늘', total: '44,000', day: day(1), hour: '13:00', phone: '01000005678' })
  await place(page, { name: '손하나', total: '30,000', day: day(2), hour: '15:00' })
  await page.getByRole('link', { name: /대화$/ }).click()
  await page.getByText('이서연').first().click() // its messages are on the device
  await expect(page.getByRole('log').getByText('=토요일에 레터링 케이크 될까요?')).toBeVisible()
  await shelled(page)
  return page
}

/** The app's own files are on the device. */
const shelled = (page: Page) => expect.poll(() => page.evaluate(async () => (await navigator.serviceWorker.ready) && (await (await caches.open('shell')).match('/shell.json')) !== undefined)).toBe(true)

/** Writes an order with no server in reach: it stays in line. */
async function offline(page: Page, name: string): Promise<void> {
  const form = await write(page, { name, total: '12,000', day: day(1), hour: '10:00' })
  await form.locator('button[form=order-form]').click()
  await expect(form).toBeHidden()
  await expect.poll(async () => (await onDisk(page)).outbox).toBeGreaterThan(0)
}

async function toKeep(page: Page): Promise<void> {
  await page.getByRole('link', { name: '설정' }).click()
  await page.getByRole('link', { name: /내보내기·백업/ }).click()
  await expect(page.getByRole('heading', { name: '내보내기·백업', level: 1 })).toBeVisible()
}

async function saving(page: Page, act: () => Promise<void>): Promise<Download> {
  const coming = page.waitForEvent('download', { timeout: 60_000 })
  await act()
  return coming
}

const cells = (sheet: string) => [...sheet.matchAll(/<(?:t xml:space="preserve"|v)>([^<]*)</g)].map(([, t = '']) => t)

async function workbookIn(one: Download): Promise<string[][]> {
  const files = unzipSync(new Uint8Array(readFileSync(await one.path())))
  return [1, 2, 3, 4].map((n) => cells(strFromU8(files[`xl/worksheets/sheet${n}.xml`] ?? new Uint8Array())))
}

async function makeBackup(page: Page): Promise<Download> {
  await page.getByLabel('백업 암호 (8자 이상)').fill(pass)
  await page.getByLabel('한 번 더').fill(pass)
  return saving(page, () => page.getByRole('button', { name: '백업 파일 만들기' }).click())
}

async function openBackup(page: Page, file: { name: string; mimeType: string; buffer: Buffer }, word: string): Promise<void> {
  await page.getByLabel('백업 파일 (.dangol)').setInputFiles(file)
  await page.getByLabel('백업 암호', { exact: true }).fill(word)
  await page.getByRole('button', { name: '열기', exact: true }).click()
}

test('with the server dead a workbook of the shop is saved, and is whole', async ({ context }) => {
  const page = await filled(context)
  await server.kill()
  await page.close()
  const cold = await context.newPage()
  await cold.goto(new URL('/', link).href)
  await expect(cold.getByText('닿는 서버가 없어요')).toBeVisible()
  await offline(cold, '한가람')
  await cold.getByRole('link', { name: /대화$/ }).click()
  await cold.getByText('이서연').first().click()
  await cold.getByLabel('답장을 쓰세요').fill('네, 됩니다')
  await cold.getByRole('button', { name: '보내기', exact: true }).click()
  await expect(cold.getByRole('log').getByText('네, 됩니다')).toBeVisible()
  await toKeep(cold)
  await accessible(cold, 'export and backup')
  const one = await saving(cold, () => cold.getByRole('button', { name: '엑셀 파일 저장 (.xlsx)' }).click())
  expect(one.suggestedFilename()).toBe(`단골-햇살케이크-${day()}.xlsx`)
  const [orders = [], customers = [], , messages = []] = await workbookIn(one)
  expect(orders).toEqual(expect.arrayContaining(['윤하늘', '손하나', '한가람', '44000', '010-0000-5678']))
  expect(customers).toEqual(expect.arrayContaining(['윤하늘', '010-0000-5678']))
  expect(messages).toEqual(expect.arrayContaining(['이서연', '010-0000-1234', '=토요일에 레터링 케이크 될까요?', '네, 됩니다']))
  const csv = await saving(cold, () => cold.getByRole('button', { name: '주문만 CSV로 저장' }).click())
  expect(readFileSync(await csv.path(), 'utf8')).toContain('한가람')
})

test('a backup made with the server dead opens on a device that has never seen the shop, by its passphrase alone', async ({ context, browser }, info) => {
  test.setTimeout(180_000)
  const page = await filled(context)
  const stranger = await (await browser.newContext({ locale: 'ko-KR', timezoneId: 'Asia/Seoul', acceptDownloads: true })).newPage()
  await stranger.goto(new URL('/', link).href)
  await shelled(stranger)
  await server.kill()
  await page.getByRole('link', { name: /^주문/ }).click()
  await offline(page, '한가람')
  await toKeep(page)
  await page.getByLabel('백업 암호 (8자 이상)').fill('짧다')
  await page.getByRole('button', { name: '백업 파일 만들기' }).click()
  await expect(page.getByText('암호는 8자 이상으로 적어 주세요.')).toBeVisible()
  await page.getByLabel('백업 암호 (8자 이상)').fill(pass)
  await page.getByLabel('한 번 더').fill(`${pass}.`)
  await page.getByRole('button', { name: '백업 파일 만들기' }).click()
  await expect(page.getByText('두 번 적은 암호가 서로 달라요.')).toBeVisible()
  const saved = await makeBackup(page)
  await expect(page.getByText(/백업 파일을 저장했어요/)).toBeVisible()
  const name = `단골-햇살케이크-${day()}.dangol`
  expect(saved.suggestedFilename()).toBe(name)
  const buffer = readFileSync(await saved.path())
  for (const word of ['윤하늘', '010-0000', '01000005678', '레터링']) expect(buffer.includes(word)).toBe(false)

  await stranger.goto(new URL('/', link).href) // with no server: from what it keeps
  await stranger.getByText('서버가 없나요? 백업 파일 열기').click()
  const file = { name, mimeType: 'application/octet-stream', buffer }
  await openBackup(stranger, file, '다른 암호입니다')
  await expect(stranger.getByText(/암호가 맞지 않아요/)).toBeVisible()
  await openBackup(stranger, { ...file, buffer: buffer.subarray(0, buffer.length - 7) }, pass)
  await expect(stranger.getByText(/파일이 잘렸거나 바뀌어서 열 수 없어요/)).toBeVisible()
  await openBackup(stranger, { ...file, buffer: Buffer.from('이름,전화\r\n윤하늘,0100000') }, pass)
  await expect(stranger.getByText(/단골의 백업 파일이 아니에요/)).toBeVisible()
  await openBackup(stranger, { ...file, buffer: Buffer.from(buffer).fill(9, 8, 9) }, pass)
  await expect(stranger.getByText(/더 새로운 단골에서 만든 백업이에요/)).toBeVisible()
  await accessible(stranger, 'no backup yet')
  await openBackup(stranger, file, pass)
  await expect(stranger.getByText(/‘햇살케이크’의 .* 백업이에요/)).toBeVisible()
  const counts = stranger.locator('dl')
  await expect(counts).toContainText(/주문\s*3/)
  await expect(counts).toContainText(/대화\s*1/)
  await expect(counts).toContainText(/보내지 못한 일\s*1/)
  await expect(stranger.getByText(/한가람 ·/)).toBeVisible() // what was not sent
  await accessible(stranger, 'an open backup')
  await stranger.screenshot({ path: info.outputPath('opened-1280.png'), fullPage: true })
  await stranger.setViewportSize({ width: 390, height: 844 })
  await fits(stranger, 'an open backup')
  await stranger.screenshot({ path: info.outputPath('opened-390.png'), fullPage: true })
  const [orders = [], , , messages = []] = await workbookIn(await saving(stranger, () => stranger.getByRole('button', { name: '엑셀 파일 저장 (.xlsx)' }).click()))
  expect(orders).toEqual(expect.arrayContaining(['윤하늘', '손하나', '한가람']))
  expect(messages).toContain('=토요일에 레터링 케이크 될까요?')
  await stranger.evaluate(() => (window.print = () => ((window as unknown as { paper: string }).paper = document.querySelector('.paper')?.shadowRoot?.textContent ?? '')))
  await stranger.getByRole('button', { name: '이 날 주문표 인쇄' }).click()
  const paper = () => stranger.evaluate(() => (window as unknown as { paper?: string }).paper ?? '')
  await expect.poll(paper).toContain('윤하늘')
  expect(await paper()).toContain('한가람')
  expect(await paper()).not.toContain('손하나')
  expect(await onDisk(stranger)).toMatchObject({ rows: 0, packs: 0, outbox: 0 }) // it was looked at, and nothing was kept
})

test('the work of a lost device goes on from another of the same shop, and is done once', async ({ context, browser }) => {
  test.setTimeout(180_000)
  const page = await filled(context)
  const second = await (await browser.newContext({ locale: 'ko-KR', timezoneId: 'Asia/Seoul' })).newPage()
  await second.goto(link)
  await expect(second.getByText('실시간', { exact: true })).toBeVisible()
  await shelled(second)
  await server.kill()
  await page.getByRole('link', { name: /^주문/ }).click()
  await offline(page, '한가람')
  await toKeep(page)
  const saved = await makeBackup(page)
  const file = { name: 'a.dangol', mimeType: 'application/octet-stream', buffer: readFileSync(await saved.path()) }
  await page.goto('about:blank') // it fell into the dough

  await second.goto(new URL('/keep', link).href)
  await openBackup(second, file, pass)
  await second.getByRole('button', { name: '이 기기에서 이어서 보내기' }).click()
  await expect(second.getByText('1건을 보낼 차례에 넣었어요.')).toBeVisible()
  await second.getByRole('button', { name: '이 기기에서 이어서 보내기' }).click()
  await expect(second.getByText('이미 모두 이 기기에 있어요.')).toBeVisible()
  expect((await onDisk(second)).outbox).toBe(1)
  await server.start()
  const orders = async () => (await owner.orders()).filter((o) => o.name === '한가람').length
  await expect.poll(orders, { timeout: 60_000 }).toBe(1)
  await expect.poll(async () => (await onDisk(second)).outbox).toBe(0)
  await page.goto(new URL('/', link).href) // the first device is found again, with the same work
  await expect.poll(async () => onDisk(page), { timeout: 60_000 }).toMatchObject({ outbox: 0, refused: 0 })
  expect(await orders()).toBe(1)
})

/** The files of the folder of papers. A person's choice of a folder cannot be made here; the folder itself is real. */
const inFolder = (page: Page) =>
  page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('종이', { create: true })
    const found: Record<string, string> = {}
    for await (const [name, handle] of (folder as unknown as { entries(): AsyncIterable<[string, FileSystemFileHandle]> }).entries()) found[name] = await (await handle.getFile()).text()
    return found
  })

async function eveningPage(context: BrowserContext, time: string): Promise<Page> {
  const page = await context.newPage()
  await page.clock.install({ time: new Date(time) })
  await page.addInitScript(() =>
    Object.assign(window, { showDirectoryPicker: async () => (await navigator.storage.getDirectory()).getDirectoryHandle('종이', { create: true }), print: () => Object.assign(window, { paper: document.querySelector('.paper')?.shadowRoot?.textContent }) }))
  return page
}

test('in the evening the papers of the next two days are kept, on the device and in a folder, with the server dead', async ({ context }, info) => {
  test.setTimeout(180_000)
  await owner.channel.changeDesk({ ...owner.command, lockDays: 30 }) // longer than this device will be alone
  await (await filled(context)).close()
  await server.kill()
  const page = await eveningPage(context, `${day(1)}T18:00:00+09:00`)
  await page.goto(new URL('/', link).href)
  await toKeep(page)
  const papers = page.getByRole('listitem').filter({ hasText: '에 저장' })
  await expect(papers).toHaveCount(3) // with those of the evening that was missed
  await page.getByLabel('남기는 시각').selectOption('own')
  await page.getByLabel('시각 정하기', { exact: true }).fill('20:00')
  await page.getByRole('button', { name: '폴더 고르기' }).click()
  await expect(page.getByText('‘종이’ 폴더에 저장해요.')).toBeVisible()
  await expect.poll(async () => Object.keys(await inFolder(page)).sort()).toEqual([`${day(1)} 주문표.html`, `${day(2)} 주문표.html`])
  await page.clock.fastForward('02:01:00')
  await expect(papers).toHaveCount(4)
  await expect.poll(async () => Object.keys(await inFolder(page)).sort()).toEqual([`${day(1)} 주문표.html`, `${day(2)} 주문표.html`, `${day(3)} 주문표.html`])
  const files = await inFolder(page)
  expect(files[`${day(1)} 주문표.html`]).toContain('윤하늘')
  expect(files[`${day(2)} 주문표.html`]).toMatch(/손하나[\s\S]*30,000원/)
  expect(files[`${day(3)} 주문표.html`]).toContain('이 날은 주문이 없어요.')
  await accessible(page, 'papers of the evening')

  await papers.nth(1).getByRole('button', { name: /열기$/ }).click()
  const shown = page.getByRole('dialog')
  await expect(shown.getByText('손하나')).toBeVisible()
  expect(await shown.locator('.sheet').evaluate((e) => getComputedStyle(e.shadowRoot?.querySelector('table') as Element).borderCollapse)).toBe('collapse') // its looks are allowed, too
  await accessible(page, 'an open paper')
  await page.screenshot({ path: info.outputPath('paper.png') })
  await shown.getByRole('button', { name: '인쇄' }).click()
  expect(await page.evaluate(() => (window as unknown as { paper?: string }).paper)).toContain('손하나')
  await page.evaluate(() => dispatchEvent(new Event('afterprint')))
  const saved = await saving(page, () => shown.getByRole('button', { name: '파일로 저장' }).click())
  expect(saved.suggestedFilename()).toBe(`${day(2)} 주문표.html`)
  const alone = await context.newPage() // the file by itself, in a browser that asks nobody
  await alone.setContent(readFileSync(await saved.path(), 'utf8'))
  await expect(alone.getByText('손하나')).toBeVisible()
  await alone.screenshot({ path: info.outputPath('paper-alone.png') })
  await alone.setViewportSize({ width: 390, height: 844 })
  await fits(alone, 'a paper on a phone')
  await alone.screenshot({ path: info.outputPath('paper-alone-390.png') })
  await alone.close()
  await shown.getByRole('button', { name: '닫기' }).click()

  await page.clock.fastForward(20 * 86_400_000)
  await expect.poll(async () => Object.keys(await inFolder(page)).sort(), { timeout: 30_000 }).toEqual([`${day(22)} 주문표.html`, `${day(23)} 주문표.html`])
  await expect(papers).toHaveCount(2)
})

test('with a PIN nothing lies open in a folder until the owner allows it', async ({ context }, info) => {
  test.setTimeout(180_000)
  const first = await filled(context)
  await first.getByRole('link', { name: '설정' }).click()
  await first.getByRole('button', { name: 'PIN 걸기' }).click()
  await first.getByLabel(/새 PIN/).fill('135790')
  await first.getByLabel('한 번 더').fill('135790')
  await first.getByRole('button', { name: 'PIN 걸기' }).click()
  await expect(first.getByText('이 기기는 PIN으로 잠겨 있어요.')).toBeVisible()
  await first.close()
  await server.kill()
  const page = await eveningPage(context, `${day(1)}T21:00:00+09:00`)
  await page.goto(new URL('/', link).href)
  await page.getByLabel('PIN을 넣어 주세요').fill('135790')
  await page.getByRole('button', { name: '열기', exact: true }).click()
  await toKeep(page)
  await expect(page.getByRole('listitem').filter({ hasText: '에 저장' })).toHaveCount(3)
  await page.getByRole('button', { name: '폴더 고르기' }).click()
  await expect(page.getByText(/이 기기에는 PIN이 걸려 있어요/)).toBeVisible()
  await page.getByRole('button', { name: '지금 남기기' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: '에 저장' })).toHaveCount(4)
  expect(await inFolder(page)).toEqual({})
  const lying = await page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((done) => {
      const asked = indexedDB.open('dangol')
      asked.onsuccess = () => done(asked.result)
    })
    const all = await new Promise<unknown[]>((done) => {
      const asked = db.transaction('meta').objectStore('meta').getAll(IDBKeyRange.bound('paper/', 'paper/z'))
      asked.onsuccess = () => done(asked.result)
    })
    db.close()
    return all.map((one) => new TextDecoder().decode((one as { sealed: Uint8Array }).sealed)).join('')
  })
  expect(lying.length).toBeGreaterThan(0)
  expect(lying).not.toMatch(/윤하늘|손하나|<table/)
  await accessible(page, 'papers with a PIN')
  await page.screenshot({ path: info.outputPath('pin.png'), fullPage: true })
  await page.getByLabel('PIN과 상관없이 폴더에 파일로 남기기').check()
  await expect.poll(async () => Object.values(await inFolder(page)).join('')).toContain('손하나')
})

test('while the app is shut the browser’s call puts the papers into the folder', async ({ context }) => {
  test.setTimeout(180_000)
  // The page is left twenty-three hours before now, and the evening is half an hour after it: whatever the hour is.
  const left = Date.now() - 23 * 3600_000
  const seoul = (ms: number) => new Date(ms + 9 * 3600_000).toISOString()
  const evening = seoul(left + 30 * 60_000)
  await (await filled(context, new Date(left).toISOString())).close()
  await server.kill()
  const page = await eveningPage(context, new Date(left).toISOString())
  await page.goto(new URL('/', link).href)
  await toKeep(page)
  await page.getByLabel('남기는 시각').selectOption('own')
  await page.getByLabel('시각 정하기', { exact: true }).fill(evening.slice(11, 16))
  await page.getByRole('button', { name: '폴더 고르기' }).click()
  await expect.poll(async () => Object.keys(await inFolder(page)).length).toBe(2)
  const noted = () =>
    page.evaluate(async () => {
      const db = await new Promise<IDBDatabase>((done) => {
        const asked = indexedDB.open('dangol')
        asked.onsuccess = () => done(asked.result)
      })
      const keys = await new Promise<unknown[]>((done) => {
        const asked = db.transaction('meta').objectStore('meta').getAllKeys()
        asked.onsuccess = () => done(asked.result)
      })
      db.close()
      return keys
    })
  await expect.poll(noted).toContain('ahead')
  const other = await context.newPage()
  await other.goto(new URL('/icon.svg', link).href)
  const tools = await context.newCDPSession(other)
  const id = new Promise<string>((resolve) => tools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [one] }) => one && resolve(one.registrationId)))
  await tools.send('ServiceWorker.enable')
  await page.goto('about:blank')
  await tools.send('ServiceWorker.dispatchPeriodicSyncEvent', { origin: new URL(link).origin, registrationId: await id, tag: 'evening' })
  const after = (n: number) => `${new Date(Date.parse(evening.slice(0, 10)) + n * 86_400_000).toISOString().slice(0, 10)} 주문표.html`
  await expect.poll(async () => Object.keys(await inFolder(other))).toEqual(expect.arrayContaining([after(1), after(2)]))
  expect((await inFolder(other))[`${day(1)} 주문표.html`]).toContain('윤하늘')
})

const looks = [
  { name: '390-light', width: 390, height: 844, theme: 'light', language: 'ko' }, { name: '390-dark', width: 390, height: 844, theme: 'dark', language: 'ko' },
  { name: '1280-light', width: 1280, height: 860, theme: 'light', language: 'ko' }, { name: '1280-dark-en', width: 1280, height: 860, theme: 'dark', language: 'en' },
] as const

test('the screen is for phones and desks, light and dark, in both languages, by keyboard', async ({ context }, info) => {
  test.setTimeout(180_000)
  const page = await filled(context)
  await server.kill()
  for (const { name, width, height, theme, language } of looks) {
    await page.setViewportSize({ width, height })
    await page.evaluate(([t, l]) => (localStorage.setItem('theme', t), localStorage.setItem('language', l)), [theme, language] as const)
    await page.goto(new URL('/keep', link).href)
    await expect(page.getByRole('heading', { level: 1, name: language === 'en' ? 'Export and backup' : '내보내기·백업' })).toBeVisible()
    await expect(page.getByRole('listitem').filter({ hasText: language === 'en' ? 'Kept' : '에 저장' })).toHaveCount(2)
    await fits(page, name)
    await accessible(page, name)
    await page.screenshot({ path: info.outputPath(`${name}.png`), fullPage: true })
  }
  await page.getByRole('link', { name: 'Settings' }).last().focus()
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press('Tab')
    if (await page.getByRole('button', { name: 'Save a workbook (.xlsx)' }).evaluate((e) => e === document.activeElement)) break
  }
  await saving(page, () => page.keyboard.press('Enter'))
})

test('on an iPhone it says why it must be on the home screen', async ({ browser }, info) => {
  const phone = await browser.newContext({ locale: 'ko-KR', timezoneId: 'Asia/Seoul', viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1' })
  const page = await phone.newPage()
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showDirectoryPicker')) // it has none
  await page.goto(link)
  await expect(page.getByText('실시간', { exact: true })).toBeAttached()
  await page.goto(new URL('/keep', link).href)
  await expect(page.getByText(/사파리는 7일 동안 열지 않은 웹사이트가 기기에 둔 것을 지워요/)).toBeVisible()
  await expect(page.getByText(/이 브라우저는 폴더에 저장하지 못해서/)).toBeVisible()
  await accessible(page, 'on an iPhone')
  await page.screenshot({ path: info.outputPath('iphone.png'), fullPage: true })
  await page.getByRole('link', { name: '설치하는 법 보기' }).click()
  await expect(page.getByText('‘홈 화면에 추가’를 누르고 ‘추가’를 눌러요.')).toBeVisible()
})
