// The inbox as people see it: on a phone and on a desk, by day and by night, in both languages; nothing of it keeps anybody out.
// SHOTS=<folder> keeps a picture of each screen.
import { expect as plain, type Page, test } from '@playwright/test'
import { Stand } from '../src/gen/dangol/channel/v1/resource_pb'
import { Customer, drawCake } from './customer'
import { accessible } from './helpers'
import { day, Owner } from './owner'
import { fits } from './page'
import { Server } from './server'

const expect = plain.configure({ timeout: 20_000 }) // of a machine that does much else
const shots = process.env.SHOTS
const looks = [1280, 390].flatMap((width) => ['light', 'dark'].flatMap((scheme) => ['ko', 'en'].map((language) => ({ width, scheme: scheme as 'light' | 'dark', language }))))
  .filter((l) => shots || (l.scheme === 'dark') === (l.language === 'en')) // every width, colour and language once

let server: Server
let owner: Owner

test.beforeEach(async () => {
  server = new Server(18950)
  owner = new Owner(await server.start())
  await owner.signIn(server.link)
  await owner.open()
})
test.afterEach(async () => server.end())

/** A day in the shop: people ask, one of them has ordered before, one waits for an answer about a picture. */
async function aDay(page: Page): Promise<void> {
  const cakes = await Promise.all([['#f6c9d0', '엄마 사랑해'], ['#fbe7b2', '첫돌'], ['#cfe3d4', 'HAPPY']].map(([colour = '', words = '']) => drawCake(page, colour, words)))
  const { staffId } = await owner.shop.addStaff({ ...owner.command, name: '김직원', role: 2 })
  const kim = await Customer.come(owner, '김도윤', '010-0000-5678', '주차할 곳이 있나요?')
  const park = await Customer.come(owner, '박지호', '010-0000-2222', '토요일에 두 개 찾을 수 있을까요? 하나는 알레르기가 있는 아이가 먹어서 견과류가 들어가지 않았으면 좋겠어요.')
  const choi = await Customer.come(owner, '최하린', '010-0000-3333', '어제 케이크 정말 맛있었어요. 고맙습니다!')
  const jung = await Customer.come(owner, '정우', '010-0000-4444', '초는 몇 개까지 주시나요?')
  const long = await Customer.come(owner, '행복한세상유치원 별님반 담임선생님', '010-0000-6666', '아이들 생일 케이크 문의드려요')
  const one = await Customer.come(owner, '이서연', '010-0000-1234', '안녕하세요. 레터링 케이크 1호 주문하고 싶어요')
  const change = (c: Customer, to: object) => owner.channel.changeConversation({ ...owner.command, conversationId: c.conversationId, ...to })
  const post = (c: Customer, text: string) => owner.channel.post({ ...owner.command, conversationId: c.conversationId, text })
  await post(one, '안녕하세요! 언제 찾으러 오시나요?')
  await one.say(`${Number(day(4).slice(5, 7))}월 ${Number(day(4).slice(8))}일 오후 3시요\n문구는 '생일 축하해'로 부탁드려요`)
  await one.say('이런 느낌이면 좋겠어요', ...cakes)
  await owner.channel.addNote({ ...owner.command, conversationId: one.conversationId, text: '지난번에 초를 빠뜨렸으니 꼭 넣기' })
  await post(one, '네, 예쁘게 만들어 드릴게요. 44,000원입니다')
  const { orderId } = await owner.shop.placeOrder({ ...owner.command, conversationId: one.conversationId, details: { name: '이서연', phone: '01000001234', pickup: `${day(4)}T15:00`, totalWon: 44_000n, lines: [{ item: '레터링 케이크', quantity: 1, size: '1호', lettering: ['생일 축하해'] }] } })
  await owner.channel.sendCard({ ...owner.command, orderId, conversationId: one.conversationId, text: '확인해 주세요.' })
  await one.say('입금했어요. 초는 긴 걸로 두 개 부탁드려요', cakes[1] as (typeof cakes)[0])
  await change(one, { addLabels: ['단골', '레터링'], staffId })
  await change(long, { addLabels: ['단체', '세금계산서', '유치원'] })
  await jung.submit({ size: ['2호'], more: ['긴 초'], n: ['1'], words: ['정우야 축하해'], day: [`${day(6)}T11:30`], ok: ['예'] }, { pic: [cakes[2] as (typeof cakes)[0]] })
  const asked = (await owner.orders()).find((o) => o.conversationId === jung.conversationId)
  await jung.cancel(asked?.id ?? '')
  await post(kim, '가게 앞에 두 대 있어요')
  await owner.channel.markRead({ ...owner.command, conversationId: kim.conversationId, seq: 2 })
  await change(kim, { stand: Stand.WAITING })
  await post(choi, '고맙습니다. 또 오세요!')
  await owner.channel.markRead({ ...owner.command, conversationId: choi.conversationId, seq: 2 })
  await change(choi, { stand: Stand.FOLLOW_UP, followUpMs: BigInt(Date.now() + 86_400_000) })
  await change(park, { addLabels: ['알레르기'] })
  await owner.channel.saveReply({ ...owner.command, title: '계좌 안내', text: '{name}님, {total}을 {account}로 보내 주세요. 입금자명은 {code}입니다.' })
  await owner.channel.saveReply({ ...owner.command, title: '오시는 길', text: '망원역 2번 출구에서 5분이에요.' })
}

const to = (page: Page, path: string) => page.goto(new URL(path, server.link).href)

/** Looks at the page as somebody would, and gives what is done at each screen: nothing keeps anybody out, and nothing is cut off. */
async function lookAs(page: Page, look: (typeof looks)[number]): Promise<(what: string) => Promise<void>> {
  await page.setViewportSize({ width: look.width, height: look.width === 390 ? 844 : 900 })
  await page.emulateMedia({ colorScheme: look.scheme, reducedMotion: 'reduce' })
  await page.evaluate((l) => localStorage.setItem('language', l), look.language)
  await to(page, '/inbox')
  return async (what) => {
    const name = `inbox-${what}-${look.width}-${look.scheme}-${look.language}`
    if (shots) await page.screenshot({ path: `${shots}/${name}.png` })
    await accessible(page, name)
    await fits(page, name)
  }
}

test('the inbox can be used by everybody', async ({ page }) => {
  test.setTimeout(shots ? 400_000 : 150_000)
  await page.goto(server.link)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  for (const look of looks) {
    const seen = await lookAs(page, look)
    await expect(page.getByText(/^(아직 대화가 없어요|No conversations yet)/)).toBeVisible()
    await seen('empty')
  }
  await aDay(page)
  const row = page.locator('a[data-id]')
  for (const look of looks) {
    const seen = await lookAs(page, look)
    await expect(row).toHaveCount(4)
    await seen('list')
    await row.filter({ hasText: '이서연' }).click()
    await expect(page.getByRole('log').locator('article')).toHaveCount(7)
    await expect(page.locator('.photos img')).toHaveCount(4)
    await seen('talk')
    await page.getByRole('button', { name: /^(자주 쓰는 답장|Saved replies)$/ }).click()
    await expect(page.getByText('계좌 안내').first()).toBeVisible()
    await seen('replies')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^(나중에 보내기|Send later)$/ }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await seen('later')
    await page.keyboard.press('Escape')
    if (look.width < 1180) {
      await page.getByRole('button', { name: /^(손님과 주문|Customer and orders)$/ }).click()
      await expect(page.getByRole('dialog')).toBeVisible()
      await seen('side')
    }
    await page.getByRole('button', { name: /^(이 대화로 주문 만들기|Make an order from this chat)$/ }).click()
    await expect(page.locator('.read').first()).toBeVisible()
    await seen('proposal')
    if (shots) {
      await page.locator('.read').last().scrollIntoViewIfNeeded()
      await seen('proposal-end')
    }
    await to(page, '/inbox')
    await row.filter({ hasText: '정우' }).click()
    await expect(page.locator('.wish')).toBeVisible()
    await seen('wish')
    await to(page, '/inbox')
    await page.locator('input[type=search]').fill('케이크')
    await expect(page.locator('mark').first()).toBeVisible()
    await seen('search')
    await page.locator('input[type=search]').fill('없는말')
    await expect(page.getByText(/찾는 것이 없어요|Nothing found/)).toBeVisible()
    await seen('nothing')
  }
})
