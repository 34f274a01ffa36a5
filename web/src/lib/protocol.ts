// What the pages and the workers of one browser say to each other, on one channel. Only one worker streams and sends
// (sync.worker.ts); what it brings, and what any page gives it to send, is told to all.
import type { Cursor, Refused, Waiting } from './db'

/** How the line to the server is. Ready: the device has had a whole copy once. */
export interface Link {
  state: 'connecting' | 'live' | 'offline'
  ready: boolean
}

/** How far the past has come onto the device: messages, of about so many. */
export interface History {
  got: number
  total: number
  done: boolean
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
  /** Rows have changed since a cursor; the device's store holds them already, up to the next. Anew: all others are gone. */
  | { t: 'rows'; rows: Row[]; from: Cursor; cursor: Cursor; anew: boolean }
  /** A command was put into the outbox, or what it says has changed. */
  | { t: 'given'; one: Waiting }
  /** A command is answered and has made a thing: told before the thing's row is, so that nobody sees both. */
  | { t: 'made'; id: string; made: string }
  /** A command has left the outbox: it is answered (made: the id of what it made), taken back, or refused. */
  | { t: 'gone'; id: string; made?: string; refused?: Refused }
  /** Refused commands have left their list: a person has dealt with them. */
  | { t: 'dropped'; ids: string[] }
  /** Something is wrong with the device that a person must know. */
  | { t: 'trouble'; say: Sentence }
  | { t: 'link'; link: Link }
  /** Messages of the past have come onto the device. */
  | { t: 'history'; history: History }
  /** The server does not know this device any more; its copy is gone. */
  | { t: 'ended' }
  /** Another, or nobody, is signed in. */
  | { t: 'session' }
  /** To the streaming worker: who is there, tell the link. */
  | { t: 'hello' }
  /** To the streaming worker: a person looks, or the net is back; be quick. */
  | { t: 'wake' }

/** To a page's own worker: whoever should stream sleeps, take its place; or the key that opens the device's copy. */
export type Take = { t: 'take' } | { t: 'key'; key: Uint8Array }
