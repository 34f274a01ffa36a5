// Every screen of a customer can be used by everybody. SHOTS=<folder> keeps a picture of each.
import { type BrowserContext, type Page, test } from '@playwright/test'
import { accessible } from './helpers'
import { day, Owner } from './owner'
import { fits } from './page'
import { Server } from './server'
import { expect, join, log, phone, say } from './visitor'

let server: Server
let owner: Owner

test.beforeEach(async () => {
  server = new Server(18_830)
  const link = await server.start()
  owner = new Owner(link)
  await owner.signIn(link)
  await owner.open()
})
test.afterEach(() => server.end())

const looks = [
  { name: 'light', width: 390, dark: false, language: 'ko', scale: '' },
  { name: 'dark, in English', width: 390, dark: true, language: 'en', scale: '' },
  { name: 'in very large letters', width: 390, dark: false, language: 'ko', scale: '1.4' },
  { name: 'on a desk, dark', width: 1280, dark: true, language: 'ko', scale: '' },
]

test('every screen of a customer can be used by everybody', async ({ browser }) => {
  test.setTimeout(240_000)
  const context = await browser.newContext(phone)
  const page = await context.newPage()
  await join(page, owner)
  await say(page, '안녕하세요')
  await expect(log(page).getByText('보냄')).toBeVisible()
  const [talk] = await owner.conversations()
  await owner.shop.placeOrder({ ...owner.command, conversationId: talk?.id ?? '', details: { name: '이서연', phone: '01000001234', pickup: `${day(4)}T15:00`, lines: [{ item: '레터링 케이크', quantity: 1, size: '1호', lettering: ['축하해요'] }], totalWon: 44_000n } })
  const [order] = await owner.orders()
  await owner.channel.sendCard({ ...owner.command, orderId: order?.id ?? '', text: '금액이에요.' })
  await expect(log(page).getByRole('article')).toBeVisible()
  for (const look of looks) await walk(page, look, order?.id ?? '')
  await stranger(browser.newContext(phone))
})

/** Lays another sheet over the chat, without loading the page anew. */
async function lay(page: Page, see: string): Promise<void> {
  const go = (query: string) => page.evaluate((q) => {
    history.pushState({}, '', `${location.pathname}${q}`)
    dispatchEvent(new PopStateEvent('popstate'))
  }, query)
  await go('')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await go(`?see=${see}`)
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.evaluate(() => Promise.all(document.getAnimations().map((a) => a.finished.catch(() => undefined))))
}

async function walk(page: Page, look: (typeof looks)[number], order: string): Promise<void> {
  await page.setViewportSize({ width: look.width, height: 844 })
  await page.emulateMedia({ colorScheme: look.dark ? 'dark' : 'light' })
  await page.evaluate(({ language, scale }) => {
    localStorage.setItem('language', language)
    localStorage.setItem('text-scale', scale)
  }, look)
  const keep = process.env.SHOTS // a folder: the screens are kept there, to be looked at
  const seen = async (where: string) => {
    if (keep) await page.screenshot({ path: `${keep}/guest-${where.replaceAll(' ', '-')}-${look.width}-${look.dark ? 'dark' : 'light'}-${look.language}${look.scale ? '-large' : ''}.png` })
    await accessible(page, `${where}, ${look.name}`)
    await fits(page, `${where}, ${look.name}`)
  }
  await page.goto(owner.address)
  await expect(log(page).getByRole('article')).toBeVisible()
  await seen('chat')
  for (const see of ['orders', 'card', 'me', `order&id=${order}`, `wish&id=cancel-${order}`, `wish&id=change-${order}`]) {
    if (see === 'card' && look.width > 960) continue
    await lay(page, see)
    await seen(see.split('&')[0] === 'wish' ? see.split('=').at(-1)?.split('-')[0] ?? '' : (see.split('&')[0] ?? ''))
  }
  await lay(page, 'form')
  await page.locator('button[form=order-form]').click()
  await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible()
  await seen('form with faults')
  await page.locator('.grid button.free').first().click()
  await page.locator('[data-hour]').first().scrollIntoViewIfNeeded()
  await seen('form day')
}

async function stranger(made: Promise<BrowserContext>): Promise<void> {
  const page = await (await made).newPage()
  const keep = process.env.SHOTS
  for (const dark of [false, true]) {
    await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' })
    await page.goto(owner.address)
    await page.getByRole('button', { name: '시작하기' }).click()
    await expect(page.getByText('이름을 40자까지 적어 주세요.')).toBeVisible()
    if (keep) await page.screenshot({ path: `${keep}/guest-front-390-${dark ? 'dark' : 'light'}.png`, fullPage: true })
    await accessible(page, 'front')
    await fits(page, 'front')
  }
}
