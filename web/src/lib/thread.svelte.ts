// Opens the shop's conversations.
//
//   const thread = openThread(id)         thread.messages, thread.unsent(m), await thread.older(), thread.close()
import { channels } from './api'
import { Thread } from './conversation.svelte'
import { household, store } from './store.svelte'

const patience = 8000 // milliseconds until older messages are given up

const house = {
  ...household,
  before: async (conversationId: string, beforeSeq: number, limit: number) =>
    (await channels.readMessages({ shopId: store.session?.shopId ?? '', conversationId, beforeSeq, limit }, { timeoutMs: patience })).messages,
}

/** Opens a conversation to read it; close it when nobody looks any more. */
export const openThread = (conversationId: string) => new Thread(conversationId, house)
