// Words looked for in what was said: found anywhere in a text, in telephone numbers too, and marked.
import type { Message } from '../gen/dangol/channel/v1/resource_pb'

/** The fewest letters that are looked for in messages, as the server has it. */
export const fewest = 2

export const wordsOf = (typed: string) => typed.toLowerCase().split(/\s+/).filter(Boolean)

/** All that can be looked for in a message. */
export const textOf = (m: Message) => [m.text, ...m.answers.flatMap((a) => [a.label, ...a.texts])].filter(Boolean).join(' ')

const digits = (s: string) => s.replaceAll(/\D/g, '')

/** Whether a text holds all words. A number is also found where hyphens and blanks stand in it. */
export function holds(text: string, words: string[]): boolean {
  const low = text.toLowerCase()
  return words.every((w) => low.includes(w) || (/^[\d-]{3,}$/.test(w) && digits(low).includes(digits(w))))
}

export interface Piece {
  text: string
  hit: boolean
}

const before = 14 // letters shown before the first hit
const most = 90 // letters shown in all

/** The part of a text around the first hit, in pieces of which the hits are marked. */
export function marked(text: string, words: string[]): Piece[] {
  const flat = text.replaceAll(/\s+/g, ' ')
  const find = pattern(words)
  const first = find ? flat.search(find) : -1
  const start = Math.max(0, first - before)
  const cut = (start > 0 ? '…' : '') + flat.slice(start, start + most) + (flat.length > start + most ? '…' : '')
  if (!find) return [{ text: cut, hit: false }]
  return cut.split(new RegExp(find.source, 'giu')).flatMap((t, i) => (t === undefined || t === '' ? [] : [{ text: t, hit: i % 2 === 1 }]))
}

/** Any of the words, in one group; numbers with whatever may stand between their digits. */
function pattern(words: string[]): RegExp | undefined {
  const some = words.map((w) => (/^[\d-]{3,}$/.test(w) ? [...digits(w)].join('[\\s.-]?') : w.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))).filter(Boolean)
  return some.length > 0 ? new RegExp(`(${some.join('|')})`, 'iu') : undefined
}
