// The shop's inbox against the real server: a customer in one browser, the shop in another.
import { expect as plain, type Page, test } from '@playwright/test'
import { accessible } from './helpers'
import { day, Owner } from './owner'
import { fits } from './page'
import { Server } from './server'

const expect = plain.configure({ timeout: 20_000 }) // of a machine that does much else
let server: Server
let owner: Owner
let shop: Page
let guest: Page
let port = 18900

test.beforeEach(async ({ browser }) => {
  server = new Server(port++)
  const link = await server.start()
  owner = new Owner(link)
  await owner.signIn(link)
  await owner.open()
  shop = await (await browser.newContext({ bypassCSP: true, locale: 'ko-KR', timezoneId: 'Asia/Seoul', viewport: { width: 1280, height: 860 } })).newPage()
  await shop.goto(link)
  await expect(shop.getByRole('heading', { level: 1 })).toBeVisible()
  guest = await (await browser.newContext({ bypassCSP: true, locale: 'ko-KR', timezoneId: 'Asia/Seoul', viewport: { width: 390, height: 844 } })).newPage()
  await guest.goto(owner.address)
  await guest.getByLabel('이름', { exact: true }).fill('이서연')
  await guest.getByLabel(/^전화번호/).fill('010-0000-1234')
  await guest.getByRole('button', { name: '시작하기' }).click()
  await expect(guest.getByRole('textbox', { name: /메시지를 쓰세요/ })).toBeVisible()
  await say('안녕하세요, 케이크 되나요?')
})
test.afterEach(async () => {
  await shop.context().close()
  await guest.context().close()
  await server.end()
})

async function say(text: string): Promise<void> {
  await guest.getByRole('textbox', { name: /메시지를 쓰세요/ }).fill(text)
  await guest.getByRole('button', { name: '보내기', exact: true }).click()
}
const rows = () => shop.getByRole('list', { name: '대화 목록' }).getByRole('link')
const log = () => shop.getByRole('log', { name: '주고받은 말' })
const box = () => shop.getByRole('textbox', { name: '답장을 쓰세요' })
async function openFirst(): Promise<void> {
  await shop.getByRole('link', { name: /^(\d+\s*)?대화$/ }).click()
  await rows().filter({ hasText: '이서연' }).click()
  await expect(log()).toContainText('케이크 되나요')
}

test('a message is answered by a saved reply, is read, noted on, and done by keyboard', async () => {
  await owner.channel.saveReply({ ...owner.command, title: '인사', text: '{name}님, 안녕하세요!' })
  await expect(shop.getByRole('link', { name: /^1\s*대화$/ })).toBeVisible()
  await openFirst()
  await expect(shop.getByRole('link', { name: /^대화$/ })).toBeVisible() // read, so nothing is told any more
  await box().fill('/인사')
  await expect(shop.getByRole('button', { name: /인사/ })).toBeVisible()
  await box().press('Enter')
  await expect(box()).toHaveValue('이서연님, 안녕하세요!')
  await box().press('Enter')
  await expect(box()).toHaveValue('')
  await expect(guest.getByRole('log')).toContainText('이서연님, 안녕하세요!')
  await expect(log().getByText('읽음')).toBeVisible()

  // Enter that ends a syllable sends nothing; the next one does.
  await box().focus()
  const keys = await shop.context().newCDPSession(shop)
  await keys.send('Input.imeSetComposition', { text: '네', selectionStart: 1, selectionEnd: 1 })
  await keys.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', windowsVirtualKeyCode: 229, key: 'Process', code: 'Enter' })
  await keys.send('Input.insertText', { text: '네' })
  await expect(box()).toHaveValue('네')
  await box().press('Enter')
  await expect(box()).toHaveValue('')
  await expect(log().locator('article.mine')).toHaveCount(2)

  await box().press('Escape')
  await shop.keyboard.press('KeyN')
  await shop.getByRole('textbox', { name: /메모를 쓰세요/ }).fill('견과류 주의')
  await shop.keyboard.press('Enter')
  await expect(log().locator('.note')).toContainText('견과류 주의')
  await expect(guest.locator('body')).not.toContainText('견과류 주의')
  await box().press('Escape')
  await shop.keyboard.press('Shift+Slash')
  await expect(shop.getByRole('dialog', { name: '단축키' })).toBeVisible()
  await shop.keyboard.press('Escape')
  await shop.keyboard.press('KeyE')
  await expect(shop.locator('.toast').last()).toContainText('대화를 끝냈어요')
  await expect(rows()).toHaveCount(0)
  await say('하나만 더요') // which opens it again
  await expect(rows().filter({ hasText: '하나만 더요' })).toBeVisible()
})

test('an order comes out of the conversation and its quote goes to the customer', async () => {
  await say(`성함: 이서연\n연락처: 010-0000-1234\n픽업 날짜: ${day(4).slice(5).replace('-', '/')}\n픽업 시간: 오후 3시\n사이즈: 1호\n문구: 생일 축하해`)
  await openFirst()
  await expect(log()).toContainText('생일 축하해')
  await shop.getByRole('button', { name: '이 대화로 주문 만들기' }).click()
  const form = shop.getByRole('dialog', { name: '새 주문' })
  await expect(form.locator('[data-field=name]')).toHaveValue('이서연')
  await expect(form.locator('.read').first()).toBeVisible()
  await form.locator('.see').last().click()
  await expect(log().locator('article.flash')).toBeVisible()
  await form.locator('[data-field="item 0"]').fill('레터링 케이크')
  await form.locator('input[type=date]').fill(day(4))
  await form.locator('[data-field=total]').fill('44000')
  await form.getByRole('button', { name: '저장하고 견적 카드 보내기' }).click()
  await expect(form).toBeHidden()
  await expect(log().getByRole('button', { name: /입금 대기/ })).toBeVisible()
  await expect(guest.getByRole('log')).toContainText('44,000')
  await log().getByRole('button', { name: /입금 대기/ }).click()
  await shop.getByRole('dialog').getByRole('link', { name: '대화' }).click()
  await expect(log()).toBeVisible()
})

test('states, labels, staff and search', async () => {
  await say('전화는 010-0000-9271로 주세요')
  await openFirst()
  await shop.getByRole('textbox', { name: '라벨 더하기' }).or(shop.getByRole('combobox', { name: '라벨 더하기' })).fill('단골')
  await shop.getByRole('button', { name: '더하기', exact: true }).click()
  await expect(rows().filter({ hasText: '단골' })).toBeVisible()
  await shop.getByRole('complementary').getByRole('combobox', { name: '담당' }).selectOption({ index: 1 })
  await shop.getByRole('combobox', { name: '상태' }).selectOption({ label: '손님을 기다림' })
  await expect(rows()).toHaveCount(0)
  await shop.getByRole('button', { name: /^기다림/ }).click()
  await expect(rows()).toHaveCount(1)
  const search = shop.getByRole('searchbox', { name: '대화 찾기' })
  await search.fill('ㅇㅅㅇ')
  await expect(rows()).toHaveCount(1)
  for (const typed of ['케이크', '9271']) {
    await search.fill(typed)
    await expect(shop.getByRole('list', { name: '메시지' }).locator('mark').first()).toContainText(typed)
  }
})

test('with the server killed everything is read and a reply waits; it arrives once', async () => {
  await openFirst()
  await server.kill()
  await box().fill('곧 답할게요')
  await box().press('Enter')
  await expect(log().locator('article.unsent')).toContainText('보낼 차례를 기다려요')
  await shop.reload()
  await expect(log()).toContainText('케이크 되나요')
  await expect(log().locator('article.unsent')).toContainText('곧 답할게요')
  await shop.getByRole('searchbox', { name: '대화 찾기' }).fill('케이크')
  await expect(shop.getByRole('list', { name: '메시지' }).locator('mark').first()).toContainText('케이크')
  await server.start()
  await expect(log().locator('article.unsent')).toHaveCount(0, { timeout: 40_000 })
  await expect(log().locator('article.mine').filter({ hasText: '곧 답할게요' })).toHaveCount(1)
  await expect(guest.getByRole('log').getByText('곧 답할게요')).toHaveCount(1, { timeout: 40_000 })
})

test('the inbox can be used by everybody', async () => {
  test.setTimeout(150_000)
  await openFirst()
  for (const look of [{ width: 1280, dark: false, language: 'ko' }, { width: 1280, dark: true, language: 'en' }, { width: 390, dark: false, language: 'ko' }, { width: 390, dark: true, language: 'en' }]) {
    await shop.setViewportSize({ width: look.width, height: 844 })
    await shop.emulateMedia({ colorScheme: look.dark ? 'dark' : 'light' })
    await shop.evaluate((l) => localStorage.setItem('language', l), look.language)
    const seen = async (where: string) => {
      const name = `${where}-${look.width}-${look.dark ? 'dark' : 'light'}-${look.language}`
      if (process.env.SHOTS) await shop.screenshot({ path: `${process.env.SHOTS}/${name}.png` })
      await accessible(shop, name)
      await fits(shop, name)
    }
    await shop.reload()
    await expect(shop.getByRole('log')).toContainText('케이크')
    await seen('talk')
    await shop.goto(new URL('/inbox', server.link).href)
    await expect(shop.locator('a[data-id]')).toHaveCount(1)
    await seen('list')
    await shop.locator('a[data-id]').click()
  }
})
