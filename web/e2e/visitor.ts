// The customer's side of a flow: a phone at a shop's channel, and what is done on it again and again.
import { type Browser, expect as plain, type Locator, type Page } from '@playwright/test'
import type { Owner } from './owner'

export const expect = plain.configure({ timeout: 20_000 }) // of a machine that does much else
export const phone = { viewport: { width: 390, height: 844 }, bypassCSP: true }
export const log = (page: Page) => page.getByRole('log')
export const written = (page: Page) => page.getByRole('textbox', { name: /메시지를 쓰세요|Write a message/ })
export const device = async (browser: Browser) => (await browser.newContext(phone)).newPage()

export async function join(page: Page, owner: Owner, name = '이서연', number = '010-0000-1234'): Promise<void> {
  await page.goto(owner.address)
  await page.getByLabel('이름', { exact: true }).fill(name)
  await page.getByLabel(/^전화번호/).fill(number)
  await page.getByRole('button', { name: '시작하기' }).click()
  await expect(written(page)).toBeVisible()
}

export async function say(page: Page, text: string): Promise<void> {
  await written(page).fill(text)
  await page.getByRole('button', { name: '보내기', exact: true }).click()
}

/** A day of the calendar in the form that is open, which shows this month or the next. */
export async function dayButton(page: Page, day: string): Promise<Locator> {
  const form = page.getByRole('dialog')
  await expect(form.locator('[data-day]').first()).toBeVisible()
  if ((await form.locator(`[data-day="${day}"]`).count()) === 0) await form.getByRole('button', { name: '다음 달' }).click()
  return form.locator(`[data-day="${day}"]`)
}

export async function choose(page: Page, day: string, hour: string): Promise<void> {
  await (await dayButton(page, day)).click()
  await page.getByRole('dialog').locator(`[data-hour="${hour}"]`).click()
}

/** A picture as a camera makes it: large, with EXIF that says where it was taken. */
export async function picture(page: Page, colour: string): Promise<Buffer> {
  const made = await page.evaluate((fill) => {
    const canvas = document.createElement('canvas')
    canvas.width = 2400
    canvas.height = 1800
    const ground = canvas.getContext('2d') as CanvasRenderingContext2D
    for (let y = 0; y < 1800; y += 30) for (let x = 0; x < 2400; x += 30) {
      ground.fillStyle = (x * 7 + y * 13) % 11 < 5 ? fill : `rgb(${x % 256} ${y % 256} 120)`
      ground.fillRect(x, y, 30, 30)
    }
    return canvas.toDataURL('image/jpeg', 0.95)
  }, colour)
  const bytes = Buffer.from(made.split(',')[1] ?? '', 'base64')
  const exif = Buffer.from('Exif\0\0SEOUL-37.5665')
  const head = Buffer.from([0xff, 0xe1, 0, exif.length + 2])
  return Buffer.concat([bytes.subarray(0, 2), head, exif, bytes.subarray(2)])
}

/** Waits until the worker of the service keeps the page, so that it opens with no server. */
export async function keptOffline(page: Page): Promise<void> {
  await page.evaluate(async () => navigator.serviceWorker.ready)
  await expect.poll(() => page.evaluate(async () => (await caches.open('shell-customer')).match('/shell.json').then((r) => r !== undefined))).toBe(true)
}
