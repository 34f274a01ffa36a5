// What the inbox remembers while one is elsewhere in the app: its tab and filters, the rows it shows, the message to go to.
import type { Conversation } from '../gen/dangol/channel/v1/resource_pb'
import { go, here, say } from '../lib/router.svelte'
import type { Held, Tab } from './list'

class State {
  tab = $state<Tab>('open')
  label = $state('')
  staff = $state('')
  typed = $state('')
  /** The rows as they stand on the screen. */
  rows = $state.raw<Conversation[]>([])
  /** The order that is held while a pointer is on the list. */
  held = $state.raw<Held | null>(null)
  /** A message to go to; n grows with each wish, so that the same one can be wished for again. */
  spot = $state.raw({ talk: '', seq: 0, n: 0 })
}

export const inbox = new State()

/** Opens a conversation; from another one in its place, so that Back leads to the list. */
export const openTalk = (id: string) => go(`/inbox?talk=${id}`, here.path === '/inbox' && here.word('talk') !== null)
export const closeTalk = () => say({ talk: null, side: null })

/** Goes to a message of a conversation. */
export function seek(talk: string, seq: number): void {
  if (here.word('talk') !== talk || here.path !== '/inbox') openTalk(talk)
  inbox.spot = { talk, seq, n: inbox.spot.n + 1 }
}
