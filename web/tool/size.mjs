// How much script is loaded before anything shows, compressed, by a shop's device and by a customer's; more than the limit is
// a failure.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const limits = { first: 200_000, customer: 120_000 }
const shell = JSON.parse(readFileSync('dist/shell.json', 'utf8'))
for (const [part, limit] of Object.entries(limits)) {
  const sizes = shell[part].map((f) => [f, gzipSync(readFileSync(`dist/${f}`), { level: 9 }).length])
  const sum = sizes.reduce((n, [, size]) => n + size, 0)
  console.log(`${part} load: ${sum} bytes of script, compressed (${sizes.map(([f, n]) => `${f.replace(/^assets\//, '')} ${n}`).join(', ')})`)
  if (sum === 0 || sum > limit) {
    console.error(`it may be ${limit}`)
    process.exitCode = 1
  }
}
