// How messages stand under each other: days between them, one time for all of a minute, marks of how far mine have come.
import { type Message, Side } from '../gen/dangol/channel/v1/resource_pb'
import { wall } from '../lib/format'

export type Mark = 'sending' | 'sent' | 'read'

export interface Line {
  key: string
  message: Message
  mine: boolean
  /** The day that begins with it, "2026-11-23"; empty where it goes on. */
  day: string
  /** "13:04", where it is the last of its minute and its side; empty elsewhere. */
  time: string
  /** The first of several by the same side in a minute. */
  first: boolean
  mark: Mark | ''
}

/** unsent: it is not at the server yet. read: how far the shop has read. */
export function lines(messages: Message[], unsent: (m: Message) => boolean, read: number, now = Date.now()): Line[] {
  const clock = (m: Message) => wall(Number(m.atMs) || now)
  const mine = (m: Message) => m.side === Side.CUSTOMER
  const sent = messages.filter((m) => mine(m) && !unsent(m))
  const [last, lastRead] = [sent.at(-1), sent.filter((m) => m.seq <= read).at(-1)]
  return messages.map((m, i) => {
    const [at, before, after] = [clock(m), messages[i - 1], messages[i + 1]]
    const with_ = (o: Message | undefined) => o !== undefined && mine(o) === mine(m) && clock(o) === at && unsent(o) === unsent(m)
    const day = before && clock(before).slice(0, 10) === at.slice(0, 10) ? '' : at.slice(0, 10)
    const mark = !mine(m) ? '' : unsent(m) ? 'sending' : m === lastRead ? 'read' : m === last ? 'sent' : ''
    // Mine keeps its key when the server answers: nothing is drawn anew. What the shop answers by itself bears the same command.
    return { key: (mine(m) && m.commandId) || m.id, message: m, mine: mine(m), day, time: with_(after) ? '' : at.slice(11, 16), first: day !== '' || !with_(before), mark }
  })
}
