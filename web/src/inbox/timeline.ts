// A conversation as it is read: messages and the shop's own notes in time, with a pill for each day, and the hour beside the
// last of those that one side said in one minute.
import { type Message, type Note, Side } from '../gen/dangol/channel/v1/resource_pb'
import { wall } from '../lib/format'

export type Entry = { key: string; at: number; day: string } & (
  | { is: 'day' }
  | { is: 'new' }
  | { is: 'note'; note: Note }
  | { is: 'message'; message: Message; first: boolean; last: boolean; clock: string }
)

export const isMine = (m: Message) => m.side !== Side.CUSTOMER

/** The id by which a message is known from the time it waits on the device on. What the shop says by itself bears the command that it answers, and so has its own. */
export const keyOf = (m: Message) => (m.side !== Side.AUTO && m.commandId) || m.id

/**
 * Entries in time, oldest first. Messages come in their order and keep it; a note stands before the first message that is
 * later. unreadFrom is the number of the first message that nobody had read when the conversation was opened; 0 for none.
 */
export function timeline(messages: Message[], notes: Note[], unreadFrom: number, zone: string, now: number): Entry[] {
  const out: Entry[] = []
  let day = ''
  let told = unreadFrom === 0
  const enter = (at: number, key: string) => {
    const clock = wall(at, zone)
    if (clock.slice(0, 10) !== day) {
      day = clock.slice(0, 10)
      out.push({ is: 'day', key: `day ${day} ${key}`, at, day })
    }
    return clock
  }
  const waiting = [...notes].sort((a, b) => Number(a.atMs - b.atMs))
  const note = (n: Note) => {
    const at = Number(n.atMs) || now
    enter(at, n.id)
    out.push({ is: 'note', key: `note ${n.id}`, at, day, note: n })
  }
  for (const m of messages) {
    const at = Number(m.atMs) || now
    while (waiting[0] && waiting[0].atMs > 0n && Number(waiting[0].atMs) <= at) note(waiting.shift() as Note)
    const clock = enter(at, keyOf(m))
    if (!told && m.seq >= unreadFrom) {
      told = true
      out.push({ is: 'new', key: 'new', at, day })
    }
    const before = out.at(-1)
    const goes = before?.is === 'message' && before.clock === clock && sameVoice(before.message, m)
    if (goes) before.last = false
    out.push({ is: 'message', key: keyOf(m), at, day, message: m, first: !goes, last: true, clock })
  }
  for (const n of waiting) note(n)
  return out
}

const sameVoice = (a: Message, b: Message) => a.side === b.side && a.staffId === b.staffId && a.auto === b.auto

/** The newest message of the shop that the customer has read; 0 for none. */
export function lastRead(messages: Message[], customerRead: number): number {
  return messages.reduce((n, m) => (isMine(m) && m.seq <= customerRead && m.seq > n ? m.seq : n), 0)
}
