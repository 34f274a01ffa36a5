// What several files of flows share.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContext, expect, type Page } from '@playwright/test'

export const sample = '../testdata/orders_synthetic'
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export const cards = (page: Page) => page.locator('article')
export const cardOf = (page: Page, name: string) => cards(page).filter({ hasText: name }).first()

/** Closes the devices that a flow has opened by itself: else they go on asking for a server that has gone. */
export async function closeOthers(browser: Browser, own?: BrowserContext): Promise<void> {
  for (const context of browser.contexts()) if (context !== own) await context.close()
}

/** Looks for faults of accessibility that keep people out. */
export async function accessible(page: Page, where: string): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe)
  const found = await page.evaluate(async () => {
    const run = (window as unknown as { axe: { run: (o: unknown) => Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> } }).axe.run
    const look = { runOnly: ['wcag2a', 'wcag21a', 'wcag2aa', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'], elementRef: false }
    return (await run(look)).violations
  })
  const serious = found.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => `${where}: ${v.id} ${v.nodes.map((n) => n.html.slice(0, 200)).slice(0, 3).join(' | ')}`)
  expect(serious).toEqual([])
}

/** How much lies in each store of the device. */
export const onDisk = (page: Page) =>
  page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const asked = indexedDB.open('dangol')
      asked.onsuccess = () => resolve(asked.result)
      asked.onerror = () => reject(asked.error)
    })
    const count = (name: string) =>
      new Promise<number>((resolve) => {
        const asked = db.transaction(name).objectStore(name).count()
        asked.onsuccess = () => resolve(asked.result)
      })
    const all = Object.fromEntries(await Promise.all(['rows', 'packs', 'outbox', 'refused'].map(async (name) => [name, await count(name)] as const)))
    db.close()
    return all
  })
