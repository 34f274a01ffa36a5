// Search in what lies on this device, for when no server can be asked: the newest conversations first, until enough is found.
import type { Message } from '../gen/dangol/channel/v1/resource_pb'
import { messagesOf } from '../lib/messages'
import { household } from '../lib/store.svelte'
import { holds, textOf } from './find'

const atATime = 50 // conversations that are read at once

/** Messages that hold all words, newest first; stopped when stop says so. */
export async function searchHere(conversations: string[], words: string[], most: number, stop: () => boolean): Promise<Message[]> {
  const found: Message[] = []
  for (let i = 0; i < conversations.length && found.length < most && !stop(); i += atATime) {
    const some = await Promise.all(conversations.slice(i, i + atATime).map((id) => messagesOf(household.db(), id)))
    for (const messages of some) found.push(...messages.filter((m) => holds(textOf(m), words)))
  }
  return found.sort((a, b) => Number(b.atMs - a.atMs)).slice(0, most)
}
