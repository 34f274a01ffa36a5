// Web push: the browser is woken when a customer writes or money comes, with the app shut.
import { channels } from '../lib/api'
import { newCommand } from '../lib/id'

export type PushState = 'on' | 'off' | 'denied' | 'missing' | 'home'

/** An iPhone lets only apps on the home screen be woken. */
export const isIos = () => /iPhone|iPad|iPod/.test(navigator.userAgent) || (navigator.platform === 'MacIntel' && navigator.maxTouchPoints > 1)
export const isInstalled = () => matchMedia('(display-mode: standalone), (display-mode: window-controls-overlay), (display-mode: minimal-ui)').matches || (navigator as { standalone?: boolean }).standalone === true

export async function pushState(): Promise<PushState> {
  if (isIos() && !isInstalled()) return 'home'
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) return 'missing'
  if (Notification.permission === 'denied') return 'denied'
  const registration = await navigator.serviceWorker.getRegistration()
  const there = await registration?.pushManager.getSubscription().catch(() => null)
  return there && Notification.permission === 'granted' ? 'on' : 'off'
}

/** The bytes of base64url. */
export function bytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(plain, (c) => c.charCodeAt(0))
}

/** Asks the person, then the browser, then tells the server where to push to. Only on a press of a button. */
export async function switchOn(): Promise<PushState> {
  if ((await Notification.requestPermission()) !== 'granted') return pushState()
  const registration = await navigator.serviceWorker.ready
  const { key } = await channels.readPushKey({}, { timeoutMs: 15_000 })
  const held = await registration.pushManager.getSubscription()
  const mine = held && sameKey(held, bytes(key)) ? held : null
  if (held && !mine) await held.unsubscribe() // made with a key that the server has no more
  const subscription = mine ?? (await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) }))
  const { keys } = subscription.toJSON()
  await channels.subscribe({ commandId: newCommand(), endpoint: subscription.endpoint, p256dh: keys?.p256dh ?? '', auth: keys?.auth ?? '' }, { timeoutMs: 15_000 })
  return 'on'
}

export async function switchOff(): Promise<PushState> {
  const registration = await navigator.serviceWorker.ready
  const held = await registration.pushManager.getSubscription()
  if (held) {
    await channels.unsubscribe({ commandId: newCommand(), endpoint: held.endpoint }, { timeoutMs: 15_000 })
    await held.unsubscribe()
  }
  return 'off'
}

function sameKey(s: PushSubscription, key: Uint8Array): boolean {
  const held = s.options.applicationServerKey
  if (!held) return false
  const is = new Uint8Array(held)
  return is.length === key.length && is.every((b, i) => b === key[i])
}
