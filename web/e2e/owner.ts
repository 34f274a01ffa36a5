// The shop's side of a customer's flow: its owner, over the API, with a key of an ordinary sign-in link.
import { createClient } from '@connectrpc/connect'
import { createConnectTransport } from '@connectrpc/connect-web'
import { ChannelService } from '../src/gen/dangol/channel/v1/channel_pb'
import { GuestService } from '../src/gen/dangol/channel/v1/guest_pb'
import { BlockKind } from '../src/gen/dangol/channel/v1/resource_pb'
import { SessionService } from '../src/gen/dangol/session/v1/session_pb'
import { ConversationSchema, type Conversation, MessageSchema, type Message } from '../src/gen/dangol/channel/v1/resource_pb'
import { type Order, OrderSchema, type Staff, StaffSchema } from '../src/gen/dangol/shop/v1/resource_pb'
import { ShopService } from '../src/gen/dangol/shop/v1/shop_pb'
import { SyncService } from '../src/gen/dangol/sync/v1/sync_pb'
import { type DescMessage, fromBinary, type MessageShape } from '@bufbuild/protobuf'
import { newCommand, secret } from '../src/lib/id'

const everyDay = Array.from({ length: 7 }, () => ({ spans: [{ from: 0, to: 1440 }] }))

/** A day of the shop, so many days from today. */
export const day = (n: number) => new Date(Date.now() + (9 * 3600 + n * 86_400) * 1000).toISOString().slice(0, 10)

export class Owner {
  shopId = ''
  #token = ''
  readonly #base: string
  readonly #transport

  constructor(link: string) {
    this.#base = new URL('/', link).href
    this.#transport = createConnectTransport({
      baseUrl: this.#base.replace(/\/$/, ''), useBinaryFormat: true,
      interceptors: [(next) => (request) => {
        if (this.#token) request.header.set('Authorization', `Bearer ${this.#token}`)
        return next(request)
      }],
    })
  }

  get channel() {
    return createClient(ChannelService, this.#transport)
  }
  get shop() {
    return createClient(ShopService, this.#transport)
  }

  /** What every command begins with. */
  get command() {
    return { commandId: newCommand(), shopId: this.shopId }
  }

  /** The address of the shop's channel. */
  get address() {
    return `${this.#base}s/${this.shopId}`
  }

  async signIn(link: string): Promise<void> {
    const token = secret()
    const { identity } = await createClient(SessionService, this.#transport).signIn({ commandId: newCommand(), key: new URL(link).hash.slice(1), token, device: 'e2e' })
    this.#token = token
    this.shopId = identity?.shopId ?? ''
  }

  /** Sets the shop up as one that takes orders of cakes. */
  async open(): Promise<void> {
    await this.shop.changeShop({ ...this.command, name: '햇살케이크', account: '국민 000-00-0000-001 햇살케이크' })
    await this.shop.addItem({ ...this.command, name: '레터링 케이크 1호', priceWon: 44_000n })
    await this.channel.changeCard({
      ...this.command, about: '매일 아침 굽는 레터링 케이크 가게예요.', way: '서울 마포구 햇살로 12\n망원역 2번 출구에서 5분', phone: '0200000000', notice: '12월 24일 픽업은 일찍 마감해요.', leadHours: 1, capacity: 5,
      hours: { week: everyDay, special: [{ day: day(5), name: '쉬는 날' }] }, days: { days: [{ day: day(3), orders: 0 }] },
      refunds: { rules: [{ days: 7, percent: 100 }, { days: 3, percent: 50 }] },
      menu: { buttons: [{ id: 'price', label: '가격 문의', answer: '1호는 44,000원이에요.' }, { id: 'form', label: '주문하기', opensForm: true }] },
      form: { blocks: [
        { id: 'size', label: '어떤 크기인가요?', kind: BlockKind.CHOICE, required: true, field: 'size', choices: [{ label: '1호', priceWon: 44_000n }, { label: '2호', priceWon: 56_000n }] },
        { id: 'more', label: '더할 것', kind: BlockKind.CHOICES, choices: [{ label: '긴 초', priceWon: 500n }] },
        { id: 'n', label: '몇 개인가요?', kind: BlockKind.NUMBER, required: true, field: 'quantity' },
        { id: 'words', label: '문구', help: '케이크에 쓸 말을 그대로 적어 주세요.', kind: BlockKind.LONG_TEXT, required: true, field: 'lettering' },
        { id: 'pic', label: '참고 사진', kind: BlockKind.PHOTO },
        { id: 'day', label: '언제 오시나요?', kind: BlockKind.PICKUP, required: true, field: 'pickup' },
        { id: 'who', label: '입금하실 분', kind: BlockKind.TEXT, field: 'depositor' },
        { id: 'ok', label: '환불 규정을 읽었어요', kind: BlockKind.AGREE, required: true, field: 'refunds' },
      ] },
    })
  }

  async #rows<D extends DescMessage>(kind: string, schema: D): Promise<MessageShape<D>[]> {
    const sync = createClient(SyncService, this.#transport)
    const found = new Map<string, MessageShape<D>>()
    let cursor = { topic: `shop/${this.shopId}`, block: 0n, edition: '' }
    for (let more = true; more; ) {
      const page = await sync.pull({ cursor })
      for (const r of page.rows) {
        if (r.kind !== kind) continue
        if (r.data.length === 0) found.delete(r.id)
        else found.set(r.id, fromBinary(schema, r.data))
      }
      cursor = { topic: cursor.topic, block: page.cursor?.block ?? 0n, edition: page.cursor?.edition ?? '' }
      more = page.more
    }
    return [...found.values()]
  }

  conversations = (): Promise<Conversation[]> => this.#rows('conversation', ConversationSchema)
  messages = (): Promise<Message[]> => this.#rows('message', MessageSchema)
  staff = (): Promise<Staff[]> => this.#rows('staff', StaffSchema)
  orders = (): Promise<Order[]> => this.#rows('order', OrderSchema)

  async say(text: string): Promise<void> {
    const [talk] = await this.conversations()
    await this.channel.post({ ...this.command, conversationId: talk?.id ?? '', text })
  }

  /** A customer comes and writes: over the API, as a phone does. */
  async visit(name: string, text: string): Promise<void> {
    const token = secret()
    const transport = createConnectTransport({
      baseUrl: this.#base.replace(/\/$/, ''), useBinaryFormat: true,
      interceptors: [(next) => (request) => {
        request.header.set('Authorization', `Bearer ${token}`)
        return next(request)
      }],
    })
    const guest = createClient(GuestService, transport)
    await guest.open({ commandId: newCommand(), shopId: this.shopId, name, phone: '010-0000-1234', token, device: 'e2e' })
    await guest.say({ commandId: newCommand(), text })
  }

  /** Writes an order of the only conversation. */
  async place(pickup: string, totalWon: bigint): Promise<Order> {
    const [talk] = await this.conversations()
    const details = { name: talk?.name ?? '', phone: talk?.phone ?? '', pickup, lines: [{ item: '레터링 케이크', quantity: 1, size: '1호', lettering: ['축하해요'] }], totalWon }
    const { orderId } = await this.shop.placeOrder({ ...this.command, conversationId: talk?.id ?? '', details })
    return (await this.orders()).find((o) => o.id === orderId) as Order
  }

  /** Names the price of the only order, and sends its card. */
  async quote(won: bigint): Promise<Order> {
    const [order] = await this.orders()
    if (!order) throw new Error('there is no order')
    const { name, phone, pickup, lines, requests, depositor, deliveryAddress, coolerBag } = order
    await this.shop.changeOrder({ ...this.command, orderId: order.id, details: { name, phone, pickup, lines, requests, depositor, deliveryAddress, coolerBag, totalWon: won } })
    await this.channel.sendCard({ ...this.command, orderId: order.id, text: '금액을 알려 드려요.' })
    return (await this.orders())[0] as Order
  }
}
