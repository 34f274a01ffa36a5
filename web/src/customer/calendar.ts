// The pickup of an order as a file for the calendar of the device.
import type { GuestOrder } from '../gen/dangol/channel/v1/resource_pb'
import { language } from '../lib/m.svelte'
import { guest } from './guest.svelte'
import { calendar } from './ics'
import { title } from './order'
import { w } from './words'

export function saveCalendar(order: GuestOrder): void {
  const card = guest.card
  const text = calendar({
    id: order.id, at: order.pickup, zone: card?.zone || 'Asia/Seoul', title: `${card?.name ?? ''} ${w().pickup}: ${title(order, language())}`.trim(),
    text: [order.code && `${w().code}: ${order.code}`, location.href.split('?')[0]].filter(Boolean).join('\n'), place: card?.way.split('\n')[0] ?? '', now: Date.now(),
  })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/calendar;charset=utf-8' }))
  link.download = `${order.pickup.slice(0, 10)}-pickup.ics`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
