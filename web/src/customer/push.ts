// Waking this device for new messages, where the browser can.
import { guests } from '../lib/api'
import { newCommand } from '../lib/id'
import { guest } from './guest.svelte'

const patience = 10_000 // milliseconds

/** Whether this device is woken: no browser for it, an iPhone that wants the page on its home screen first, denied, off, on. */
export type Waking = 'none' | 'ios' | 'denied' | 'off' | 'on'

const ios = () => /iPhone|iPad/.test(navigator.userAgent) || (/Mac/.test(navigator.userAgent) && navigator.maxTouchPoints > 1)

export async function waking(): Promise<Waking> {
  if (guest.pushKey === '' && !('PushManager' in window)) return 'none'
  if (!('serviceWorker' in navigator) || !('PushManager' in window)) return ios() ? 'ios' : 'none'
  if (guest.pushKey === '') return 'none'
  if (Notification.permission === 'denied') return 'denied'
  const there = await (await navigator.serviceWorker.getRegistration())?.pushManager.getSubscription()
  return there && localStorage.getItem(`push-${guest.shopId}`) ? 'on' : 'off'
}

const bytes = (b64: string) => Uint8Array.from(atob(b64.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))
const b64 = (key: ArrayBuffer | null) => btoa(String.fromCharCode(...new Uint8Array(key ?? new ArrayBuffer(0)))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

/** Asks the person and the browser, and tells the server where to push to. */
export async function wakeMe(): Promise<Waking> {
  if ((await Notification.requestPermission()) !== 'granted') return 'denied'
  const registration = await navigator.serviceWorker.ready
  const one = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(guest.pushKey) })
  await guests.subscribe({ commandId: newCommand(), endpoint: one.endpoint, p256dh: b64(one.getKey('p256dh')), auth: b64(one.getKey('auth')) }, { timeoutMs: patience })
  localStorage.setItem(`push-${guest.shopId}`, '1')
  return 'on'
}

/** Ends it for this shop; other shops of this browser go on. */
export async function letSleep(): Promise<Waking> {
  const one = await (await navigator.serviceWorker.getRegistration())?.pushManager.getSubscription()
  if (one) await guests.unsubscribe({ commandId: newCommand(), endpoint: one.endpoint }, { timeoutMs: patience })
  localStorage.removeItem(`push-${guest.shopId}`)
  return 'off'
}
