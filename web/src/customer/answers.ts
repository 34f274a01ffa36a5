// What a customer has put into the order form: whether it can be sent, what it would cost, and how it goes over the wire.
import { type Block, BlockKind, type Card, type Photo } from '../gen/dangol/channel/v1/resource_pb'

/** A form that is being filled in, as it is kept on the device. */
export interface Filled {
  texts: Record<string, string[]>
  photos: Record<string, Photo[]>
}

export const nothing = (): Filled => ({ texts: {}, photos: {} })

export const textOf = (f: Filled, id: string) => f.texts[id]?.[0] ?? ''

/** The most letters of an answer, and the most pieces. */
export const limits = { text: 200, longText: 500, number: 1000, photos: 10 }

export type Fault = 'missing' | 'choose' | 'number' | 'long' | 'agree' | 'day' | 'hour' | 'photo'

const given = (b: Block, f: Filled) => (b.kind === BlockKind.PHOTO ? (f.photos[b.id]?.length ?? 0) > 0 : (f.texts[b.id] ?? []).some((t) => t.trim() !== ''))

const missing: Partial<Record<BlockKind, Fault>> = {
  [BlockKind.CHOICE]: 'choose', [BlockKind.CHOICES]: 'choose', [BlockKind.AGREE]: 'agree', [BlockKind.PICKUP]: 'day', [BlockKind.PHOTO]: 'photo',
}

/** What is wrong with one answer; undefined when it can be sent. */
export function faultOf(b: Block, f: Filled): Fault | undefined {
  const text = textOf(f, b.id).trim()
  if (!given(b, f)) return b.required ? (missing[b.kind] ?? 'missing') : undefined
  if (b.kind === BlockKind.PICKUP && !/T\d\d:\d\d$/.test(text)) return 'hour'
  if (b.kind === BlockKind.NUMBER && !(/^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= limits.number)) return 'number'
  if (b.kind === BlockKind.TEXT && text.length > limits.text) return 'long'
  if (b.kind === BlockKind.LONG_TEXT && text.length > limits.longText) return 'long'
  return undefined
}

/** All faults in the order of the form. */
export const faults = (form: Block[], f: Filled) => form.flatMap((b) => {
  const fault = faultOf(b, f)
  return fault ? [{ block: b, fault }] : []
})

/** The questions that are asked: the refund rules are agreed to only where there are any. */
export const asked = (card: Pick<Card, 'form' | 'refunds'>) => card.form.filter((b) => b.field !== 'refunds' || card.refunds.length > 0)

/**
 * What the thing and what the chosen add to it come to, times the number of pieces; undefined while the thing has no price:
 * what is added alone is no price of it. The thing is what the item is, or the size where that alone has prices, or else
 * what the price list says of the item. The server reckons the same.
 */
export function estimate(form: Block[], f: Filled, prices: Card['prices'] = []): number | undefined {
  const items = form.some((b) => b.field === 'item' && b.choices.some((c) => c.priceWon > 0n))
  let one = 0
  let thing = false
  let pieces = 1
  for (const b of form) {
    if (b.kind === BlockKind.NUMBER && b.field === 'quantity') pieces = faultOf(b, f) ? 1 : Math.max(1, Number(textOf(f, b.id) || 1))
    const chosen = b.choices.filter((c) => f.texts[b.id]?.includes(c.label)).reduce((n, c) => n + Number(c.priceWon), 0)
    one += chosen
    if (b.field === 'item' || (b.field === 'size' && !items && b.choices.every((c) => c.priceWon > 0n))) thing ||= chosen > 0
  }
  if (thing) return one * pieces
  const item = form.find((b) => b.field === 'item')
  const listed = item && prices.find((p) => p.name === textOf(f, item.id).trim() && p.priceWon > 0n)
  return listed && (one + Number(listed.priceWon)) * pieces
}

/** The answers as they are sent: only blocks that were answered. Yes is the word that stands for a sentence that was agreed to. */
export function answers(form: Block[], f: Filled, yes: string) {
  return form.filter((b) => given(b, f)).map((b) => ({
    blockId: b.id, label: b.label,
    texts: b.kind === BlockKind.PHOTO ? [] : b.kind === BlockKind.AGREE ? [yes] : (f.texts[b.id] ?? []).map((t) => (b.kind === BlockKind.LONG_TEXT || b.kind === BlockKind.TEXT ? t.trim() : t)).filter((t) => t !== ''),
    photos: b.kind === BlockKind.PHOTO ? (f.photos[b.id] ?? []) : [],
  }))
}

/** What of a draft still fits a form that has changed meanwhile. */
export function fitting(form: Block[], f: Filled): Filled {
  const out = nothing()
  for (const b of form) {
    const texts = f.texts[b.id]
    const choosing = b.kind === BlockKind.CHOICE || b.kind === BlockKind.CHOICES
    if (texts && b.kind !== BlockKind.PHOTO) out.texts[b.id] = choosing ? texts.filter((t) => b.choices.some((c) => c.label === t)) : texts
    if (f.photos[b.id] && b.kind === BlockKind.PHOTO) out.photos[b.id] = f.photos[b.id] ?? []
  }
  return out
}
