// A customer of a flow, over the API as a phone speaks it.
import { createHash } from 'node:crypto'
import { createClient } from '@connectrpc/connect'
import { createConnectTransport } from '@connectrpc/connect-web'
import type { Page } from '@playwright/test'
import { WishKind } from '../src/gen/dangol/channel/v1/resource_pb'
import { GuestService } from '../src/gen/dangol/channel/v1/guest_pb'
import { newCommand, secret } from '../src/lib/id'
import type { Owner } from './owner'

export class Customer {
  conversationId = ''
  readonly #guest

  private constructor(base: string, token: string) {
    const transport = createConnectTransport({
      baseUrl: base, useBinaryFormat: true,
      interceptors: [(next) => (request) => {
        request.header.set('Authorization', `Bearer ${token}`)
        return next(request)
      }],
    })
    this.#guest = createClient(GuestService, transport)
  }

  /** Comes to a shop, and says something. */
  static async come(owner: Owner, name: string, phone: string, ...texts: string[]): Promise<Customer> {
    const token = secret()
    const one = new Customer(new URL(owner.address).origin, token)
    const opened = await one.#guest.open({ commandId: newCommand(), shopId: owner.shopId, name, phone, token, consent: true, device: 'e2e' })
    one.conversationId = opened.conversationId
    for (const t of texts) await one.say(t)
    return one
  }

  async say(text: string, ...pictures: Picture[]): Promise<void> {
    await this.#guest.say({ commandId: newCommand(), text, photos: await this.#put(pictures) })
  }

  async submit(texts: Record<string, string[]>, pictures: Record<string, Picture[]> = {}): Promise<void> {
    const photos = await Promise.all(Object.entries(pictures).map(async ([blockId, some]) => ({ blockId, texts: [], photos: await this.#put(some) })))
    await this.#guest.submit({ commandId: newCommand(), answers: [...Object.entries(texts).map(([blockId, t]) => ({ blockId, texts: t })), ...photos] })
  }

  /** Wishes to call an order off. */
  async cancel(orderId: string): Promise<void> {
    await this.#guest.wishFor({ commandId: newCommand(), orderId, kind: WishKind.CANCEL })
  }

  async #put(pictures: Picture[]) {
    for (const p of pictures) await this.#guest.putPhoto({ sha256: p.sha256, data: p.data })
    return pictures.map(({ sha256, width, height, thumb }) => ({ sha256, width, height, thumb }))
  }
}

export interface Picture { data: Uint8Array; thumb: Uint8Array; sha256: string; width: number; height: number }

/** A cake, drawn by the browser. */
export async function drawCake(page: Page, colour: string, words: string): Promise<Picture> {
  const [data = [], thumb = []] = await page.evaluate(async ([c, t]) => {
    const at = async (size: number) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: size, height: size })
      const d = canvas.getContext('2d') as CanvasRenderingContext2D
      d.scale(size / 100, size / 100)
      const disc = (x: number, y: number, r: number, fill: string) => {
        d.fillStyle = fill
        d.beginPath()
        d.arc(x, y, r, 0, 7)
        d.fill()
      }
      d.fillStyle = '#e9e4dc'
      d.fillRect(0, 0, 100, 100)
      disc(50, 50, 44, '#fff')
      disc(50, 50, 37, c)
      for (let i = 0; i < 14; i++) disc(50 + 33 * Math.cos(i * 0.4488), 50 + 33 * Math.sin(i * 0.4488), 4, i % 2 ? '#fffaf2' : '#d94f4f')
      d.fillStyle = '#5b3a29'
      d.font = '700 9px Pretendard, sans-serif'
      d.textAlign = 'center'
      d.fillText(t, 50, 53)
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.8))
      return [...new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer(0))]
    }
    await document.fonts.load('700 9px Pretendard', t)
    return [await at(480), await at(160)]
  }, [colour, words] as const)
  const bytes = new Uint8Array(data)
  return { data: bytes, thumb: new Uint8Array(thumb), sha256: createHash('sha256').update(bytes).digest('hex'), width: 480, height: 480 }
}
