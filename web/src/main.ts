// The way in: a shop's people, or a customer at the address of a shop's channel. Neither loads the other's part.
import './app.css'
import './lib/install'
import { speak } from './lib/m.svelte'

const theme = localStorage.getItem('theme')
if (theme) document.documentElement.dataset.theme = theme
const scale = localStorage.getItem('text-scale')
if (scale) document.documentElement.style.setProperty('--text-scale', scale)
const spoken = speak(localStorage.getItem('language') ?? (navigator.language.startsWith('ko') ? 'ko' : 'en'))

// The two are not told apart by one expression: the build would give both the styles of one.
async function shop(): Promise<void> {
  const side = await import('./begin')
  await Promise.all([spoken, side.start()])
  side.show()
  if ('serviceWorker' in navigator && import.meta.env.PROD) void navigator.serviceWorker.register('/sw.js')
}

async function customer(): Promise<void> {
  const { begin, show, shopIn } = await import('./customer/begin')
  await spoken
  await begin(shopIn(location.pathname))
  show()
  // A worker of their own: it keeps no part of the shop's side on customers' devices.
  if ('serviceWorker' in navigator && import.meta.env.PROD) void navigator.serviceWorker.register('/sw.js?for=customer', { scope: '/s/' })
}

await (location.pathname.startsWith('/s/') ? customer() : shop())
