// Sentences at the edge of the screen, with a way back or on where there is one. The newest of the ordinary ones replaces the
// one before; those that tell of something that went wrong stand in line until they are read.
export interface Word {
  id: number
  text: string
  wrong: boolean
  act?: { name: string; run: () => void }
  undo?: () => void
  /** What the way back is called, when not as always. */
  back?: string
}

const briefly = 8_000 // milliseconds
const long = 20_000 // then the list still has it
const most = 3

let words = $state.raw<Word[]>([])
let last = 0

export const toast = {
  get words() {
    return words
  },
}

function put(word: Omit<Word, 'id'>, ms: number): void {
  const id = ++last
  const others = word.wrong ? words : words.filter((w) => w.wrong)
  words = [...others.slice(1 - most), { ...word, id }]
  setTimeout(() => hush(id), ms)
}

export const tell = (text: string, undo?: () => void, back?: string) => put({ text, undo, back, wrong: false }, briefly)

/** Tells of something that went wrong. */
export const warn = (text: string, act?: Word['act']) => put({ text, act, wrong: true }, long)

export function hush(id: number): void {
  words = words.filter((w) => w.id !== id)
}

/** Where words can be shown: each open dialog is above what was there before, and only there can they be reached. */
let places = $state.raw<symbol[]>([])

export function place(): { readonly top: boolean; leave: () => void } {
  const mine = Symbol()
  places = [...places, mine]
  return {
    get top() {
      return places.at(-1) === mine
    },
    leave: () => (places = places.filter((p) => p !== mine)),
  }
}
