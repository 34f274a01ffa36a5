// What this device holds now, and the workbook of whatever is held.
import { dayOf, wall } from '../lib/format'
import { m } from '../lib/m.svelte'
import { messagesOf } from '../lib/messages'
import { household, store } from '../lib/store.svelte'
import { saveOrders } from '../shop/export'
import { fileName } from './backup'
import { save } from './files'
import { type Holding, sheetsOf } from './tables'
import { w } from './words'
import { mime, workbook } from './xlsx'

export const today = () => dayOf(wall(Date.now(), store.shop?.zone || undefined))

export const live = (): Holding => ({
  shopName: store.shop?.name ?? store.session?.shopName ?? '', orders: store.orders, customers: store.customers, deposits: store.deposits,
  conversations: store.conversations, staff: store.staff, messages: (id) => messagesOf(household.db(), id),
})

/** Saves the orders as CSV. */
export const saveCsv = (orders: Holding['orders'], day: string) => saveOrders(orders, day, m)

/** Saves a workbook of all that is held. */
export async function saveWorkbook(from: Holding, day: string): Promise<void> {
  const parts: Blob[] = []
  let some: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  await workbook(sheetsOf(from, m, w()), (part) => {
    some.push(part)
    size += part.length
    if (size < 1 << 20) return
    parts.push(new Blob(some)) // out of the page's own memory
    some = []
    size = 0
  })
  save([...parts, ...some], fileName(from.shopName, day, 'xlsx', w().mark), mime)
}
