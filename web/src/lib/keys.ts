// Working by keyboard alone. Keys are known by where they lie on the board (event.code), not by the letter they bear: with the
// Korean input on, the key of J says ㅓ. Single keys act only where nothing is being written, and can be turned off.
//
//   const off = onKeys({ next: () => …, reply: () => … })     a screen says what it can do
//   addEventListener('keydown', pressed)                       once, by the app

/** What keys can ask for. */
export type Act = 'help' | 'jump' | 'search' | 'inbox' | 'board' | 'deposits' | 'calendar' | 'next' | 'previous' | 'reply' | 'note' | 'done' | 'leave'

/** Of a keyboard event what is looked at. */
export interface Press {
  code: string
  keyCode?: number
  isComposing?: boolean
  ctrlKey?: boolean
  metaKey?: boolean
  altKey?: boolean
  shiftKey?: boolean
}

/** Whether a key belongs to the input method: the Enter that ends a syllable sends nothing. */
export const composes = (e: Press) => e.isComposing === true || e.keyCode === 229

/** How long after G the second key of a place is waited for, in milliseconds. */
export const patience = 1500

const places: Record<string, Act> = { KeyI: 'inbox', KeyB: 'board', KeyD: 'deposits', KeyC: 'calendar' }
const singles: Record<string, Act> = { Slash: 'search', KeyJ: 'next', KeyK: 'previous', KeyR: 'reply', KeyN: 'note', KeyE: 'done' }

/** Where a press happens: while something is written, below an open dialog, after a G. */
export interface Where {
  writing: boolean
  dialog: boolean
  single: boolean
  afterG: boolean
}

/** What a press asks for; 'g' begins the way to a place, undefined is nothing of ours. */
export function actOf(e: Press, at: Where): Act | 'g' | undefined {
  if (at.writing && composes(e)) return undefined
  if ((e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey && e.code === 'KeyK') return at.dialog ? undefined : 'jump'
  if (e.ctrlKey || e.metaKey || e.altKey) return undefined
  if (e.code === 'Escape') return at.writing && !at.dialog ? 'leave' : undefined
  if (at.writing || at.dialog || !at.single) return undefined
  if (e.code === 'Slash' && e.shiftKey) return 'help'
  if (e.shiftKey) return undefined
  if (at.afterG) return places[e.code]
  return e.code === 'KeyG' ? 'g' : singles[e.code]
}

const kept = 'single-keys' // "off" when a person does not want them
export const singleKeys = () => localStorage.getItem(kept) !== 'off'
export const useSingleKeys = (on: boolean) => localStorage.setItem(kept, on ? 'on' : 'off')

type Does = Partial<Record<Act, () => void>>
const screens: Does[] = []

/** Says what a screen does; the newest screen that knows an act is asked. The function that is given ends it. */
export function onKeys(does: Does): () => void {
  screens.push(does)
  return () => void screens.splice(screens.indexOf(does), 1)
}

const fields = 'input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable=true]'
let lastG = -patience

/** Takes a press, if it is one of ours. */
export function pressed(e: KeyboardEvent): void {
  if (e.defaultPrevented || e.repeat && e.code !== 'KeyJ' && e.code !== 'KeyK') return
  const field = (e.target as Element | null)?.closest?.(fields)
  const act = actOf(e, {
    writing: field != null, dialog: document.querySelector('dialog[open]') !== null, single: singleKeys(), afterG: e.timeStamp - lastG < patience,
  })
  lastG = act === 'g' ? e.timeStamp : -patience
  if (act === undefined || act === 'g') return
  if (act === 'leave') return (field as HTMLElement).blur()
  const does = screens.findLast((s) => s[act])?.[act]
  if (!does) return
  e.preventDefault()
  does()
}
