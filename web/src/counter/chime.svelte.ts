// A short tone of the shop's own when a customer writes or money comes; made here, so that nothing has to be loaded.
import { untrack } from 'svelte'
import { Stand } from '../gen/dangol/channel/v1/resource_pb'
import { store } from '../lib/store.svelte'

const key = 'sound'
const rest = 1500 // milliseconds in which a second tone would only be noise
const notes = { message: [659.26, 880], deposit: [523.25, 659.26, 783.99] } as const // two rising for a word, three for money

let on = $state(localStorage.getItem(key) !== 'off')
export const sound = {
  get on() {
    return on
  },
  set(to: boolean) {
    on = to
    localStorage.setItem(key, to ? 'on' : 'off')
  },
}

let context: AudioContext | undefined
/** Browsers let a page sound only after a person has touched it. */
function wake(): void {
  context ??= new AudioContext()
  void context.resume().catch(() => undefined)
}

/** Plays it, whether it is switched on or not. */
export function play(what: keyof typeof notes): void {
  wake()
  const c = context
  if (!c) return
  notes[what].forEach((hertz, i) => {
    const at = c.currentTime + 0.02 + i * 0.13
    const tone = c.createOscillator()
    const loud = c.createGain()
    tone.type = 'sine'
    tone.frequency.value = hertz
    loud.gain.setValueAtTime(0, at)
    loud.gain.linearRampToValueAtTime(0.22, at + 0.015)
    loud.gain.exponentialRampToValueAtTime(0.001, at + 0.42)
    tone.connect(loud).connect(c.destination)
    tone.start(at)
    tone.stop(at + 0.45)
  })
}

let last = 0
/** How often it has sounded in this page. */
export const sounded = { message: 0, deposit: 0 }

function ring(what: keyof typeof notes): void {
  const now = performance.now()
  if (!on || now - last < rest) return
  last = now
  sounded[what]++
  document.documentElement.dataset.sounded = what
  if (context) play(what)
}

/** Listens to what comes in, until the page ends. One tab sounds: the first that gets the lock. */
export function listen(): void {
  addEventListener('pointerdown', wake, { once: true })
  addEventListener('keydown', wake, { once: true })
  const sounding = () => {
    $effect.root(() => {
      let words: number | undefined
      let money: number | undefined
      $effect(() => {
        if (!store.ready) return
        const spoken = store.conversations.reduce((n, c) => (c.stand === Stand.SPAM ? n : n + c.unread), 0)
        const came = store.deposits.length
        untrack(() => {
          if (money !== undefined && came > money) ring('deposit')
          else if (words !== undefined && spoken > words) ring('message')
          words = spoken
          money = came
        })
      })
    })
    return new Promise<void>(() => undefined)
  }
  if (navigator.locks) void navigator.locks.request('dangol-sound', sounding)
  else void sounding()
}
