// Which conversations stand in the inbox, and in which order.
import { type Conversation, Side, Stand } from '../gen/dangol/channel/v1/resource_pb'
import { matches } from '../lib/hangul'

export const tabs = ['open', 'waiting', 'follow', 'done', 'spam', 'all'] as const
export type Tab = (typeof tabs)[number]

/** Whether a follow-up's time has come. */
export const isDue = (c: Conversation, now: number) => c.stand === Stand.FOLLOW_UP && c.followUpMs > 0n && Number(c.followUpMs) <= now

/** Whether a conversation stands under a tab. What a customer has written to is open for the eye, whatever it was before. */
export function isIn(c: Conversation, tab: Tab, now: number): boolean {
  const spam = c.stand === Stand.SPAM
  switch (tab) {
    case 'open':
      return c.stand === Stand.OPEN || c.stand === Stand.UNSPECIFIED || isDue(c, now) || (!spam && c.unread > 0)
    case 'waiting':
      return c.stand === Stand.WAITING
    case 'follow':
      return c.stand === Stand.FOLLOW_UP
    case 'done':
      return c.stand === Stand.DONE
    case 'spam':
      return spam
    case 'all':
      return !spam
  }
}

/** Whether the customer spoke last and nobody has answered. */
export const waits = (c: Conversation) => c.waitsSinceMs > 0n && c.stand !== Stand.SPAM && c.stand !== Stand.DONE

const rank = (c: Conversation) => (c.unread > 0 ? 0 : waits(c) ? 1 : 2)
const newest = (a: Conversation, b: Conversation) => (a.spokenMs < b.spokenMs ? 1 : a.spokenMs > b.spokenMs ? -1 : a.id < b.id ? 1 : -1)

/** What nobody has read first, the newest on top; then who waits for an answer, the longest on top; then the newest. */
export function byNeed(a: Conversation, b: Conversation): number {
  const [x, y] = [rank(a), rank(b)]
  if (x !== y) return x - y
  if (x === 1 && a.waitsSinceMs !== b.waitsSinceMs) return a.waitsSinceMs < b.waitsSinceMs ? -1 : 1
  return newest(a, b)
}

export interface Filter {
  tab: Tab
  label: string // empty for any
  staff: string // empty for any
  typed: string
}

export function choose(all: Conversation[], f: Filter, now: number): Conversation[] {
  const fits = (c: Conversation) => (f.label === '' || c.labels.includes(f.label)) && (f.staff === '' || c.staffId === f.staff)
  if (f.typed.trim() !== '') return all.filter((c) => fits(c) && named(c, f.typed)).sort(byNeed) // whoever looks for somebody looks under all tabs
  return all.filter((c) => isIn(c, f.tab, now) && fits(c)).sort(byNeed)
}

/** Whether a name, a telephone number or a label is what was typed. */
export const named = (c: Conversation, typed: string) => [c.name, c.phone, ...c.labels].some((t) => matches(t, typed))

/** How many stand under each tab. */
export function counts(all: Conversation[], now: number): Record<Tab, number> {
  const n = { open: 0, waiting: 0, follow: 0, done: 0, spam: 0, all: 0 }
  for (const c of all) for (const t of tabs) if (isIn(c, t, now)) n[t]++
  return n
}

/** All labels in use, the most used first. */
export function labelsOf(all: Conversation[]): string[] {
  const n = new Map<string, number>()
  for (const c of all) for (const l of c.labels) n.set(l, (n.get(l) ?? 0) + 1)
  return [...n].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([l]) => l)
}

/** How many conversations hold something that nobody has read. */
export const unreadOf = (all: Conversation[]) => all.reduce((n, c) => n + (c.unread > 0 && c.stand !== Stand.SPAM ? 1 : 0), 0)

/** A list held still under the finger: the order as it was, and what has come up since. */
export interface Held {
  ids: string[]
  seqs: Map<string, number>
}

export const hold = (list: Conversation[]): Held => ({ ids: list.map((c) => c.id), seqs: new Map(list.map((c) => [c.id, c.lastSeq])) })

/** A held list without a conversation that was put away. */
export const without = (held: Held, id: string): Held => ({ ...held, ids: held.ids.filter((i) => i !== id) })

/** The rows of a held list with what they say now, and how many conversations have something new that it does not show in its place. */
export function still(held: Held, now: Conversation[], all: ReadonlyMap<string, Conversation>): { rows: Conversation[]; news: number } {
  const rows = held.ids.flatMap((id) => all.get(id) ?? [])
  const news = now.filter((c) => !held.seqs.has(c.id) || (c.lastSide === Side.CUSTOMER && c.lastSeq > (held.seqs.get(c.id) ?? 0))).length
  return { rows, news }
}

/** The conversation that is taken up after one: the next in the list, else the one before. */
export function after(rows: Conversation[], id: string): string | undefined {
  const at = rows.findIndex((c) => c.id === id)
  return (rows[at + 1] ?? rows[at - 1])?.id
}
