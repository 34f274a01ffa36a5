import { expect, type Page, test } from '@playwright/test'
import { accessible, day, fits, place, sample, toast } from './page'
import { Owner } from './owner'
import { Server } from './server'

// The owner's side of the channel: what is set is kept, and customers see it.
const server = new Server(19_000)
let page: Page
let shopId = ''
test.beforeAll(async ({ browser }) => {
  page = await browser.newPage({ bypassCSP: true, locale: 'ko-KR', timezoneId: 'Asia/Seoul' }) // one for all: a link signs five devices in
  await page.goto(await server.start('--sample', sample))
  await expect(page.locator('article').first()).toBeVisible()
  await page.goto(at('/channel'))
  shopId = /\/s\/([a-z0-9]{26})$/.exec((await page.locator('code').textContent()) ?? '')?.[1] ?? ''
  await page.goto(at('/'))
})
test.afterAll(() => server.end())

const at = (path: string) => new URL(path, server.link).href

async function open(path: string): Promise<void> {
  await page.goto(at(path))
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByText(/^(불러오는 중이에요…|Loading…)$/)).toBeHidden()
}

/** Saves, waits until the server has it, and looks again with the page loaded anew. */
async function saveAndReload(): Promise<void> {
  await page.getByRole('button', { name: '저장', exact: true }).click()
  await expect(toast(page)).toContainText('저장했어요')
  await expect(page.getByText(/보낼 것 \d+건/)).toBeHidden()
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
}

async function commonRefunds(alone = true): Promise<void> {
  if (alone) await open('/channel/rules')
  const refunds = page.getByRole('region', { name: '환불 규정' })
  while ((await refunds.getByRole('button', { name: /빼기$/ }).count()) > 0) await refunds.getByRole('button', { name: /빼기$/ }).first().click()
  await refunds.getByRole('button', { name: '흔히 쓰는 규정으로 시작하기' }).click()
  await expect(refunds.getByText('픽업 7일 전까지 취소: 전액')).toBeVisible()
  const save = page.getByRole('button', { name: '저장', exact: true })
  if (alone && (await save.isEnabled())) await saveAndReload()
}

/** What a stranger is told of the shop. */
async function card(): Promise<Record<string, any>> {
  const answer = await page.request.post(at('/dangol.channel.v1.GuestService/ReadCard'), { data: { shopId } })
  expect(answer.ok()).toBe(true)
  return (await answer.json()).card
}

test('the menu and the settings lead to the channel, whose link can be given away', async () => {
  await page.getByRole('link', { name: '설정', exact: true }).click()
  await page.getByRole('link', { name: /채널 설정/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: '채널 설정' })).toBeVisible()
  await page.goto(at('/'))
  await page.getByRole('link', { name: '채널', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: '채널 설정' })).toBeVisible()
  expect(shopId).not.toBe('')
  await expect(page.getByRole('link', { name: '손님 화면 보기' })).toHaveAttribute('href', new RegExp(`/s/${shopId}$`))
  await open('/settings')
  await expect(page.getByText(/서버에 14일 동안 닿지 않으면/)).toBeVisible()
  await page.getByRole('link', { name: '며칠인지 정하기' }).click()
  await expect(page).toHaveURL(/\/channel\/texts$/)
})

test('what the shop says of itself is seen while it is written, after a reload, and by a customer', async () => {
  await open('/channel/card')
  await page.getByLabel('소개', { exact: true }).fill('주문 제작 케이크를 굽는 작은 가게예요.')
  await page.getByLabel('오시는 길').fill('전주시 완산구 1, 2층')
  await page.getByLabel('가게 전화').fill('063-000-0000')
  await page.getByLabel('지금 알릴 것').fill('12월 24일은 마감됐어요')
  const preview = page.getByRole('complementary', { name: '손님에게 이렇게 보여요' })
  await expect(preview.getByText('주문 제작 케이크를 굽는 작은 가게예요.')).toBeVisible()
  await saveAndReload()
  await expect(page.getByLabel('소개', { exact: true })).toHaveValue('주문 제작 케이크를 굽는 작은 가게예요.')
  expect(await card()).toMatchObject({ about: '주문 제작 케이크를 굽는 작은 가게예요.', way: '전주시 완산구 1, 2층', phone: '0630000000', notice: '12월 24일은 마감됐어요' })
})

test('what is not saved is still there after a look at another screen, and can be thrown away', async () => {
  await open('/channel/card')
  const before = await page.getByLabel('지금 알릴 것').inputValue()
  await page.getByLabel('지금 알릴 것').fill('아직 저장하지 않은 말')
  await page.getByRole('link', { name: '채널 설정' }).click()
  await page.getByRole('link', { name: /가게 소개/ }).click()
  await expect(page.getByLabel('지금 알릴 것')).toHaveValue('아직 저장하지 않은 말')
  await page.getByRole('button', { name: '되돌리기' }).click()
  await expect(page.getByLabel('지금 알릴 것')).toHaveValue(before)
})

test('hours with a break, a holiday by a tap, and a day of its own', async () => {
  await open('/channel/hours')
  for (const name of ['월요일', '화요일']) {
    const box = page.getByRole('checkbox', { name: `${name} 열어요` })
    if (!(await box.isChecked())) await box.check()
  }
  const monday = page.getByRole('group', { name: '월요일' })
  await monday.getByLabel('월요일 여는 시각').first().fill('10:00')
  await monday.getByLabel('월요일 닫는 시각').first().fill('19:00')
  await monday.getByRole('button', { name: '쉬는 시간 더하기' }).click()
  await expect(monday.getByLabel('월요일 여는 시각')).toHaveCount(2)
  await monday.getByRole('button', { name: /평일 모두에/ }).click()
  await expect(page.getByRole('group', { name: '금요일' }).getByLabel('금요일 여는 시각')).toHaveCount(2)
  await page.getByRole('button', { name: /^설날/ }).click()
  await expect(page.getByRole('button', { name: /^설날/ })).toHaveAttribute('aria-pressed', 'true')
  const special = page.getByRole('region', { name: '특별한 날' })
  await special.getByLabel('날짜').fill(day(20))
  await special.getByLabel('이름').fill('가게 생일')
  await special.getByRole('button', { name: '더하기' }).click()
  await saveAndReload()
  await expect(page.getByRole('button', { name: /^설날/ })).toHaveAttribute('aria-pressed', 'true')
  const { hours } = await card()
  expect(hours.week).toHaveLength(7)
  expect(hours.week[4].spans).toEqual([{ from: 600, to: 780 }, { from: 840, to: 1140 }])
  expect(hours.special).toContainEqual({ day: day(20), name: '가게 생일' })
})

test('times that overlap are not saved', async () => {
  await open('/channel/hours')
  const monday = page.getByRole('group', { name: '월요일' })
  await monday.getByLabel('월요일 여는 시각').nth(1).fill('12:00')
  await expect(monday.getByText(/시간이 겹쳐요/)).toBeVisible()
  await expect(page.getByRole('button', { name: '저장', exact: true })).toBeDisabled()
  await page.getByRole('button', { name: '되돌리기' }).click()
})

test('an order form begins with a cake form, is changed by buttons, and reaches customers', async () => {
  await open('/channel/form')
  for (const old of await page.getByRole('button', { name: /지우기$/ }).all()) await old.click()
  await page.getByRole('button', { name: '케이크 주문서로 시작하기' }).click()
  const questions = page.getByRole('list', { name: '질문' }).locator('> li')
  await expect(questions).toHaveCount(16)
  await page.getByRole('button', { name: '사이즈 위로' }).click()
  await expect(questions.first()).toContainText('사이즈')
  await page.getByRole('button', { name: /^사이즈 하나 고르기/ }).click()
  await page.getByLabel('1번째 고를 것', { exact: true }).fill('도시락')
  await page.getByLabel('도시락 더해지는 값').fill('3000')
  await page.getByRole('button', { name: '하나 고르기', exact: true }).click()
  await expect(page.getByText('빨간 줄의 질문을 봐 주세요')).toBeVisible()
  await page.getByRole('textbox', { name: '질문' }).fill('토퍼')
  await page.getByLabel('1번째 고를 것', { exact: true }).fill('하트')
  await page.getByLabel('2번째 고를 것', { exact: true }).fill('별')
  await expect(page.getByRole('complementary').getByText('토퍼')).toBeVisible()
  await saveAndReload()
  await expect(questions).toHaveCount(17)
  const { form } = await card()
  expect(form.map((b: { id: string }) => b.id).slice(0, 2)).toEqual(['size', 'item'])
  expect(form[0].choices[0]).toEqual({ label: '도시락', priceWon: '3000' })
  expect(form.find((b: { kind: string }) => b.kind === 'BLOCK_KIND_PICKUP').field).toBe('pickup')
  expect(form.at(-1)).toMatchObject({ label: '토퍼', choices: [{ label: '하트' }, { label: '별' }] })
})

test('orders a day, the latest hour and the refund table', async () => {
  await open('/channel/rules')
  await page.getByLabel('몇 건까지').check()
  await page.getByRole('spinbutton', { name: '하루에 받는 주문' }).first().fill('6')
  await page.getByRole('spinbutton', { name: '하루에 받는 주문' }).first().blur()
  await page.getByLabel('픽업하기 얼마 전까지 주문을 받을까요?').selectOption('48')
  await page.getByRole('region', { name: '환불 규정' }).getByRole('button', { name: '줄 더하기' }).click()
  await commonRefunds(false)
  await saveAndReload()
  expect(await card()).toMatchObject({ capacity: 6, leadHours: 48, refunds: [{ days: 7, percent: 100 }, { days: 5, percent: 70 }, { days: 3, percent: 50 }, {}] })
})

test('a day is closed in the calendar, by a tap, and opened again by undo', async () => {
  await open('/calendar')
  await page.getByRole('button', { name: '오늘' }).click()
  await page.getByRole('button', { name: '다음 달' }).click()
  await page.getByRole('button', { name: '받을 주문 정하기' }).click()
  const fifteenth = page.locator('.grid button:not(.out)').nth(14)
  await fifteenth.click()
  await page.getByLabel('이 날은 주문을 받지 않아요').check()
  await page.getByRole('dialog').getByRole('button', { name: '저장' }).click()
  await expect(fifteenth).toContainText('안 받음')
  await expect(page.getByText(/보낼 것 \d+건/)).toBeHidden()
  const closed = (await card()).days
  expect(closed).toHaveLength(1)
  expect(closed[0].orders ?? 0).toBe(0)
  await toast(page).getByRole('button', { name: '되돌리기' }).click()
  await expect(fifteenth).not.toContainText('안 받음')
})

test('texts and buttons', async () => {
  await open('/channel/texts')
  await page.getByLabel('처음 온 손님에게').fill('어서 오세요!')
  await page.getByLabel('영업 시간 밖에').fill('지금은 쉬는 시간이에요.')
  while ((await page.getByRole('button', { name: /버튼 빼기$/ }).count()) > 0) await page.getByRole('button', { name: /버튼 빼기$/ }).first().click()
  await page.getByRole('button', { name: '버튼 더하기' }).click()
  await page.getByRole('textbox', { name: '버튼 이름' }).fill('주차')
  await page.getByRole('textbox', { name: '답', exact: true }).fill('가게 앞에 두 대 세울 수 있어요.')
  await page.getByLabel('언제 알릴까요').selectOption('24')
  await page.getByRole('textbox', { name: '알림 말' }).fill('내일이에요 ')
  await page.getByRole('button', { name: '+ 픽업 시간' }).click()
  await expect(page.getByRole('textbox', { name: '알림 말' })).toHaveValue('내일이에요 {pickup}')
  await page.getByLabel('며칠 뒤에 잠글까요').selectOption('14')
  await saveAndReload()
  await expect(page.getByLabel('영업 시간 밖에')).toHaveValue('지금은 쉬는 시간이에요.')
  await expect(page.getByLabel('며칠 뒤에 잠글까요')).toHaveValue('14')
  expect((await card()).menu).toMatchObject([{ label: '주차', answer: '가게 앞에 두 대 세울 수 있어요.' }])
})

test('saved replies are written, changed and deleted', async () => {
  await open('/channel/replies')
  await page.getByRole('button', { name: '답장 더하기' }).click()
  await page.getByLabel('이름', { exact: true }).fill('주차 안내')
  await page.getByLabel('답장', { exact: true }).fill('{name}님, 가게 앞에 세우세요. {모름}')
  await expect(page.getByText(/\{모름\}/).last()).toBeVisible()
  await page.getByRole('button', { name: '저장', exact: true }).click()
  await page.getByRole('button', { name: '주차 안내 고치기' }).click()
  await page.getByLabel('답장', { exact: true }).fill('{name}님, 뒤에 세우세요.')
  await page.getByRole('button', { name: '저장', exact: true }).click()
  await expect(page.getByText('이서연님, 뒤에 세우세요.')).toBeVisible()
  await expect(page.getByText(/보낼 것 \d+건/)).toBeHidden()
  await page.reload()
  await expect(page.getByText('이서연님, 뒤에 세우세요.')).toBeVisible()
  await page.getByRole('button', { name: '주차 안내 고치기' }).click()
  await page.getByRole('button', { name: '지우기' }).click()
  await expect(page.getByRole('button', { name: '주차 안내 고치기' })).toBeHidden()
})

test('an address for alerts is made on the device, shown once, and ended', async () => {
  await open('/channel/alerts')
  await page.getByLabel('어느 휴대폰인가요').fill('가게 폰')
  await page.getByRole('button', { name: '새 주소 만들기' }).click()
  await expect(page.locator('code')).toContainText(/\/alerts\/[A-Za-z0-9_-]{43}$/)
  await page.getByRole('button', { name: '주소 시험하기' }).click()
  await expect(page.getByText('서버가 알림을 읽었어요')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('listitem').filter({ hasText: '가게 폰' })).toBeVisible()
  await expect(page.locator('code')).toBeHidden()
  await page.getByRole('button', { name: '가게 폰 끊기' }).click()
  await page.getByRole('button', { name: '가게 폰 정말 끊기' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: '가게 폰' })).toBeHidden()
  await page.getByRole('link', { name: '입금 화면 열기' }).click()
  await expect(page).toHaveURL(/\/deposits$/)
})

test('the QR code leads to the channel and is printed as a card', async () => {
  await open('/channel/qr')
  const group = page.getByRole('group', { name: '인쇄할 안내판' })
  await expect(group.getByRole('img', { name: '채널 주소 QR 코드' })).toBeVisible()
  await expect(group.getByText(`/s/${shopId}`)).toBeVisible()
  await page.evaluate(() => (window.print = () => undefined))
  await page.getByLabel('종이').selectOption('a5')
  await page.getByRole('button', { name: '안내판 인쇄' }).click()
  await expect(page.locator('#app > .paper')).toBeAttached()
  const pdf = await page.pdf({ preferCSSPageSize: true })
  expect((pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length).toBe(1)
  const box = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf.toString('latin1'))
  expect([Math.round(Number(box?.[1]) / 72 * 25.4), Math.round(Number(box?.[2]) / 72 * 25.4)]).toEqual([148, 210])
})

test('money is given back by the rules, and taken back', async () => {
  await commonRefunds()
  await page.goto(at('/'))
  await place(page, { name: '한환불', day: day(5), hour: '13:00', total: '50000', phone: '010-0000-0199' })
  await page.goto(at(`/?day=${day(5)}`))
  await page.locator('article').filter({ hasText: '한환불' }).locator('.open').click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('button', { name: /전부 50,000원/ }).click()
  await sheet.getByRole('button', { name: '돌려주기' }).click()
  await expect(sheet.getByText(/규정으로는 70%, 35,000원/)).toBeVisible()
  await expect(sheet.getByLabel('돌려줄 금액')).toHaveValue('35,000')
  await sheet.getByRole('button', { name: '돌려준 것으로 적기' }).click()
  await expect(sheet.getByText('−35,000원')).toBeVisible()
  await toast(page).getByRole('button', { name: '되돌리기' }).click()
  await expect(sheet.getByText('−35,000원')).toBeHidden()
})

/** The sizes of the pages that would come out of the printer, in millimetres. */
async function printed(name: string): Promise<number[][]> {
  const pdf = await page.pdf({ preferCSSPageSize: true, path: process.env.SHOTS && `${process.env.SHOTS}/${name}.pdf` })
  await page.evaluate(() => dispatchEvent(new Event('afterprint')))
  await expect(page.locator('.paper')).toHaveCount(0)
  return [...pdf.toString('latin1').matchAll(/\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/g)].map((f) => [f[1], f[2]].map((n) => Math.round((Number(n) / 72) * 25.4)))
}

test('an order that came from the channel goes onto paper: as a slip of 80 mm and on A4, and in the sheet of its day', async () => {
  const owner = new Owner(server.link)
  await owner.signIn(server.link)
  await owner.visit('유하린', '레터링 케이크 부탁드려요')
  await owner.place(`${day(6)}T11:30`, 44_000n)
  await page.goto(at(`/?day=${day(6)}`))
  await page.evaluate(() => (window.print = () => undefined))
  const order = page.locator('article').filter({ hasText: '유하린' })
  await order.locator('.open').click()
  await page.getByRole('dialog').getByRole('button', { name: '쪽지' }).click()
  await expect(page.locator('.paper .slip')).toContainText('유하린 010-0000-1234')
  await expect(page.locator('.paper .slip')).toContainText('“축하해요”')
  const slips = await printed('slip-80')
  expect([slips.length, slips[0]?.[0]]).toEqual([1, 80])
  await page.keyboard.press('Escape')
  for (const [button, name] of [['쪽지 인쇄 (A4)', 'slip-a4'], ['하루 주문표 인쇄', 'day']] as const) {
    await page.getByLabel('더보기').last().click()
    await page.getByRole('button', { name: button }).click()
    await expect(page.locator('.paper')).toContainText('유하린')
    expect(await printed(name)).toEqual([[210, 297]])
  }
})

test('a push is shown with shop and kind, and the worker has what it needs', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'ko-KR' })
  await context.grantPermissions(['notifications'], { origin: new URL(server.link).origin })
  const other = await context.newPage()
  const cdp = await context.newCDPSession(other)
  const registered = new Promise<string>((resolve) => cdp.on('ServiceWorker.workerRegistrationUpdated', (e) => e.registrations[0] && resolve(e.registrations[0].registrationId)))
  await cdp.send('ServiceWorker.enable')
  await other.goto(at('/'))
  await other.evaluate(async () => (await navigator.serviceWorker.ready).active?.state)
  await cdp.send('ServiceWorker.deliverPushMessage', { origin: new URL(server.link).origin, registrationId: await registered, data: JSON.stringify({ shop_id: shopId, shop: '햇살케이크', topic: `shop/${shopId}`, kind: 'deposit', count: 2, ko: '새 입금 2건', en: '2 new deposit(s)' }) })
  const shown = () => other.evaluate(async () => (await (await navigator.serviceWorker.ready).getNotifications()).map((n) => ({ title: n.title, body: n.body, path: n.data.path })))
  await expect.poll(shown).toEqual([{ title: '햇살케이크', body: '새 입금 2건', path: '/deposits' }])
  await context.close()
})

test('the app can be installed: its manifest is whole, and the browser’s offer is heard before anybody asks for it', async () => {
  await page.addInitScript(() => document.addEventListener('readystatechange', () => {
    if (document.readyState !== 'complete') return
    const offer = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt: () => Promise.resolve(), userChoice: Promise.resolve({ outcome: 'accepted' }) })
    dispatchEvent(offer) // as Chromium does it, once
    sessionStorage.setItem('heard', String(offer.defaultPrevented))
  }))
  await open('/channel/device')
  expect(await page.evaluate(() => sessionStorage.getItem('heard'))).toBe('true')
  await page.getByRole('button', { name: '앱 설치' }).click()
  await expect(page.getByText('앱으로 설치되어 있어요.')).toBeVisible()
  const manifest = await (await page.request.get(at('/manifest.webmanifest'))).json()
  for (const icon of manifest.icons) expect((await page.request.get(at(icon.src))).ok(), icon.src).toBe(true)
  expect(manifest).toMatchObject({ id: '/', scope: '/', display: 'standalone' })
  const cdp = await page.context().newCDPSession(page)
  const { errors } = (await cdp.send('Page.getAppManifest')) as { errors: unknown[] }
  expect(errors).toEqual([])
})

const looks = [
  { name: 'light', width: 1280, dark: false, language: 'ko' },
  { name: 'dark, by phone, in English', width: 390, dark: true, language: 'en' },
  { name: 'by phone', width: 390, dark: false, language: 'ko' },
  { name: 'dark', width: 1280, dark: true, language: 'ko' },
]
const parts = ['card', 'qr', 'hours', 'form', 'rules', 'texts', 'replies', 'alerts', 'broadcasts', 'statistics', 'device']

/** Goes to another screen as the Back key does, without loading the page anew. */
async function turn(path: string): Promise<void> {
  const title = page.getByRole('heading', { level: 1 })
  const before = (await title.textContent()) ?? ''
  await page.evaluate((to) => {
    history.pushState({}, '', to)
    dispatchEvent(new PopStateEvent('popstate'))
  }, path)
  await expect(title).not.toHaveText(before)
  await expect(page.getByText(/^(불러오는 중이에요…|Loading…)$/)).toBeHidden()
  await page.evaluate(() => Promise.all(document.getAnimations().map((a) => a.finished.catch(() => undefined))))
}

for (const look of looks) {
  test(`every screen of the channel can be used by everybody: ${look.name}`, async () => {
    test.setTimeout(120_000)
    await page.setViewportSize({ width: look.width, height: 860 })
    await page.emulateMedia({ colorScheme: look.dark ? 'dark' : 'light' })
    await page.evaluate((l) => localStorage.setItem('language', l), look.language)
    await open('/')
    for (const path of ['/channel', ...parts.map((p) => `/channel/${p}`), '/deposits', '/calendar']) {
      await turn(path)
      await accessible(page, `${path}, ${look.name}`)
      await fits(page, `${path}, ${look.name}`)
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/counter${path.replaceAll(/\W+/g, '-')}-${look.width}-${look.dark ? 'dark' : 'light'}-${look.language}.png`, fullPage: true })
    }
    await page.evaluate(() => localStorage.setItem('language', 'ko'))
  })
}
