// Draws the icons of the installed app out of public/icon.svg: plain ones, and ones that a phone may cut to any shape
// (maskable: the picture stays within the middle four fifths, the ground fills the whole).
//
//   cd web && npm exec -c 'node tool/icons.mjs'
import { readFileSync, writeFileSync } from 'node:fs'
import { chromium } from '@playwright/test'

const svg = readFileSync('public/icon.svg', 'utf8')
const ground = '#0f6b4f'
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })

async function draw(name, size, { inset = 0, fill = 'transparent', picture = svg } = {}) {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  await page.setContent(`<style>*{margin:0}body{width:${size}px;height:${size}px;background:${fill};display:grid;place-items:center}svg{width:${size * (1 - 2 * inset)}px;height:${size * (1 - 2 * inset)}px;display:block}</style>${picture}`)
  writeFileSync(`public/${name}`, await page.screenshot({ omitBackground: fill === 'transparent' }))
  await page.close()
}

const square = svg.replace(/ rx="16"/, '') // a ground without corners for those who cut it themselves
for (const size of [192, 512]) {
  await draw(`icon-${size}.png`, size)
  await draw(`icon-maskable-${size}.png`, size, { inset: 0.1, fill: ground, picture: square })
}
await draw('apple-touch-icon.png', 180, { fill: ground, picture: square })
// What Android shows small beside a notification: white on nothing.
const white = svg.replace(/<rect[^>]*\/>/, '').replace('#f28b3c', '#fff')
await draw('badge-96.png', 96, { picture: white })
await browser.close()
