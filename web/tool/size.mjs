// How much script is loaded before anything shows, compressed; more than the limit is a failure.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const limit = 200_000
const { first } = JSON.parse(readFileSync('dist/shell.json', 'utf8'))
const sizes = first.map((f) => [f, gzipSync(readFileSync(`dist/${f}`), { level: 9 }).length])
const sum = sizes.reduce((n, [, size]) => n + size, 0)
console.log(`first load: ${sum} bytes of script, compressed (${sizes.map(([f, n]) => `${f.replace(/^assets\//, '')} ${n}`).join(', ')})`)
if (sum === 0 || sum > limit) {
  console.error(`it may be ${limit}`)
  process.exit(1)
}
