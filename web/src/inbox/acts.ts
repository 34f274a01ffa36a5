// What is done with a conversation, each with its way back.
import { type Conversation, Stand } from '../gen/dangol/channel/v1/resource_pb'
import { give } from '../lib/store.svelte'
import { tell } from '../ui/toast.svelte'
import { w } from './words'

/** Sets where a conversation stands; back is done beside the undoing. */
export async function setStand(c: Conversation, stand: Stand, { followUpMs = 0, back = () => {} } = {}): Promise<void> {
  const before = { stand: c.stand, followUpMs: c.followUpMs }
  await give('changeConversation', { conversationId: c.id, stand, followUpMs: BigInt(followUpMs) })
  const undo = () => {
    void give('changeConversation', { conversationId: c.id, ...before })
    back()
  }
  tell(stand === Stand.DONE ? w().nowDone : w().nowStand(w().stands[stand] ?? ''), undo)
}

export const assign = (c: Conversation, staffId: string) => give('changeConversation', { conversationId: c.id, staffId })
export const addLabel = (c: Conversation, label: string) => give('changeConversation', { conversationId: c.id, addLabels: [label] })
export const removeLabel = (c: Conversation, label: string) => give('changeConversation', { conversationId: c.id, removeLabels: [label] })

const marking = new Map<string, number>() // up to where this page has said that a conversation is read

/** Says that all of a conversation is read, once. */
export function markRead(c: Conversation): void {
  if (c.unread === 0 || (marking.get(c.id) ?? 0) >= c.lastSeq) return
  marking.set(c.id, c.lastSeq)
  void give('markRead', { conversationId: c.id, seq: c.lastSeq })
}

export function markUnread(c: Conversation): void {
  marking.delete(c.id)
  void give('markRead', { conversationId: c.id, seq: 0 })
}
