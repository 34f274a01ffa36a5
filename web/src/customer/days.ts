// On which days an order can be fetched: as the server says, or, with none in reach, as far as the device can tell.
import { type OrderDay, ReadDaysResponseSchema } from '../gen/dangol/channel/v1/guest_pb'
import type { Card } from '../gen/dangol/channel/v1/resource_pb'
import { fromBinary, toBinary } from '@bufbuild/protobuf'
import { guests } from '../lib/api'
import { addDays, wall } from '../lib/format'
import { guest, store } from './guest.svelte'
import { type OrderDay as Kept, spansOf } from './hours'

export const ahead = 62 // days that are asked for
const patience = 6000 // milliseconds

export type Day = Kept

const plain = (d: OrderDay): Day => ({ day: d.day, spans: d.spans.map((s) => ({ from: s.from, to: s.to })), left: d.left })

/** The days from today on. Sure: the server has just said so. */
export async function readDays(card: Card): Promise<{ days: Day[]; sure: boolean }> {
  const today = wall(Date.now(), card.zone || undefined).slice(0, 10)
  try {
    const said = await guests.readDays({ shopId: guest.shopId, from: today, count: ahead }, { timeoutMs: patience })
    await store().put('meta', toBinary(ReadDaysResponseSchema, said), 'days')
    return { days: said.days.map(plain), sure: true }
  } catch {
    const kept = (await store().get('meta', 'days')) as Uint8Array | undefined
    const known = kept ? fromBinary(ReadDaysResponseSchema, kept).days.map(plain).filter((d) => d.day > today) : []
    return { days: guessed(card, today, known), sure: false }
  }
}

/** What the card alone says, beside days that the server told of earlier. */
function guessed(card: Card, today: string, known: Day[]): Day[] {
  const first = wall(Date.now() + card.leadHours * 3_600_000, card.zone || undefined)
  return Array.from({ length: ahead }, (_, n) => {
    const day = addDays(today, n)
    const there = known.find((d) => d.day === day)
    if (there) return there
    const special = card.days.find((d) => d.day === day)
    const from = day < first.slice(0, 10) ? 1440 : day === first.slice(0, 10) ? Number(first.slice(11, 13)) * 60 + Number(first.slice(14, 16)) : 0
    const spans = spansOf(card.hours, day).spans.filter((s) => (s.to > s.from ? s.to : 1440) > from).map((s) => ({ from: Math.max(s.from, from), to: s.to }))
    return { day, spans, left: special?.orders }
  })
}
