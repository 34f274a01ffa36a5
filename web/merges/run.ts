// Merges: two devices that were offline, against a server that went on changing. 0 lost, 0 doubled, and both as the server.
//
//   make merges                        1,000 seeds
//   make merges SEEDS=1 SEED=417       the one that failed
//   make merges PLANT=double           with a fault put in on purpose, which must be found (also: lose, drop)
//
// The server is bin/dangol as a process, killed in every fiftieth seed; the devices are the app's own Sync, outbox and store.
// It ends with 1 when a law is broken.
import 'fake-indexeddb/auto'
import { parseArgs } from 'node:util'
import { pace } from '../src/lib/sync'
import { plants } from './plant'
import { type Told, Trial } from './trial'
import { World } from './world'

const lanes = 6 // worlds at a time: most of a seed is waiting for the disk and for the net
const mostFailed = 3

Object.assign(pace, { restMin: 3, restMax: 40, settle: 100, answer: 10_000 }) // nobody waits at these screens

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' }, plant: { type: 'string' } } })
const [first, seeds] = [Number(values.seed), Number(values.seeds)]
const plant = values.plant === undefined ? undefined : plants[values.plant]
if (!Number.isInteger(first) || !Number.isInteger(seeds) || seeds < 1 || (values.plant !== undefined && !plant)) {
  console.error('usage: --seeds=1000 --seed=1 [--plant=double|lose|drop]')
  process.exit(2)
}

const seedsPerWorld = Math.min(25, Math.ceil(seeds / lanes))
const sum: Omit<Told, 'broken'> = { given: 0, done: 0, refused: 0, again: 0, withdrawn: 0, lost: 0, reloads: 0 }
const began = Date.now()
const seconds = () => Math.round((Date.now() - began) / 1000)
let next = first
let [played, kills, failed] = [0, 0, 0]

// Ctrl-C ends after the seeds that are being played, and tells how far it came.
let stopped = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => (stopped = true))
const going = () => !stopped && failed < mostFailed

async function play(world: World, seed: number): Promise<boolean> {
  const trial = new Trial(seed, world)
  const { broken, ...told } = await trial.run()
  for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += told[key]
  if (++played % 50 === 0) console.log(`${played} of ${seeds} seeds, ${seconds()} s`)
  if (broken.length === 0) return true
  failed++
  console.log(`seed ${seed} breaks the law; again with: make merges SEEDS=1 SEED=${seed}`)
  for (const one of [...new Set(broken)].slice(0, 20)) console.log(`  ${one}`)
  if (!plant) for (const line of trial.log()) console.log(`    ${line}`)
  return false
}

/** Plays worlds one after another, as long as there are seeds; a world in which a law is broken is not played on in. */
async function lane(n: number): Promise<void> {
  while (next < first + seeds && going()) {
    const from = next
    const last = Math.min(from + seedsPerWorld, first + seeds)
    next = last
    for (let seed = from; seed < last && going(); ) {
      const world = new World(n)
      try {
        await world.begin(seed, plant)
        while (seed < last && going() && (await play(world, seed++)));
      } finally {
        await world.end()
        kills += world.kills
      }
    }
  }
}

await Promise.all(Array.from({ length: lanes }, (_, n) => lane(n)))
console.log(`${played} seeds: ${sum.given} commands given at two devices, ${sum.done} done, ${sum.refused} refused or thrown away after, ${sum.again} wanted all the same, ${sum.withdrawn} taken back`)
console.log(`${sum.lost} answers lost, ${sum.reloads} reloads, ${kills} servers killed, ${failed} seeds failed, ${seconds()} s`)
process.exit(failed > 0 ? 1 : 0)
