import { readdirSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import { accessible, card, cards, day, fits, place, sample, write } from './page'
import { closeOthers } from './helpers'
import { Server } from './server'

// Every screen, and what opens on it, in every look: for those who read large letters, in the dark, in English, by phone.
const server = new Server(18700)
let page: Page
test.beforeAll(async ({ browser }) => {
  page = await browser.newPage({ bypassCSP: true, locale: 'ko-KR' }) // one for all looks: a link signs five devices in
  await page.goto(await server.start('--sample', sample))
  await place(page, { name: '손하나', hour: '23:59', total: '44000', phone: '010-0000-0101' })
  await page.goto(new URL('/', server.link).href)
  await place(page, { name: '나두리', hour: '00:01', total: '38000' }) // overdue
  await place(page, { name: '다세희', day: '' })
})
test.afterAll(async ({ browser }) => {
  await closeOthers(browser)
  await server.end()
})

const looks = [
  { name: 'light', width: 1280, dark: false, language: 'ko', scale: '1' },
  { name: 'dark, by phone, in English', width: 390, dark: true, language: 'en', scale: '1' },
  { name: 'by phone, in large letters', width: 390, dark: false, language: 'ko', scale: '1.5' },
]

for (const look of looks) {
  test(`every screen can be used by everybody: ${look.name}`, async () => {
    await page.setViewportSize({ width: look.width, height: 844 })
    await page.emulateMedia({ colorScheme: look.dark ? 'dark' : 'light' })
    await page.evaluate(({ language, scale }) => {
      localStorage.setItem('language', language)
      localStorage.setItem('text-scale', scale)
    }, look)
    await page.goto(new URL('/', server.link).href)
    const seen = async (where: string) => {
      await accessible(page, `${where}, ${look.name}`)
      await fits(page, `${where}, ${look.name}`)
    }
    const open = async (path: string) => {
      await page.goto(new URL(path, server.link).href)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    }
    await expect(card(page, '다세희')).toBeVisible()
    await seen('board')
    await page.getByLabel(look.language === 'en' ? 'More' : '더보기', { exact: true }).click()
    await seen('menu')
    await page.keyboard.press('Escape')
    await inOrder(page, seen)
    await inForm(page, seen)
    await open('/deposits')
    await page.getByRole('button', { name: /^(여러 주문에 나누기|Split)/ }).click()
    await page.getByRole('searchbox').fill('손하나')
    await page.getByRole('button', { name: /^(넣기|Take)$/ }).last().click()
    await seen('deposits, split')
    await open('/find')
    await page.getByRole('searchbox').fill('ㅅㅎㄴ')
    await expect(page.locator('main li').first()).toBeVisible()
    await seen('find')
    await page.locator('main li button').first().click()
    await expect(page.locator('main textarea').first()).toBeVisible()
    await seen('customer')
    await open('/calendar')
    await seen('calendar')
    await open('/import')
    await page.locator('input[type=file]').setInputFiles(readdirSync(sample).filter((f) => /^(r01|r03|dep)/.test(f)).map((f) => `${sample}/${f}`))
    await expect(page.locator('details.box').first()).toBeVisible()
    await seen('import')
    await open('/settings')
    await seen('settings')
  })
}

type Seen = (where: string) => Promise<void>

async function inOrder(page: Page, seen: Seen): Promise<void> {
  await card(page, '손하나').locator('.open').click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.getByRole('dialog').locator('summary').click()
  await seen('order')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
}

async function inForm(page: Page, seen: Seen): Promise<void> {
  const form = await write(page, { name: '', item: '', day: day(), total: '삼만원', phone: '12' })
  await form.locator('details summary').click()
  await form.locator('button[form=order-form]').click()
  await expect(form.locator('.wrong').first()).toBeVisible()
  await seen('form with faults')
  await page.keyboard.press('Escape')
  await seen('question')
  await page.getByRole('alertdialog').getByRole('button').last().click()
  await expect(form).toBeHidden()
}

test('who is not signed in is told what to do', async ({ browser }) => {
  const stranger = await browser.newPage({ bypassCSP: true })
  await stranger.goto(new URL('/', server.link).href)
  await expect(stranger.getByRole('heading', { level: 1 })).toBeVisible()
  await accessible(stranger, 'sign in')
  await stranger.close()
})
