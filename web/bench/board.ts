// The figures of the web app: a board of 5,000 open orders on one day, in Debian's Chromium, against the real server.
//
//   make bench-web                    medians of five runs, as JSON
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { chromium, type Page } from '@playwright/test'
import { Server } from '../e2e/server.ts'
import { newCommand, secret } from '../src/lib/id.ts'

const orders = Number(process.argv[2] ?? 5000)
const rounds = 5
const server = new Server(18790)
const link = await server.start()
const site = new URL('/', link).href
const today = new Date(Date.now() + 9 * 3600_000).toISOString().slice(0, 10)

const median = (all: number[]) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0
const round = (n: number) => Math.round(n * 10) / 10
const figures: Record<string, unknown> = {}
const tell = (name: string, what: unknown) => {
  figures[name] = what
  console.log(`${name.padEnd(52)} ${JSON.stringify(what)}`)
}

async function fill(): Promise<void> {
  const token = secret()
  const ask = async (rpc: string, body: object) => {
    const response = await fetch(`${site}${rpc}`, { method: 'POST', headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` }, body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`${rpc}: ${response.status} ${await response.text()}`)
    return response.json() as Promise<{ identity?: { shopId: string } }>
  }
  const { identity } = await ask('dangol.session.v1.SessionService/SignIn', { commandId: newCommand(), key: link.split('#')[1], token, device: 'bench' })
  const one = (n: number) =>
    ask('dangol.shop.v1.ShopService/PlaceOrder', {
      commandId: newCommand(), shopId: identity?.shopId,
      details: {
        name: `손님${n}`, phone: `0100000${String(n).padStart(4, '0')}`, pickup: `${today}T${String(9 + (n % 11)).padStart(2, '0')}:${String((n * 7) % 60).padStart(2, '0')}`,
        totalWon: 30_000 + (n % 40) * 500, requests: n % 5 === 0 ? '초는 빼 주세요' : '',
        lines: [{ item: '레터링 케이크', quantity: 1, size: '1호', flavor: '초코', lettering: n % 3 === 0 ? ['생일 축하해', '사랑해'] : ['고마워'] }],
      },
    })
  const began = Date.now()
  const queue = Array.from({ length: orders }, (_, n) => n)
  await Promise.all(Array.from({ length: 32 }, async () => {
    for (let n = queue.pop(); n !== undefined; n = queue.pop()) await one(n)
  }))
  tell('orders written through the API by this script', { orders, per_s: round((orders * 1000) / (Date.now() - began)) })
}

/** Notes when the first card is painted, in milliseconds since the visit began. */
const watch = () => {
  const look = new MutationObserver(() => {
    if (!document.querySelector('article')) return
    look.disconnect()
    requestAnimationFrame(() => requestAnimationFrame((at) => ((window as unknown as { painted: number }).painted = at)))
  })
  look.observe(document, { childList: true, subtree: true })
}

async function painted(page: Page): Promise<number> {
  for (;;) {
    const at = await page.evaluate(() => (window as unknown as { painted?: number }).painted)
    if (at !== undefined) return at
    await page.waitForTimeout(20)
  }
}

/** Scrolls down for a number of frames and gives the time of each, in milliseconds. */
const scroll = (step: number) =>
  new Promise<{ frames: number[]; cards: number; below: number }>((resolve) => {
    const frames: number[] = []
    let last = 0
    const frame = (at: number) => {
      if (last > 0) frames.push(at - last)
      last = at
      scrollBy(0, step)
      if (frames.length < 240) requestAnimationFrame(frame)
      else resolve({ frames, cards: document.querySelectorAll('article').length, below: document.documentElement.scrollHeight })
    }
    requestAnimationFrame(frame)
  })

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
})
try {
  await fill()
  for (const [name, size] of [['phone, 390 px', { width: 390, height: 844 }], ['desktop, 1280 px', { width: 1280, height: 860 }]] as const) {
    const context = await browser.newContext({ viewport: size, locale: 'ko-KR', timezoneId: 'Asia/Seoul' })
    await context.addInitScript(watch)
    const page = await context.newPage()
    await page.goto(link)
    tell(`${name}: first load on an empty device, first card`, { ms: round(await painted(page)) })
    await page.evaluate(async () => navigator.serviceWorker.ready)
    await page.locator('.dot.live').waitFor({ state: 'attached' })
    await page.waitForTimeout(3000) // until all is on the device
    const paints: number[] = []
    for (let i = 0; i < rounds; i++) {
      await page.reload()
      paints.push(await painted(page))
    }
    tell(`${name}: first card painted from local data`, { median_ms: round(median(paints)), worst_ms: round(Math.max(...paints)) })
    for (const step of [40, 400]) {
      const runs = []
      for (let i = 0; i < rounds; i++) {
        await page.evaluate(() => scrollTo(0, 0))
        await page.waitForTimeout(300)
        runs.push(await page.evaluate(scroll, step))
      }
      const frames = runs.flatMap((r) => r.frames).sort((a, b) => a - b)
      const mean = frames.reduce((n, f) => n + f, 0) / frames.length
      tell(`${name}: scrolled ${step} px a frame`, {
        mean_ms: round(mean), fps: round(1000 / mean), p99_ms: round(frames[Math.floor(frames.length * 0.99)] ?? 0), cards_in_the_page: runs.at(-1)?.cards, page_px: runs.at(-1)?.below,
      })
    }
    await context.close()
  }
  await live()
  const { first } = JSON.parse(readFileSync('dist/shell.json', 'utf8')) as { first: string[] }
  tell('script before the first screen, gzip', { bytes: first.reduce((n, f) => n + gzipSync(readFileSync(`dist/${f}`), { level: 9 }).length, 0) })
} finally {
  await browser.close()
  await server.end()
}

/** How long until a change made on one device is seen on another, whose browser is its own. */
async function live(): Promise<void> {
  const pages = []
  for (let i = 0; i < 2; i++) {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 860 }, locale: 'ko-KR', timezoneId: 'Asia/Seoul' })).newPage()
    await page.goto(link)
    await page.locator('article').first().waitFor()
    pages.push(page)
  }
  const [here, there] = pages as [Page, Page]
  await here.waitForTimeout(3000)
  const took: number[] = []
  for (const name of (await here.locator('article .who b').allTextContents()).slice(0, 20)) {
    const card = (p: Page) => p.locator('article').filter({ has: p.getByText(name, { exact: true }) }).first()
    await card(there).evaluate((e) => {
      ;(window as unknown as { changed?: number }).changed = undefined
      new MutationObserver(() => ((window as unknown as { changed?: number }).changed ??= performance.timeOrigin + performance.now())).observe(e, { subtree: true, childList: true, characterData: true })
    })
    const clicked = await card(here).evaluate((e) => {
      const at = performance.timeOrigin + performance.now()
      e.querySelector<HTMLButtonElement>('.end button')?.click()
      return at
    })
    let seen: number | undefined
    for (let n = 0; n < 100 && seen === undefined; n++) {
      await there.waitForTimeout(20)
      seen = await there.evaluate(() => (window as unknown as { changed?: number }).changed)
    }
    if (seen !== undefined) took.push(seen - clicked)
  }
  tell('from a click on one device to the other device', { median_ms: round(median(took)), worst_ms: round(Math.max(...took)), changes: took.length })
}
