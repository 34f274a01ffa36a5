// What is being written in each conversation, so that going from one to another loses nothing, nor does a reload.
import { keepScrap, scrap } from '../lib/scrap'
import { household } from '../lib/store.svelte'
import { boxOf } from '../lib/vault'

const key = 'drafts'
const most = 50 // conversations whose draft is kept
const longest = 4000 // letters

interface Draft {
  talk: string
  reply: string
  note: string
  last: string // what was sent or thrown away last: Up in an empty box brings it back
}

// In this tab's own store, sealed: it goes with the tab, and no other shop's people find it.
const box = () => boxOf(household.db())
const all = () => (scrap(sessionStorage, key, box()) as Draft[] | undefined) ?? []

export const draftOf = (talk: string): Draft => all().find((d) => d.talk === talk) ?? { talk, reply: '', note: '', last: '' }

export function keepDraft(d: Draft): void {
  const others = all().filter((o) => o.talk !== d.talk)
  const cut = { ...d, reply: d.reply.slice(0, longest), note: d.note.slice(0, longest), last: d.last.slice(0, longest) }
  const empty = d.reply === '' && d.note === '' && d.last === ''
  keepScrap(sessionStorage, key, box(), (empty ? others : [...others, cut]).slice(-most))
}
