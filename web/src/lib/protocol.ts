// What the pages and the workers of one browser say to each other, on one channel. Only one worker streams and sends
// (sync.worker.ts); what it brings, and what any page gives it to send, is told to all.
import type { Cursor, Waiting } from './db'

/** The channel's name, and that of the lock which the streaming worker holds. */
export const channelName = 'dangol'
export const lockName = 'dangol-sync'

/** How the line to the server is. Ready: the device has had a whole copy once. */
export interface Link {
  state: 'connecting' | 'live' | 'offline'
  ready: boolean
}

/** A sentence in both languages. */
export interface Sentence {
  ko: string
  en: string
}

/** A row as the server says it; without data it is gone. */
export interface Row {
  kind: string
  id: string
  data: Uint8Array
}

export type Event =
  /** Rows have changed; the device's store holds them already, up to the cursor. Anew: all others are gone. */
  | { t: 'rows'; rows: Row[]; cursor: Cursor; anew: boolean }
  /** A command was put into the outbox. */
  | { t: 'given'; one: Waiting }
  /** A command has left the outbox: it is answered. Refused: why it was not done. */
  | { t: 'gone'; id: string; refused?: Sentence }
  | { t: 'link'; link: Link }
  /** The server does not know this device any more. */
  | { t: 'ended' }
  /** Another, or nobody, is signed in. */
  | { t: 'session' }
  /** To the streaming worker: who is there, tell the link. */
  | { t: 'hello' }
  /** To the streaming worker: a person looks, or the net is back; be quick. */
  | { t: 'wake' }

/** To a page's own worker: whoever should stream sleeps; take its place. */
export interface Take {
  t: 'take'
}
