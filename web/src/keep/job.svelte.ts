// The evening job: tomorrow's and the day after's paper is kept, while the app is open at that time, or as soon as it is opened
// after an evening that was missed.
import { wall } from '../lib/format'
import { lockOf } from '../lib/lock'
import { language, m } from '../lib/m.svelte'
import { household, store } from '../lib/store.svelte'
import { tell } from '../ui/toast.svelte'
import { daySheet } from './daysheet'
import { daysAfter, dueEvening, limits, paperName, type Plan, unplanned } from './evening'
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
const inside = () => store.session !== null && store.shut === '' && store.ready && store.shop !== null

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

/** Puts papers into the folder; what hinders it is written down for the screen. */
export async function file(papers: Paper[], asking = false): Promise<void> {
  const folder = hasFolders() ? await folderOf(db()) : undefined
  const lock = await lockOf(db())
  let trouble: Plan['trouble'] = ''
  if (folder && (!lock?.pin || (await planOf(db())).plain)) {
    try {
      if (await mayWrite(folder, asking)) await fileAway(folder, papers, now().slice(0, 10))
      else trouble = 'permission'
    } catch {
      trouble = 'failed' // the folder is gone, or the disk is full: the papers lie on the device all the same
    }
  }
  await change({ trouble })
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
    void check()
    setInterval(() => void check(), often)
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && void check())
    return new Promise<void>(() => undefined)
  }
  if (navigator.locks) void navigator.locks.request('dangol-evening', watching)
  else void watching()
}
