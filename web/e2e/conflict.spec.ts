// Two people change the same order while the server's process is dead. Whoever comes back later sees both side by side, field by
// field, and says what shall stand; until then nothing is lost.
import { type BrowserContext, expect as plain, type Page, test } from '@playwright/test'
import { Role } from '../src/gen/dangol/shop/v1/resource_pb'
import { secret } from '../src/lib/id'
import { accessible, closeOthers, onDisk } from './helpers'
import { Owner } from './owner'
import { card, day, fits, place } from './page'
import { Server } from './server'

const expect = plain.configure({ timeout: 20_000 }) // of a machine that does much else
let server: Server
let owner: Owner
let link = ''
let port = 19040

test.beforeEach(async () => {
  server = new Server(port++)
  link = await server.start()
  owner = new Owner(link)
  await owner.signIn(link)
})
test.afterEach(async ({ browser, context }) => {
  await closeOthers(browser, context)
  await server.end()
})

/** A person of the shop at a device of her own. */
async function colleague(context: BrowserContext, name: string): Promise<Page> {
  const { staffId } = await owner.shop.addStaff({ ...owner.command, name, role: Role.STAFF })
  const key = secret()
  await owner.shop.issueLink({ ...owner.command, staffId, key })
  const page = await context.newPage()
  await page.goto(`${new URL('/in', link).href}#${key}`)
  await expect(page.getByRole('button', { name: '새 주문' })).toBeVisible()
  await page.evaluate(async () => navigator.serviceWorker.ready)
  return page
}

/** Changes fields of an order, by their ids in the form. */
async function change(page: Page, name: string, fields: Record<string, string>): Promise<void> {
  await card(page, name).locator('.open').click()
  await page.getByRole('dialog').getByRole('button', { name: '고치기' }).click()
  const form = page.locator('#order-form')
  for (const [field, value] of Object.entries(fields)) await form.locator(field.startsWith('input') ? field : `[data-field="${field}"]`).fill(value)
  await page.locator('button[form=order-form]').click()
  await expect(form).toBeHidden()
  await page.getByRole('dialog').getByRole('banner').getByRole('button', { name: '닫기' }).click()
}

const choice = (page: Page, field: string | RegExp) => page.getByRole('dialog', { name: '둘 중에 고르기' }).getByRole('group', { name: field })

const looks = [390, 1280].flatMap((width) => (['light', 'dark'] as const).map((scheme) => ({ width, scheme })))

/** Keeps the screen in a folder, to be looked at. */
async function shot(page: Page, { width, scheme }: (typeof looks)[number]): Promise<void> {
  const before = page.viewportSize() ?? { width: 390, height: 844 }
  await page.setViewportSize({ width, height: 860 })
  await page.emulateMedia({ colorScheme: scheme })
  await page.screenshot({ path: `${process.env.SHOTS}/conflict-${width}-${scheme}.png` })
  await page.emulateMedia({ colorScheme: null })
  await page.setViewportSize(before)
}

/** Both at their devices with one order; the server dies, both change it, and she comes back later. */
async function clash(context: BrowserContext, other: BrowserContext, second = (): Promise<Page> => colleague(other, '김보라')): Promise<[Page, Page]> {
  const mine = await context.newPage()
  await mine.goto(link)
  await place(mine, { name: '윤하늘', item: '레터링 케이크', hour: '13:00', total: '44,000', phone: '01000001234' })
  const hers = await second()
  await expect(card(hers, '윤하늘')).toBeVisible()
  await server.kill()
  await change(mine, '윤하늘', { 'input[type=time]': '15:00', 'lettering 0': '생일 축하해', requests: '초는 빼 주세요' })
  await change(hers, '윤하늘', { 'input[type=time]': '17:30', 'size 0': '2호', total: '56,000', 'lettering 0': '고마워요' })
  await expect(hers.getByText('보낼 것 1건')).toBeVisible()
  await other.setOffline(true)
  await server.start()
  await expect(mine.getByText(/보낼 것/)).toBeHidden()
  await other.setOffline(false)
  await expect(hers.getByText(/못 한 일: 윤하늘/)).toBeVisible()
  return [mine, hers]
}

const facts = async () => {
  const [o] = await owner.orders()
  return { pickup: o?.pickup, total: o?.totalWon, requests: o?.requests, size: o?.lines[0]?.size, words: o?.lines[0]?.lettering }
}

test('two changed one order with the server dead: the later sees both side by side, picks, and both end the same', async ({ context, browser }) => {
  test.setTimeout(120_000)
  const other = await browser.newContext({ viewport: { width: 390, height: 844 } })
  const [mine, hers] = await clash(context, other)
  expect(await facts()).toEqual({ pickup: `${day()}T15:00`, total: 44_000n, requests: '초는 빼 주세요', size: '', words: ['생일 축하해'] })

  await hers.reload() // nothing is lost by it
  expect(await onDisk(hers)).toMatchObject({ outbox: 0, refused: 1 })
  await card(hers, '윤하늘').locator('.open').click()
  await hers.getByRole('button', { name: /아직 저장되지 않았어요/ }).click()
  const sheet = hers.getByRole('dialog', { name: '둘 중에 고르기' })
  await expect(sheet.getByRole('group')).toHaveCount(5) // only what differs: not the name, not the phone
  await expect(sheet.getByText('사장님', { exact: true })).toBeVisible() // who has written what stands there
  await expect(choice(hers, /크기/).getByText('나만 고쳤어요')).toBeVisible()
  await expect(choice(hers, /요청/).getByText('저쪽만 고쳤어요')).toBeVisible()
  await accessible(hers, 'two changes side by side')
  if (process.env.SHOTS) for (const look of looks) await shot(hers, look)
  await fits(hers, 'two changes side by side')

  // What only one has changed is picked already; where both have, a person must say, and is shown where.
  await sheet.getByRole('button', { name: '고른 대로 저장' }).click()
  await expect(sheet.getByRole('alert')).toHaveText('아직 안 고른 칸이 2개 있어요.')
  await accessible(hers, 'fields that are not picked yet')
  await expect(choice(hers, '픽업').getByRole('radio').first()).toBeFocused()
  await hers.keyboard.press('ArrowRight') // by keyboard: from mine to what stands now
  await expect(choice(hers, '픽업').getByRole('radio', { name: /지금 가게에 있는 것.*오후 3:00/ })).toBeChecked()
  await choice(hers, /문구/).getByRole('radio', { name: /내가 쓴 것/ }).check()
  await expect(sheet.getByRole('alert')).toBeHidden()
  await sheet.getByRole('button', { name: '고른 대로 저장' }).click()
  await expect(sheet).toBeHidden()
  await expect(hers.getByText(/보낼 것/)).toBeHidden()

  const both = { pickup: `${day()}T15:00`, total: 56_000n, requests: '초는 빼 주세요', size: '2호', words: ['고마워요'] }
  await expect.poll(facts).toEqual(both)
  expect(await onDisk(hers)).toMatchObject({ outbox: 0, refused: 0 })
  for (const page of [mine, hers]) await expect(card(page, '윤하늘')).toContainText(/오후 3:00/)
  await expect(card(mine, '윤하늘')).toContainText('56,000')
})

test('from the list of what was not done: all of one side, in the dark and in English, and again when the server is away', async ({ context, browser }) => {
  test.setTimeout(120_000)
  const other = await browser.newContext({ viewport: { width: 1280, height: 860 }, colorScheme: 'dark' })
  const [, hers] = await clash(context, other, async () => {
    const page = await other.newPage() // the same person, at another device
    await page.goto(link)
    await expect(page.getByRole('button', { name: '새 주문' })).toBeVisible()
    await page.evaluate(async () => navigator.serviceWorker.ready)
    return page
  })
  await hers.reload()
  await hers.getByRole('button', { name: '못 한 일 1건' }).click()
  await accessible(hers, 'the list with two changes that met')
  await hers.getByRole('button', { name: '나란히 보고 고르기' }).click()
  const sheet = hers.getByRole('dialog', { name: '둘 중에 고르기' })
  await expect(sheet.locator('.heads')).toContainText(/나 · 이 기기.*나 · 다른 기기/)
  if (process.env.SHOTS) await hers.screenshot({ path: `${process.env.SHOTS}/conflict-same.png` })
  await accessible(hers, 'two changes side by side, in the dark')
  await sheet.getByRole('button', { name: '지금 가게에 있는 것: 모두 이쪽으로' }).click()
  await expect(sheet.getByRole('button', { name: '지금 있는 대로 두기' })).toBeVisible()
  await server.kill() // and picks with the server dead
  await sheet.getByRole('button', { name: '내가 쓴 것: 모두 이쪽으로' }).click()
  await sheet.getByRole('button', { name: '고른 대로 저장' }).click()
  await expect(sheet).toBeHidden()
  expect(await onDisk(hers)).toMatchObject({ outbox: 1, refused: 0 })
  await server.start()
  await expect.poll(facts).toEqual({ pickup: `${day()}T17:30`, total: 56_000n, requests: '', size: '2호', words: ['고마워요'] })
})

test('two notes on one order do not wipe each other out', async ({ context, browser }) => {
  test.setTimeout(120_000)
  const other = await browser.newContext()
  const mine = await context.newPage()
  await mine.goto(link)
  await place(mine, { name: '윤하늘', total: '44,000' })
  const hers = await colleague(other, '김보라')
  await expect(card(hers, '윤하늘')).toBeVisible()
  await server.kill()
  for (const [page, note] of [[mine, '견과류 알레르기'], [hers, '문 앞에 두기']] as const) {
    await card(page, '윤하늘').locator('.open').click()
    await page.getByLabel('가게 메모').fill(note)
    await page.getByLabel('가게 메모').blur()
    await expect(page.getByText('보낼 것 1건')).toBeAttached()
  }
  await other.setOffline(true)
  await server.start()
  await expect.poll(async () => (await owner.orders())[0]?.note).toBe('견과류 알레르기')
  await other.setOffline(false)
  await hers.getByRole('button', { name: /아직 저장되지 않았어요/ }).click()
  const sheet = hers.getByRole('dialog', { name: '둘 중에 고르기' })
  await expect(sheet.getByRole('radio', { name: /지금 가게에 있는 것.*견과류 알레르기/ })).not.toBeChecked()
  await accessible(hers, 'two notes side by side')
  await sheet.getByRole('radio', { name: /내가 쓴 것.*문 앞에 두기/ }).check()
  await sheet.getByRole('button', { name: '고른 대로 저장' }).click()
  await expect.poll(async () => (await owner.orders())[0]?.note).toBe('문 앞에 두기')
  expect(await onDisk(hers)).toMatchObject({ outbox: 0, refused: 0 })
})
