// The screens of the channel for docs/screens: SHOTS=<folder> npx playwright test screens. Without a folder there is nothing to do.
import { type Page, test } from '@playwright/test'
import type { Order } from '../src/gen/dangol/shop/v1/resource_pb'
import { accessible } from './helpers'
import { day, Owner } from './owner'
import { fits } from './page'
import { Server } from './server'
import { device, expect, join, log, say } from './visitor'

const folder = process.env.SHOTS ?? ''
test.skip(folder === '', 'SHOTS names no folder')

const server = new Server(18_950)
let owner: Owner
let shop: Page
let guest: Page
let stranger: Page
test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000)
  const link = await server.start('--shop', '햇살케이크')
  owner = new Owner(link)
  await owner.signIn(link)
  await owner.open()
  await owner.channel.changeCard({ ...owner.command, hours: { week: [0, 1, 2, 3, 4, 5, 6].map((d) => ({ spans: d === 0 ? [] : [{ from: 600, to: 780 }, { from: 840, to: 1140 }] })), special: [{ day: day(5), name: '쉬는 날' }] } })
  for (const [name, priceWon] of [['레터링 케이크 2호', 56_000n], ['도시락 케이크', 18_000n]] as const) await owner.shop.addItem({ ...owner.command, name, priceWon })
  for (const [title, text] of [['입금 확인', '{name}님, 입금 확인했어요. {pickup}에 뵐게요!'], ['주차 안내', '가게 앞에 두 대 세울 수 있어요.']] as const) await owner.channel.saveReply({ ...owner.command, title, text })
  await owner.channel.changeDesk({ ...owner.command, first: '어서 오세요! 주문서를 써 주시면 금액을 알려 드려요.', away: '지금은 쉬는 시간이에요. 문 열면 답할게요.', remindHours: 24, remind: '{name}님, 내일 {pickup}에 뵐게요.' })
  await money()
  shop = await browser.newPage({ bypassCSP: true })
  await shop.goto(link)
  await expect(shop.getByText('실시간', { exact: true })).toBeAttached()
  guest = await device(browser)
  stranger = await device(browser)
})
test.afterAll(() => server.end())

/** What a bank has told in the last weeks, so that there is something to count. */
async function money(): Promise<void> {
  for (let n = 27; n >= 0; n--) {
    const at = day(-n).slice(5).replace('-', '/')
    const some = Array.from({ length: [2, 3, 1, 4, 5, 6, 0][n % 7] ?? 0 }, (_, i) => `[Web발신]\n[KB]${at} 1${i}:15\n000000**000\n손님${n}${i}\n전자금융입금\n${['18,000', '44,000', '56,000'][(n + i) % 3]}\n잔액1,000,000\n`)
    if (some.length > 0) await owner.channel.takeAlert({ ...owner.command, text: some.join('') })
  }
}

/** A picture of a cake, drawn here. */
async function cake(page: Page): Promise<Buffer> {
  const made = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 1200, height: 1200 })
    const g = canvas.getContext('2d') as CanvasRenderingContext2D
    const oval = (x: number, y: number, rx: number, ry: number, fill: string) => {
      g.fillStyle = fill
      g.beginPath()
      g.ellipse(x, y, rx, ry, 0, 0, 2 * Math.PI)
      g.fill()
    }
    g.fillStyle = '#e9dfd0'
    g.fillRect(0, 0, 1200, 1200)
    oval(600, 930, 500, 120, '#d3c4ae')
    oval(600, 900, 470, 110, '#fffdf8')
    oval(600, 860, 390, 110, '#e79aa5')
    g.fillRect(210, 520, 780, 340)
    oval(600, 520, 390, 110, '#f8c9cf')
    for (let n = 0; n < 24; n++) {
      const turn = (n / 24) * 2 * Math.PI
      oval(600 + 360 * Math.cos(turn), 518 + 96 * Math.sin(turn), 34, 26, '#fff6f0')
      if (Math.sin(turn) > -0.1) oval(600 + 385 * Math.cos(turn), 850 + 108 * Math.sin(turn), 36, 30, '#fff6f0')
    }
    for (const x of [480, 600, 720]) {
      g.fillStyle = '#7fb7a4'
      g.fillRect(x - 9, 330, 18, 170)
      oval(x, 300, 14, 30, '#f2a93b')
    }
    g.fillStyle = '#8c2f45'
    g.textAlign = 'center'
    g.font = 'bold 96px Pretendard, sans-serif'
    g.fillText('엄마 생신', 600, 690)
    g.fillText('축하해요', 600, 800)
    return canvas.toDataURL('image/jpeg', 0.9)
  })
  return Buffer.from(made.split(',')[1] ?? '', 'base64')
}

const looks = [
  { width: 390, dark: false, language: 'ko' },
  { width: 390, dark: true, language: 'en' },
  { width: 1280, dark: false, language: 'en' },
  { width: 1280, dark: true, language: 'ko' },
]

/** Looks at a screen in every look; again is what is done after it was loaded anew. */
async function seen(page: Page, name: string, again?: () => Promise<unknown>): Promise<void> {
  for (const look of looks) {
    await page.setViewportSize({ width: look.width, height: look.width === 390 ? 844 : 860 })
    await page.emulateMedia({ colorScheme: look.dark ? 'dark' : 'light' })
    await page.evaluate((l) => localStorage.setItem('language', l), look.language)
    await page.reload()
    await page.evaluate(() => document.fonts.ready)
    await expect(page.locator('h1').first()).toBeVisible()
    await expect(page.getByText(/^(불러오는 중이에요…|Loading…)$/)).toBeHidden()
    if (page !== shop) await page.locator('article, form, img, [role=log] li').first().waitFor()
    await again?.()
    await page.evaluate(() => Promise.all(document.getAnimations().map((a) => a.finished.catch(() => undefined))))
    const where = `${name}-${look.width}-${look.dark ? 'dark' : 'light'}-${look.language}`
    await page.screenshot({ path: `${folder}/${where}.png` })
    await accessible(page, where)
    await fits(page, where)
    await tappable(page, where)
    if (look.language === 'en') await english(page, where)
  }
  await page.evaluate(() => localStorage.setItem('language', 'ko'))
  await page.setViewportSize({ width: 390, height: 844 })
  await page.reload()
}

/** In English no Korean is left but what the shop and its customers have written themselves. */
async function english(page: Page, where: string): Promise<void> {
  const own = /케이크|햇살|이서연|하루|굽는|도시락|크기|더할|긴 초|개인가요|문구|쓸 말|사진|언제 오|입금하|환불 규정을|축하|쉬는|망원|마포|국민|12월|가격 문의|1호|2호|안녕|느낌|됩니다|금액을|어서|지금은|주문하기|가게 앞|주차|입금 확인|뵐게요|한국어|사장님|단골|예약이 확정|\(광고\)|읽었어요/
  const left = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const found: string[] = []
    while (walker.nextNode()) if (/[가-힣]/.test(walker.currentNode.textContent ?? '')) found.push((walker.currentNode.textContent ?? '').trim())
    return found
  })
  expect.soft(left.filter((text) => !own.test(text)), where).toEqual([])
}

/** On a phone everything that is pressed is as large as a finger. Links within a text are not meant. */
async function tappable(page: Page, where: string): Promise<void> {
  const small = await page.evaluate(() => {
    if (innerWidth > 400) return []
    const size = 43.5
    return [...document.querySelectorAll<HTMLElement>('button, a[href], summary, select, input:not([type=hidden]), [role=button]')].filter((e) => {
      const label = e.closest('label')
      const box = (e.matches('input[type=checkbox], input[type=radio], input[type=file]') && label ? label : e).getBoundingClientRect()
      const shows = box.width > 1 && box.height > 1 && getComputedStyle(e).visibility === 'visible'
      return shows && box.right > 0 && !e.closest('p, .skip') && !e.matches('.skip') && (box.height < size || box.width < 24)
    }).map((e) => `${e.tagName} ${e.className} "${(e.textContent ?? '').trim().slice(0, 20)}" ${Math.round(e.getBoundingClientRect().height)}`)
  })
  expect.soft(small, where).toEqual([])
}

test('the customer’s', async () => {
  test.setTimeout(300_000)
  await stranger.goto(owner.address)
  await seen(stranger, 'customer-first')
  await join(guest, owner)
  await say(guest, '안녕하세요! 토요일에 레터링 케이크 될까요? 이런 느낌이면 좋겠어요.')
  await guest.getByLabel('사진 보내기').setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: await cake(guest) })
  await expect(guest.getByRole('button', { name: /사진 빼기/ })).toBeVisible()
  await guest.getByRole('button', { name: '보내기', exact: true }).click()
  await expect(log(guest).getByText('보냄')).toBeVisible()
  const [talk] = await owner.conversations()
  await owner.say('네, 됩니다! 아래 ‘주문서 쓰기’를 눌러 주세요.')
  await owner.channel.markRead({ ...owner.command, conversationId: talk?.id ?? '', seq: (await owner.conversations())[0]?.lastSeq ?? 0 })
  await expect(log(guest).getByText('네, 됩니다!')).toBeVisible()
  await seen(guest, 'customer-chat')
  await guest.goto(`${owner.address}?see=form`)
  await guest.getByRole('radio', { name: /1호/ }).check()
  await guest.getByLabel(/^문구/).fill('엄마 생신 축하해요')
  await seen(guest, 'customer-form')
  await guest.goto(`${owner.address}?see=card`)
  await seen(guest, 'customer-card')
  const order = await owner.place(`${day(4)}T15:00`, 44_000n)
  await owner.channel.sendCard({ ...owner.command, orderId: order.id, text: '금액을 알려 드려요.' })
  await guest.goto(owner.address)
  await expect(log(guest).getByRole('article')).toBeVisible()
  await seen(guest, 'customer-quote')
  await paid(order)
})

async function paid(order: Order): Promise<void> {
  await guest.goto(`${owner.address}?see=order&id=${order.id}`)
  await seen(guest, 'customer-quote-sheet')
  await owner.shop.recordPayment({ ...owner.command, orderId: order.id, amountWon: 44_000n })
  await expect(guest.getByRole('dialog').getByRole('heading', { name: '입금 확인됐어요' })).toBeVisible()
  await seen(guest, 'customer-paid')
  await guest.goto(`${owner.address}?see=wish&id=cancel-${order.id}`)
  await seen(guest, 'customer-cancel')
}

for (const name of ['', 'card', 'hours', 'form', 'rules', 'texts', 'replies', 'broadcasts', 'statistics', 'alerts', 'device', 'qr']) {
  test(`the owner’s: ${name || 'channel'}`, async () => {
    test.setTimeout(120_000)
    await shop.goto(new URL(`/channel${name && `/${name}`}`, server.link).href)
    await seen(shop, `owner-${name || 'channel'}`, name === 'statistics' ? () => shop.locator('.tiles button').nth(4).click() : undefined)
  })
}

test('the owner’s: the people and the lock', async () => {
  test.setTimeout(120_000)
  await shop.goto(new URL('/settings', server.link).href)
  await seen(shop, 'owner-settings')
  await shop.getByRole('button', { name: 'PIN 걸기' }).click()
  await shop.getByLabel(/새 PIN/).fill('135790')
  await shop.getByLabel('한 번 더').fill('135790')
  await shop.getByRole('button', { name: 'PIN 걸기' }).click()
  await shop.getByRole('button', { name: '지금 잠그기' }).click()
  await expect(shop.getByRole('heading', { name: '잠겨 있어요' })).toBeVisible()
  await seen(shop, 'owner-lock')
})
