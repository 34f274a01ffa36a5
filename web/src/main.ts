// The way in: a shop's people, or a customer at the address of a shop's channel. Neither loads the other's part.
import './app.css'
import { speak } from './lib/m.svelte'

const theme = localStorage.getItem('theme')
if (theme) document.documentElement.dataset.theme = theme
const scale = localStorage.getItem('text-scale')
if (scale) document.documentElement.style.setProperty('--text-scale', scale)

const spoken = speak(localStorage.getItem('language') ?? (navigator.language.startsWith('ko') ? 'ko' : 'en'))
const customer = location.pathname.startsWith('/s/')
const part = customer ? import('./customer/begin') : import('./begin')
await Promise.all([spoken, part.then((p) => p.begin())])
await part.then((p) => p.show())
// Customers have a worker of their own: it keeps no part of the shop's side on their devices.
if ('serviceWorker' in navigator && import.meta.env.PROD) void (customer ? navigator.serviceWorker.register('/sw.js?for=customer', { scope: '/s/' }) : navigator.serviceWorker.register('/sw.js'))
