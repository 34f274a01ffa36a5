// A customer at a shop's channel, against the real server; the shop answers over the API.
import { type BrowserContext, expect as plain, type Page, test } from '@playwright/test'
import { OrderState } from '../src/gen/dangol/shop/v1/resource_pb'
import { accessible } from './helpers'
import { day, Owner } from './owner'
import { fits } from './page'
import { Server } from './server'

const expect = plain.configure({ timeout: 20_000 }) // of a machine that does much else
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

const phone = { viewport: { width: 390, height: 844 }, bypassCSP: true }
const log = (page: Page) => page.getByRole('log')
const written = (page: Page) => page.getByRole('textbox', { name: /메시지를 쓰세요|Write a message/ })

async function join(page: Page, name = '이서연', number = '010-0000-1234'): Promise<void> {
  await page.goto(owner.address)
  await page.getByLabel('이름', { exact: true }).fill(name)
  await page.getByLabel(/^전화번호/).fill(number)
  await page.getByRole('button', { name: '시작하기' }).click()
  await expect(written(page)).toBeVisible()
}

async function say(page: Page, text: string): Promise<void> {
  await written(page).fill(text)
  await page.getByRole('button', { name: '보내기', exact: true }).click()
}

/** A picture as a camera makes it: large, with EXIF that says where it was taken. */
async function picture(page: Page, colour: string): Promise<Buffer> {
  const made = await page.evaluate(async (fill) => {
    const canvas = document.createElement('canvas')
    canvas.width = 2400
    canvas.height = 1800
    const ground = canvas.getContext('2d') as CanvasRenderingContext2D
    for (let y = 0; y < 1800; y += 30) for (let x = 0; x < 2400; x += 30) {
      ground.fillStyle = (x * 7 + y * 13) % 11 < 5 ? fill : `rgb(${x % 256} ${y % 256} 120)`
      ground.fillRect(x, y, 30, 30)
    }
    const blob = await new Promise<Blob>((done) => canvas.toBlob((b) => done(b as Blob), 'image/jpeg', 0.95))
    return [...new Uint8Array(await blob.arrayBuffer())]
  }, colour)
  const plain = Buffer.from(made)
  const exif = Buffer.from('Exif\0\0SEOUL-37.5665')
  const head = Buffer.from([0xff, 0xe1, 0, exif.length + 2])
  return Buffer.concat([plain.subarray(0, 2), head, exif, plain.subarray(2)])
}

test('from the link to a cake that is ready', async ({ browser }) => {
  test.setTimeout(150_000)
  const page = await (await browser.newContext(phone)).newPage()
  await page.goto(owner.address)
  await expect(page.getByRole('heading', { level: 1, name: '햇살케이크' })).toBeVisible()
  await expect(page.getByText('지금 열려 있어요')).toBeVisible()
  await expect(page.getByText('픽업 7일 전까지 100% 환불')).toBeVisible()
  await expect(page.getByRole('checkbox')).not.toBeChecked()
  await page.getByRole('button', { name: '시작하기' }).click()
  await expect(page.getByText('이름을 40자까지 적어 주세요.')).toBeVisible()
  await join(page)

  await say(page, '안녕하세요, 토요일에 될까요?')
  await expect(log(page).locator('.mine').getByText('보냄')).toBeVisible()
  await owner.say('네, 주문서를 써 주세요.')
  await expect(log(page).getByText('네, 주문서를 써 주세요.')).toBeVisible()
  const [talk] = await owner.conversations()
  expect(talk).toMatchObject({ name: '이서연', phone: '01000001234', consent: false })
  await owner.channel.markRead({ ...owner.command, conversationId: talk?.id ?? '', seq: talk?.lastSeq ?? 0 })
  await expect(log(page).locator('.mine').getByText('읽음')).toBeVisible()
  await expect.poll(async () => (await owner.conversations())[0]?.customerRead).toBeGreaterThan(0)

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
  await expect(form.locator(`[data-day="${day(3)}"]`).or(form.getByRole('button', { name: '다음 달' }))).not.toHaveCount(0)
  const to = async (d: string) => {
    if ((await form.locator(`[data-day="${d}"]`).count()) === 0) await form.getByRole('button', { name: '다음 달' }).click()
    return form.locator(`[data-day="${d}"]`)
  }
  await expect(await to(day(3))).toBeDisabled()
  await (await to(day(4))).click()
  await form.locator('[data-hour="15:00"]').click()
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
  expect((await download).suggestedFilename()).toBe(`${day(4)}-pickup.ics`)

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

test('photos: made small, without where they were taken, seen on both sides', async ({ browser }) => {
  test.setTimeout(90_000)
  const context = await browser.newContext(phone)
  const page = await context.newPage()
  await join(page)
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

/** Waits until the worker of the service keeps the page, so that it opens with no server. */
async function keptOffline(page: Page): Promise<void> {
  await page.evaluate(async () => navigator.serviceWorker.ready)
  await expect.poll(() => page.evaluate(async () => (await caches.open('shell-customer')).match('/shell.json').then((r) => r !== undefined))).toBe(true)
}

test('the card of the shop opens with the server dead, and only the customer’s part is kept', async ({ browser }) => {
  const page = await (await browser.newContext(phone)).newPage()
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

test('with the server dead it is all there, and what is written is sent once', async ({ browser }) => {
  test.setTimeout(120_000)
  const page = await (await browser.newContext(phone)).newPage()
  await join(page)
  await say(page, '첫 번째')
  await expect(log(page).getByText('보냄')).toBeVisible()
  await keptOffline(page)
  await server.kill()
  await page.reload()
  await expect(log(page).getByText('첫 번째')).toBeVisible()
  await expect(page.getByText('인터넷이 끊겼어요')).toBeVisible()
  await say(page, '두 번째')
  await page.getByLabel('사진 보내기').setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: await picture(page, 'gold') })
  await page.getByRole('button', { name: '보내기', exact: true }).click()
  await expect(log(page).getByText('연결되면 보내요').last()).toBeVisible()
  await page.getByRole('button', { name: '주문서 쓰기' }).click()
  await expect(page.getByText('마감된 날을 모를 수 있어요')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(owner.address) // the sheet has gone out of the address too
  await page.reload()
  await expect(log(page).getByText('두 번째')).toBeVisible()
  await server.start()
  await expect(log(page).getByText('연결되면 보내요')).toHaveCount(0)
  await expect(log(page).getByText('보냄')).toBeVisible()
  const said = (await owner.messages()).filter((m) => m.side === 1).sort((a, b) => a.seq - b.seq)
  expect(said.map((m) => [m.text, m.photos.length])).toEqual([['첫 번째', 0], ['두 번째', 0], ['', 1]])
  expect(await owner.conversations()).toHaveLength(1)
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
  await join(one, '이서연', '01000001111')
  await say(one, '나만의 비밀')
  await expect(log(one).getByText('보냄')).toBeVisible()
  await join(two, '박하준', '01000002222')
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
  await join(page)
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
  await join(page)
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
    await page.goto(`${owner.address}?see=${see}`)
    await expect(page.getByRole('dialog')).toBeVisible()
    await seen(see.split('&')[0] === 'wish' ? see.split('=').at(-1)?.split('-')[0] ?? '' : (see.split('&')[0] ?? ''))
  }
  await page.goto(`${owner.address}?see=form`)
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
