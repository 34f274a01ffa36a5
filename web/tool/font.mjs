// Cuts the font of the app out of Pretendard: the syllables of KS X 1001, which nearly every Korean text keeps to, jamo,
// Latin and signs, in the weights 400 to 700. Everything else comes from the device's own fonts.
//
//   cd "$(mktemp -d)" && npm install pretendard@1.3.9 subset-font@2.9.0 && cp …/web/tool/font.mjs . && node font.mjs
//
// and put pretendard-core.woff2 into web/src/fonts. The packages are no dependencies of the app: they weigh 100 MB.
import { readFileSync, writeFileSync } from 'node:fs'
import subsetFont from 'subset-font'

const euc = new TextDecoder('euc-kr')
let chars = '–—‘’“”…·•‹›«»×÷−₩€→←↑↓✓✗★☆♥♡○●△▲□■※、。「」『』【】（）！？：；，．～％＆＋－＝℃㎝㎏'
for (let a = 0xb0; a <= 0xc8; a++) for (let b = 0xa1; b <= 0xfe; b++) chars += euc.decode(new Uint8Array([a, b]))
const range = (from, to) => { for (let c = from; c <= to; c++) chars += String.fromCharCode(c) }
range(0x20, 0x7e)
range(0xa0, 0xff)
range(0x3131, 0x318e)
const font = readFileSync('node_modules/pretendard/dist/web/variable/woff2/PretendardVariable.woff2')
const cut = await subsetFont(font, chars, { targetFormat: 'woff2', variationAxes: { wght: { min: 400, max: 700 } } })
writeFileSync('pretendard-core.woff2', cut)
