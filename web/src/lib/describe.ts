// What a command wanted to do, for the person who gave it.
import type { MessageShape } from '@bufbuild/protobuf'
import { type Command, isCommand, type Schema } from './commands'
import type { Waiting } from './db'
import { m } from './m.svelte'
import { decode } from './queue'
import { store } from './store.svelte'

export interface Told {
  /** Whose order, deposit or name it is; empty where it is nobody's. */
  who: string
  act: string
  /** What was written, so that it can be written again. */
  words: string
}

type Wish<C extends Command> = MessageShape<Schema<C>>
type Tellers = { [C in Command]?: (w: Wish<C>) => Partial<Told> }

const named = (all: { id: string; name: string }[], id: string) => all.find((one) => one.id === id)?.name ?? ''
const order = (id: string) => named(store.orders, id)
const won = (n: bigint | undefined) => (n === undefined ? '' : m.won(Number(n)))

const detailed = (d: Wish<'placeOrder'>['details']) => ({
  who: d?.name ?? '',
  words: [d?.phone, d?.pickup.replace('T', ' '), ...(d?.lines.map((l) => `${l.item} ×${l.quantity}`) ?? []), won(d?.totalWon)].filter(Boolean).join(' · '),
})
const deposit = (w: { depositId: string }) => ({ who: named(store.deposits, w.depositId) })

const tellers: Tellers = {
  placeOrder: (w) => detailed(w.details),
  changeOrder: (w) => detailed(w.details),
  moveOrder: (w) => ({ who: order(w.orderId), act: m.movesTo(m.states[w.to] ?? '') }),
  noteOrder: (w) => ({ who: order(w.orderId), words: w.note }),
  recordPayment: (w) => ({ who: order(w.orderId), words: won(w.amountWon) }),
  matchDeposit: deposit,
  undoMatch: deposit,
  ignoreDeposit: deposit,
  changeCustomer: (w) => ({ who: named(store.customers, w.customerId), words: [w.name, w.phone, w.note, w.depositors?.names.join(', ')].filter(Boolean).join(' · ') }),
  addItem: (w) => ({ who: w.name, words: won(w.priceWon) }),
  changeItem: (w) => ({ who: named(store.items, w.itemId), words: won(w.priceWon) }),
  retireItem: (w) => ({ who: named(store.items, w.itemId) }),
  changeShop: (w) => ({ who: w.name ?? '', words: w.account ?? '' }),
  addStaff: (w) => ({ who: w.name }),
  removeStaff: (w) => ({ who: named(store.staff, w.staffId) }),
}

export function describe(one: Waiting): Told {
  if (!isCommand(one.rpc)) return { who: '', act: one.rpc, words: '' } // of another version of the app
  const rpc = one.rpc
  const teller = tellers[rpc] as ((w: unknown) => Partial<Told>) | undefined
  return { who: '', act: m.wishes[rpc], words: '', ...teller?.(decode(one)) }
}

/** In one line: "윤하늘 · ‘준비 중’으로 바꾸기". */
export const inShort = (one: Waiting) => [describe(one).who, describe(one).act].filter((s) => s !== '').join(' · ')
