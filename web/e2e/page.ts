// What the flows share: finding things as people do, writing an order, looking for faults that keep people out.
import { expect, type Locator, type Page } from '@playwright/test'
import { cards } from './helpers'

export { accessible, cards, sample } from './helpers'

export const card = (page: Page, name: string) => cards(page).filter({ hasText: name })
export const toast = (page: Page) => page.locator('.toast').last()

/** A day of the shop, so many days from today. */
export const day = (n = 0) => new Date(Date.now() + (9 * 3600 + n * 86_400) * 1000).toISOString().slice(0, 10)

export interface Wanted { name: string; item?: string; day?: string; hour?: string; total?: string; phone?: string }

/** Fills the form of a new order, and leaves it open. */
export async function write(page: Page, o: Wanted): Promise<Locator> {
  await page.getByRole('button', { name: /^(새 주문|New order)$/ }).click()
  const form = page.getByRole('dialog')
  await form.locator('[data-field=name]').fill(o.name)
  await form.locator('[data-field="item 0"]').fill(o.item ?? '케이크')
  await form.locator('[data-field=phone]').fill(o.phone ?? '')
  await form.locator('input[type=date]').fill(o.day ?? day())
  await form.locator('input[type=time]').fill(o.hour ?? '')
  await form.locator('[data-field=total]').fill(o.total ?? '')
  return form
}

export async function place(page: Page, o: Wanted): Promise<void> {
  const form = await write(page, o)
  await form.locator('button[form=order-form]').click()
  await expect(form).toBeHidden()
  await expect(page.getByText(/보낼 것 \d+건|\d+ to send/)).toBeHidden()
}

/** Nothing is wider than the screen, so that nobody has to push it sideways. */
export async function fits(page: Page, where: string): Promise<void> {
  const [wide, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth])
  expect(wide, where).toBeLessThanOrEqual(screen)
}
