// The evening job: tomorrow's and the day after's paper is kept, while the app is open at that time, or as soon as it is opened
// after an evening that was missed.
import { untrack } from 'svelte'
import { addDays, wall } from '../lib/format'
import { lockOf } from '../lib/lock'
import { language, m } from '../lib/m.svelte'
import { household, store } from '../lib/store.svelte'
import { tell } from '../ui/toast.svelte'
import { askToBeWoken, days as daysAhead, keepAhead } from './ahead'
import { daySheet } from './daysheet'
import { daysAfter, dueEvening, eveningAt, limits, paperName, type Plan, unplanned } from './evening'
import { fileAway, folderOf, hasFolders, keepPapers, mayWrite, type Paper, papersOf, plan, planOf } from './shelf'
import { w } from './words'

const often = 30_000 // milliseconds between two looks at the clock

class Evening {
  plan = $state.raw<Plan>(unplanned)
  papers = $state.raw<Paper[]>([]) // the latest day first
  folder = $state.raw('') // its name, when there is one
  pin = $state(false)
}

export const evening = new Evening()

const db = () => household.db()
const now = () => wall(Date.now(), store.shop?.zone || undefined)
const inside = () => store.session !== null && store.shut === '' && store.ready && store.shop !== null && store.card !== null // the card has the hours

/** Reads how it stands. */
export async function look(): Promise<void> {
  const [one, papers, folder, lock] = await Promise.all([planOf(db()), papersOf(db()), folderOf(db()), lockOf(db())])
  evening.plan = one
  evening.papers = papers
  evening.folder = folder?.name ?? ''
  evening.pin = lock?.pin !== undefined
}

export async function change(some: Partial<Plan>): Promise<void> {
  await plan(db(), some)
  await look()
}

/** The folder, or what may lie in it, is another now. */
export async function changed(some: Partial<Plan>): Promise<void> {
  await change(some)
  await makeAhead()
}

function paperOf(day: string, savedMs: number): Paper {
  const shop = store.shop?.name ?? store.session?.shopName ?? ''
  const foot = w().foot(wall(savedMs, store.shop?.zone || undefined), store.heard > 0 ? wall(store.heard, store.shop?.zone || undefined) : '', store.waiting)
  return { day, name: paperName(day, language()), savedMs, html: daySheet({ day, shop, orders: store.orders, language: language(), foot }, m) }
}

/** Keeps the papers of an evening on the device, then in the folder where there is one. */
export async function keepEvening(of: string, asking = false): Promise<void> {
  const savedMs = Date.now()
  const papers = daysAfter(of).map((day) => paperOf(day, savedMs))
  await keepPapers(db(), papers, now().slice(0, 10))
  await plan(db(), { last: of, savedMs })
  await file(papers, asking)
}

/** Whether papers may lie open in the folder. */
async function mayLieOpen(): Promise<boolean> {
  const [lock, one] = await Promise.all([lockOf(db()), planOf(db())])
  return !lock?.pin || one.plain
}

/** Makes papers in advance for the time when the app is shut. */
async function makeAhead(): Promise<void> {
  if (!inside()) return
  const one = await planOf(db())
  if (!one.on || !hasFolders() || !(await folderOf(db())) || !(await mayLieOpen())) return keepAhead(db(), undefined)
  const today = now().slice(0, 10)
  const coming = Array.from({ length: daysAhead }, (_, i) => addDays(today, i))
  const at = Object.fromEntries(coming.map((day) => [day, eveningAt(one, store.card, day)]))
  const papers = [...coming, addDays(today, daysAhead), addDays(today, daysAhead + 1)].map((day) => paperOf(day, Date.now()))
  await keepAhead(db(), { zone: store.shop?.zone || 'Asia/Seoul', at, papers })
  await askToBeWoken()
}

/** Puts papers into the folder; what hinders it is written down for the screen. */
export async function file(papers: Paper[], asking = false): Promise<void> {
  const folder = hasFolders() ? await folderOf(db()) : undefined
  let trouble: Plan['trouble'] = ''
  if (folder && (await mayLieOpen())) {
    try {
      if (await mayWrite(folder, asking)) await fileAway(folder, papers, now().slice(0, 10))
      else trouble = 'permission'
    } catch {
      trouble = 'failed' // the folder is gone, or the disk is full: the papers lie on the device all the same
    }
  }
  await change({ trouble })
  await makeAhead()
}

/** The papers of the last evening, once more into the folder, after a person has allowed it again. */
export const fileAgain = () => file(evening.papers.slice(0, limits.ahead), true)

let working = false

async function check(): Promise<void> {
  if (working || !inside()) return
  working = true
  try {
    const of = dueEvening(await planOf(db()), store.card, now())
    if (!of) return
    await keepEvening(of)
    tell(w().keptTonight)
  } finally {
    working = false
  }
}

/** One page of the browser does it: the first that gets the lock. */
export function watchEvening(): void {
  const watching = () => {
    $effect.root(() => {
      $effect(() => {
        if (inside()) untrack(() => void check()) // the device is open, and its copy is read
      })
    })
    setInterval(() => void check(), often)
    document.addEventListener('visibilitychange', () => void (document.visibilityState === 'visible' ? check() : makeAhead()))
    return new Promise<void>(() => undefined)
  }
  if (navigator.locks) void navigator.locks.request('dangol-evening', watching)
  else void watching()
}
