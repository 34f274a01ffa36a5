// The channel in Chromium, as a part of `make bench-channel`: bench/channel keeps the server, the load and the data, and this
// drives browsers. They talk in lines of JSON: an order comes first; figures go out as they are found, and at a step that the
// other side must do something for, this waits for a line.
import { createInterface } from 'node:readline'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from '@playwright/test'

interface Order { part: 'latency' | 'firstload'; links: string[]; channel: string; talks: number; messages: number; dir: string }

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const hear = async () => JSON.parse((await lines.next()).value as string) as unknown
const say = (what: object) => process.stdout.write(`${JSON.stringify(what)}\n`)
const tell = (name: string, figures: object) => say({ name, figures })

const launch = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
}
const place = { locale: 'ko-KR', timezoneId: 'Asia/Seoul' }
const round = (n: number) => Math.round(n * 10) / 10
const at = (all: number[], part: number) => round([...all].sort((a, b) => a - b)[Math.floor(part * (all.length - 1))] ?? 0)
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Notes in window.seen when the words "bench-<n>." are painted within an element, by the machine's clock. */
const noteWords = (within: string) => {
  const seen: Record<string, number> = ((window as unknown as { seen: object }).seen = {})
  const awaited = ((window as unknown as { awaited: object }).awaited = {}) as Record<string, () => void>
  const later = (then: () => void) => {
    const after = new MessageChannel() // its turn comes when the frame has been painted
    after.port1.onmessage = then
    requestAnimationFrame(() => after.port2.postMessage(0))
  }
  new MutationObserver(() => {
    for (const [, n = ''] of document.querySelector(within)?.textContent?.matchAll(/bench-(\d+)\./g) ?? []) {
      if (n in seen) continue
      seen[n] = 0
      later(() => {
        seen[n] = Date.now()
        awaited[n]?.()
      })
    }
  }).observe(document, { childList: true, subtree: true, characterData: true })
}

/** Writes a message as a person does, and gives when its button was pressed. */
const write = async (words: string) => {
  const area = document.querySelector('textarea') as HTMLTextAreaElement
  area.value = words
  area.dispatchEvent(new Event('input', { bubbles: true }))
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  const pressed = Date.now()
  document.querySelector<HTMLButtonElement>('button[aria-label="보내기"]')?.click()
  return pressed
}

async function enter(page: Page, address: string, n: number): Promise<void> {
  await page.goto(address)
  await page.getByLabel('이름', { exact: true }).fill(`손님${n}`)
  await page.getByLabel(/^전화번호/).fill(`010-0000-${String(1000 + n)}`)
  await page.getByRole('button', { name: '시작하기' }).click()
  await page.getByRole('textbox', { name: /메시지를 쓰세요/ }).waitFor({ timeout: 60_000 })
  await page.evaluate(write, '안녕하세요') // the first one may be answered by the shop itself, which would stand in its place
}

/** Waits until the words of a number are painted, and gives when; 0 when they are not for long. */
const painted = ([n, most]: [number, number]) =>
  new Promise<number>((resolve) => {
    const { seen, awaited } = window as unknown as { seen: Record<string, number>; awaited: Record<string, () => void> }
    const look = () => resolve(seen[n] ?? 0)
    if (seen[n]) return look()
    awaited[n] = look
    setTimeout(look, most)
  })

const longest = 20_000 // milliseconds after which a message counts as not seen

/** Sends messages from some pages by turns, and gives how long each takes until it is painted in another browser's page. */
async function talk(name: string, from: Page[], to: Page, first: number, count: number): Promise<void> {
  const took: number[] = []
  for (let n = 0; n < count; n++) {
    const pressed = await (from[n % from.length] as Page).evaluate(write, `내일 두 시에 뵐게요 bench-${first + n}.`)
    const seen = await to.evaluate(painted, [first + n, longest] as [number, number])
    if (seen > 0) took.push(seen - pressed)
    await sleep(40 + Math.random() * 80) // not in step with anything
  }
  tell(name, { p50_ms: at(took, 0.5), p90_ms: at(took, 0.9), p99_ms: at(took, 0.99), max_ms: at(took, 1), messages: took.length, not_seen: count - took.length })
}

/**
 * From the press of a button in one browser until the message is painted in another. The shop's browser and the first customer's
 * keep what they hold on the disk, as people's do; the others, of whom each may say only 20 messages a minute, in memory.
 */
async function latency(o: Order): Promise<void> {
  const kept = (name: string, width: number) => chromium.launchPersistentContext(mkdtempSync(join(o.dir, name)), { ...launch, ...place, viewport: { width, height: 900 } })
  const [shop, customer, others] = await Promise.all([kept('shop-', 1280), kept('customer-', 390), chromium.launch(launch)])
  const inbox = await shop.newPage()
  await inbox.addInitScript(noteWords, 'section.list .rows')
  await inbox.goto(o.links[0] as string)
  await inbox.locator('.dot.live').waitFor({ state: 'attached', timeout: 60_000 })
  const one = await customer.newPage()
  await one.addInitScript(noteWords, '[role=log]')
  await enter(one, o.channel, 0)
  const pages: Page[] = []
  for (let n = 1; n <= o.talks; n++) {
    const page = await (await others.newContext({ ...place, viewport: { width: 390, height: 844 } })).newPage()
    await enter(page, o.channel, n)
    pages.push(page)
  }
  await inbox.getByRole('link', { name: /대화$/ }).first().click()
  await inbox.locator('section.list a[data-id]', { has: inbox.getByText('손님0', { exact: true }) }).first().click()
  await inbox.getByRole('textbox', { name: '답장을 쓰세요' }).waitFor()
  await inbox.mouse.move(900, 400) // a list that is pointed at keeps still
  await sleep(4000)
  say({ step: 'ready' })
  await hear()
  await sleep(2000) // the load has begun
  await talk('from the shop’s browser to a customer’s', [inbox], one, 1000, o.messages)
  await talk('from customers’ browsers to the shop’s inbox', pages, inbox, 2000, o.messages)
  await Promise.all([shop.close(), customer.close(), others.close()])
}

type Moments = Record<'board' | 'inbox' | 'all', number>

/** Notes in window.moments when the board's first card, the inbox's first conversation and the whole list are painted, in milliseconds since the visit began. The inbox is gone to as soon as there is a board. */
const noteMoments = (talks: number) => {
  const moments: Partial<Moments> = ((window as unknown as { moments: object }).moments = {})
  const note = (what: keyof Moments) => {
    if (what in moments) return
    moments[what] = 0
    const after = new MessageChannel()
    after.port1.onmessage = () => {
      moments[what] = performance.now()
      if (what === 'board') [...document.querySelectorAll<HTMLAnchorElement>('nav a')].find((a) => a.getAttribute('href') === '/inbox')?.click()
    }
    requestAnimationFrame(() => after.port2.postMessage(0))
  }
  new MutationObserver(() => {
    if (document.querySelector('article')) note('board')
    if (document.querySelector('section.list a[data-id]')) note('inbox')
    if (Number(document.querySelector('section.list h1 .num')?.textContent?.replaceAll(',', '')) === talks) note('all')
  }).observe(document, { childList: true, subtree: true, characterData: true })
}

async function moments(page: Page): Promise<Moments> {
  await page.waitForFunction(() => ((window as unknown as { moments?: Partial<Moments> }).moments?.all ?? 0) > 0, undefined, { polling: 200, timeout: 120_000 })
  return page.evaluate(() => (window as unknown as { moments: Moments }).moments)
}

/** Waits until all messages of the past are on the device. */
const whole = async () => {
  const db = await new Promise<IDBDatabase>((resolve) => {
    const asked = indexedDB.open('dangol')
    asked.onsuccess = () => resolve(asked.result)
  })
  const ask = <A>(store: string, how: (s: IDBObjectStore) => IDBRequest) =>
    new Promise<A>((resolve) => {
      const asked = how(db.transaction(store).objectStore(store))
      asked.onsuccess = () => resolve(asked.result as A)
    })
  for (;;) {
    const reach = await ask<{ got: number; done: boolean } | undefined>('meta', (s) => s.get('history'))
    if (reach?.done) {
      const at = performance.now()
      const talks = await ask<number>('pages', (s) => s.count())
      db.close()
      return { at, got: reach.got, talks }
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function visit(dir: string, talks: number): Promise<{ context: BrowserContext; page: Page }> {
  const context = await chromium.launchPersistentContext(dir, { ...launch, ...place, viewport: { width: 1280, height: 860 } })
  const page = context.pages()[0] ?? (await context.newPage())
  await page.addInitScript(noteMoments, talks)
  return { context, page }
}

/** A large shop's first load on an empty device, and starts of that device with the server dead and the browser newly begun. */
async function firstLoad(o: Order): Promise<void> {
  const loads: (Moments & { device: number })[] = []
  let dir = ''
  for (const link of o.links) {
    dir = mkdtempSync(join(o.dir, 'device-'))
    const { context, page } = await visit(dir, o.talks)
    await page.goto(link, { waitUntil: 'commit' })
    const seen = await moments(page)
    const { at: device, got, talks } = await page.evaluate(whole)
    if (got < o.messages || talks < o.talks) throw new Error(`the device holds ${got} messages of ${talks} conversations`)
    loads.push({ ...seen, device })
    tell('first load, a round', { board_ms: round(seen.board), inbox_ms: round(seen.inbox), all_conversations_ms: round(seen.all), on_the_device_ms: round(device), messages: got, conversations: talks })
    await page.evaluate(async () => navigator.serviceWorker.ready)
    await sleep(2000)
    await context.close()
  }
  const middle = <K extends string>(all: Record<K, number>[], of: K) => at(all.map((one) => one[of]), 0.5)
  tell('first load of a large shop', { board_ms: middle(loads, 'board'), inbox_ms: middle(loads, 'inbox'), all_conversations_ms: middle(loads, 'all'), on_the_device_ms: middle(loads, 'device') })
  say({ step: 'kill' })
  await hear()
  const starts: Moments[] = []
  const site = new URL('/', o.links[0]).href
  for (const _ of o.links) {
    const { context, page } = await visit(dir, o.talks)
    await page.goto(site, { waitUntil: 'commit' })
    starts.push(await moments(page))
    await context.close()
  }
  tell('cold start with the server dead', { board_ms: middle(starts, 'board'), inbox_ms: middle(starts, 'inbox'), all_conversations_ms: middle(starts, 'all'), worst_board_ms: Math.max(...starts.map((s) => round(s.board))) })
}

const order = (await hear()) as Order
await (order.part === 'latency' ? latency(order) : firstLoad(order))
say({ step: 'done' })
process.exit(0)
