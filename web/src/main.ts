import './app.css'
import { mount } from 'svelte'
import App from './App.svelte'
import { speak } from './lib/m.svelte'
import { start } from './lib/session.svelte'

const theme = localStorage.getItem('theme')
if (theme) document.documentElement.dataset.theme = theme
const scale = localStorage.getItem('text-scale')
if (scale) document.documentElement.style.setProperty('--text-scale', scale)

await Promise.all([start(), speak(localStorage.getItem('language') ?? (navigator.language.startsWith('ko') ? 'ko' : 'en'))])
mount(App, { target: document.getElementById('app') as HTMLElement })
if ('serviceWorker' in navigator && import.meta.env.PROD) void navigator.serviceWorker.register('/sw.js')
