// What waits to be sent, laid over what the server has said: a person sees at once what he did, with no server in reach
// too. It only guesses; the server's word replaces it as soon as it comes.
import { create, fromBinary, type MessageShape } from '@bufbuild/protobuf'
import {
  BroadcastSchema, BroadcastState, type Broadcast, type Card, type Conversation, type Desk, type GuestTalk, type Note, NoteSchema, type Reply,
  ReplySchema, type Scheduled, ScheduledSchema, Side, Stand,
} from '../gen/dangol/channel/v1/resource_pb'
import {
  type Customer, type Deposit, DepositState, type Item, ItemSchema, type Order, OrderSchema, OrderState, type Shop,
} from '../gen/dangol/shop/v1/resource_pb'
import { type Command, isCommand, isMaking, type Schema, schemaOf } from './commands'
import type { Waiting } from './db'
import { endOf, madeEnd } from './id'
import { isUnsentId, unsentId } from './queue'

const previewed = 80 // letters of a conversation's last message

type Wish<C extends Command> = MessageShape<Schema<C>>

/** What commands can change, by id. */
export interface Ground {
  order: Map<string, Order>
  deposit: Map<string, Deposit>
  customer: Map<string, Customer>
  item: Map<string, Item>
  shop: Map<string, Shop>
  conversation: Map<string, Conversation>
  note: Map<string, Note>
  card: Map<string, Card>
  desk: Map<string, Desk>
  reply: Map<string, Reply>
  scheduled: Map<string, Scheduled>
  broadcast: Map<string, Broadcast>
  talk: Map<string, GuestTalk>
}

/** Nothing on it. */
export const bareGround = (): Ground => ({
  order: new Map(), deposit: new Map(), customer: new Map(), item: new Map(), shop: new Map(), conversation: new Map(), note: new Map(), card: new Map(),
  desk: new Map(), reply: new Map(), scheduled: new Map(), broadcast: new Map(), talk: new Map(),
})

/** Whether the server does not know an order yet. */
export const isUnsent = (o: Order) => isUnsentId(o.id)

/** The ground with the wishes upon it. Made: the true ids of things that got theirs while somebody looked at them. */
export function overlay(waiting: Waiting[], ground: Ground, made: ReadonlyMap<string, string> = new Map()): Ground {
  // A kind is copied when something is laid on it: a shop has thousands of conversations, and most wishes are about orders.
  const laid = { ...ground }
  const come = comeOf(waiting, ground)
  for (const one of waiting) lay(laid, ground, one, (id) => made.get(id) ?? come.get(id) ?? id)
  return laid
}

const makings = ['order', 'item', 'note', 'reply', 'scheduled', 'broadcast'] as const

/**
 * What has come already of things whose command is not answered: the answer was lost, or is still on its way. Their ids say
 * which command has made them.
 */
export function comeOf(waiting: Waiting[], ground: Pick<Ground, (typeof makings)[number]>): ReadonlyMap<string, string> {
  const come = new Map<string, string>()
  const ends = new Map(waiting.filter((one) => isMaking(one.rpc)).map((one) => [madeEnd(one.id), unsentId(one.id)]))
  if (ends.size === 0) return come
  for (const kind of makings)
    for (const id of ground[kind].keys()) {
      const unsent = ends.get(endOf(id))
      if (unsent) come.set(unsent, id)
    }
  return come
}

type Fields<M> = { [K in keyof M]?: M[K] | undefined }

/** Changes a thing, where it is; fields that are absent stay. */
function change<M extends object>(map: Map<string, M>, id: string, to: Fields<M>): void {
  const one = map.get(id)
  if (!one) return
  const said = Object.fromEntries(Object.entries(to).filter(([, v]) => v !== undefined))
  map.set(id, { ...one, ...said } as M)
}

/** Money comes; an order that waits for it is confirmed when it is what was asked for. */
function pay(laid: Ground, id: string, won: bigint): void {
  const order = laid.order.get(id)
  if (!order) return
  const paidWon = order.paidWon + won
  const asked = order.advanceWon ?? order.totalWon
  const state = order.state === OrderState.QUOTED && asked !== undefined && won > 0n && paidWon >= asked ? OrderState.CONFIRMED : order.state
  change(laid.order, id, { paidWon, state })
}

/** Which command it is, when it was given, and the true ids of things. */
interface At {
  id: string
  ms: number
  known: (id: string) => string
}

type Layers = { [C in Command]?: (laid: Ground, wish: Wish<C>, at: At) => void }

/** How each command looks before the server has answered; others are seen when it has. */
const layers: Layers = {
  moveOrder: (laid, w, { known }) => change(laid.order, known(w.orderId), { state: w.to }),
  noteOrder: (laid, w, { known }) => change(laid.order, known(w.orderId), { note: w.note }),
  recordPayment: (laid, w, { known }) => pay(laid, known(w.orderId), w.amountWon),
  changeOrder: (laid, w, { known }) => {
    const order = laid.order.get(known(w.orderId))
    // Nobody can say when the server will have changed it: a change upon this one names no time. Others leave the time: it
    // is how the server finds out that somebody else has written, too.
    if (!order || !w.details) return
    const state = order.state === OrderState.ENQUIRY && w.details.totalWon !== undefined ? OrderState.QUOTED : order.state
    laid.order.set(order.id, { ...order, ...detailsOf(w.details), state, changedMs: 0n })
  },
  placeOrder: (laid, w, { id, known }) => {
    if (!w.details || laid.order.has(known(unsentId(id)))) return // it has come already
    const state = w.details.totalWon === undefined ? OrderState.ENQUIRY : OrderState.QUOTED
    laid.order.set(unsentId(id), { ...create(OrderSchema, { id: unsentId(id), state, conversationId: w.conversationId, evidence: w.evidence }), ...detailsOf(w.details) })
  },
  matchDeposit: (laid, w, { known }) => {
    const deposit = laid.deposit.get(w.depositId)
    if (!deposit || deposit.state === DepositState.MATCHED) return
    laid.deposit.set(deposit.id, { ...deposit, state: DepositState.MATCHED, automatic: false, parts: w.parts })
    for (const p of w.parts) pay(laid, known(p.orderId), p.amountWon)
  },
  ignoreDeposit: (laid, w) => change(laid.deposit, w.depositId, { state: DepositState.IGNORED }),
  undoMatch: (laid, w) => {
    const deposit = laid.deposit.get(w.depositId)
    if (!deposit) return
    for (const p of deposit.parts) pay(laid, p.orderId, -p.amountWon)
    laid.deposit.set(deposit.id, { ...deposit, state: DepositState.UNMATCHED, parts: [] })
  },
  changeCustomer: (laid, w) => change(laid.customer, w.customerId, { name: w.name, phone: w.phone, note: w.note, depositors: w.depositors?.names }),
  addItem: (laid, w, { id, known }) => {
    if (!laid.item.has(known(unsentId(id)))) laid.item.set(unsentId(id), create(ItemSchema, { id: unsentId(id), name: w.name, priceWon: w.priceWon }))
  },
  changeItem: (laid, w, { known }) => change(laid.item, known(w.itemId), { name: w.name, priceWon: w.priceWon }),
  retireItem: (laid, w, { known }) => change(laid.item, known(w.itemId), { retired: true }),
  recordRefund: (laid, w, { known }) => {
    const order = laid.order.get(known(w.orderId))
    if (order) laid.order.set(order.id, { ...order, refundWon: order.refundWon + w.amountWon })
  },
  changeShop: (laid, w) => change(laid.shop, w.shopId, { name: w.name, account: w.account, payWithinHours: w.payWithinHours, dayStarts: w.dayStarts }),
  ...channelLayers(),
}

/** The shop has spoken. */
function speak(laid: Ground, id: string, text: string, ms: number): void {
  const one = laid.conversation.get(id)
  if (!one) return
  const preview = [...text.replace(/\s+/g, ' ')].slice(0, previewed).join('')
  laid.conversation.set(id, { ...one, spokenMs: BigInt(ms), lastSide: Side.STAFF, preview, waitsSinceMs: 0n })
}

function channelLayers(): Layers {
  return {
    post: (laid, w, { ms }) => speak(laid, w.conversationId, w.text || (w.photos.length > 0 ? '사진' : ''), ms),
    sendCard: (laid, w, { ms, known }) => {
      const order = laid.order.get(known(w.orderId))
      const conversationId = order?.conversationId || w.conversationId
      if (order) laid.order.set(order.id, { ...order, conversationId })
      speak(laid, conversationId, w.text || '주문 카드', ms)
    },
    markRead: (laid, w) => {
      const one = laid.conversation.get(w.conversationId)
      if (!one) return
      const shopRead = w.seq === 0 ? 0 : Math.max(one.shopRead, w.seq)
      const unread = w.seq === 0 ? Math.max(1, one.unread) : w.seq >= one.lastSeq ? 0 : one.unread
      laid.conversation.set(one.id, { ...one, shopRead, unread })
    },
    changeConversation: (laid, w) => {
      const one = laid.conversation.get(w.conversationId)
      if (!one) return
      const labels = [...one.labels.filter((l) => !w.removeLabels.includes(l)), ...w.addLabels.filter((l) => !one.labels.includes(l))]
      const stand = w.stand || one.stand
      const followUpMs = w.stand === Stand.FOLLOW_UP ? w.followUpMs : w.stand ? 0n : one.followUpMs
      laid.conversation.set(one.id, { ...one, stand, followUpMs, staffId: w.staffId ?? one.staffId, labels })
    },
    joinCustomer: (laid, w) => change(laid.conversation, w.conversationId, { customerId: w.customerId, samePhone: false }),
    addNote: (laid, w, { id, ms, known }) => {
      if (laid.note.has(known(unsentId(id)))) return
      laid.note.set(unsentId(id), create(NoteSchema, { id: unsentId(id), conversationId: w.conversationId, text: w.text, atMs: BigInt(ms) }))
    },
    removeNote: (laid, w, { known }) => void laid.note.delete(known(w.noteId)),
    changeCard: (laid, w) => {
      const { about, way, phone, notice, hours, capacity, leadHours } = w
      const lists = { form: w.form?.blocks, menu: w.menu?.buttons, refunds: w.refunds?.rules, days: w.days?.days }
      change(laid.card, w.shopId, { about, way, phone, notice, hours, capacity, leadHours, ...lists })
    },
    changeDesk: (laid, w) => change(laid.desk, w.shopId, { away: w.away, first: w.first, remindHours: w.remindHours, remind: w.remind, lockDays: w.lockDays }),
    saveReply: (laid, w, { id, known }) => {
      const replyId = known(w.replyId || unsentId(id))
      laid.reply.set(replyId, create(ReplySchema, { id: replyId, title: w.title, text: w.text }))
    },
    removeReply: (laid, w, { known }) => void laid.reply.delete(known(w.replyId)),
    schedule: (laid, w, { id, known }) => {
      if (laid.scheduled.has(known(unsentId(id)))) return
      const { conversationId, text, dueMs, beforeMinutes } = w
      laid.scheduled.set(unsentId(id), create(ScheduledSchema, { id: unsentId(id), conversationId, text, dueMs, beforeMinutes, orderId: known(w.orderId) }))
    },
    unschedule: (laid, w, { known }) => void laid.scheduled.delete(known(w.scheduledId)),
    startBroadcast: (laid, w, { id, ms, known }) => {
      if (laid.broadcast.has(known(unsentId(id)))) return
      const made = { id: unsentId(id), text: w.text, audience: w.audience, state: BroadcastState.SENDING, sinceMs: BigInt(ms) }
      laid.broadcast.set(unsentId(id), create(BroadcastSchema, made))
    },
    stopBroadcast: (laid, w, { known }) => change(laid.broadcast, known(w.broadcastId), { state: BroadcastState.STOPPED }),
    endAlertKey: (laid, w) => {
      const desk = laid.desk.get(w.shopId)
      if (desk) laid.desk.set(w.shopId, { ...desk, alertKeys: desk.alertKeys.filter((k) => k.id !== w.alertKeyId) })
    },
    mark: (laid, w) => {
      for (const talk of laid.talk.values()) laid.talk.set(talk.id, { ...talk, customerRead: Math.max(talk.customerRead, w.read) })
    },
    changeMe: (laid, w) => {
      for (const talk of [...laid.talk.values()]) change(laid.talk, talk.id, { name: w.name, phone: w.phone, consent: w.consent })
    },
  }
}

const seen: { [C in Command]?: (keyof Ground)[] } = {
  post: ['conversation'], sendCard: ['conversation', 'order'], markRead: ['conversation'], changeConversation: ['conversation'], joinCustomer: ['conversation'],
  answerWish: ['conversation', 'order'], addNote: ['note'], removeNote: ['note'], changeCard: ['card'], changeDesk: ['desk'], saveReply: ['reply'],
  removeReply: ['reply'], schedule: ['scheduled'], unschedule: ['scheduled'], startBroadcast: ['broadcast'], stopBroadcast: ['broadcast'],
  makeAlertKey: ['desk'], endAlertKey: ['desk'], mark: ['talk'], changeMe: ['talk'], changeCustomer: ['customer'], addItem: ['item'], changeItem: ['item'],
  retireItem: ['item'], changeShop: ['shop'], say: [], press: [], submit: [], wishFor: [], addStaff: [], removeStaff: [], issueLink: [], endSession: [],
}

/** The kinds on which a command is seen. */
export const kindsOf = (rpc: string): (keyof Ground)[] => seen[rpc as Command] ?? ['order', 'deposit']

function lay(laid: Ground, ground: Ground, one: Waiting, known: (id: string) => string): void {
  if (!isCommand(one.rpc)) return // of another version of the app
  const layer = layers[one.rpc] as ((laid: Ground, wish: unknown, at: At) => void) | undefined
  if (!layer) return
  for (const kind of kindsOf(one.rpc)) if (laid[kind] === ground[kind]) Object.assign(laid, { [kind]: new Map(ground[kind] as Map<string, unknown>) })
  layer(laid, fromBinary(schemaOf(one.rpc), one.data), { id: one.id, ms: one.at, known })
}

type Details = NonNullable<Wish<'placeOrder'>['details']>

function detailsOf(d: Details): Partial<Order> {
  const { name, phone, pickup, deliveryAddress, requests, totalWon, advanceWon, depositor, coolerBag, lines } = d
  return { name, phone, pickup, deliveryAddress, requests, totalWon, advanceWon, depositor, coolerBag, lines }
}
