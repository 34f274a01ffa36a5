// A sentence at the edge of the screen, with a way back where there is one.
export interface Word { text: string; undo?: () => void }

let word = $state.raw<Word | null>(null)
let timer = 0

export const toast = {
  get word() {
    return word
  },
}

export function tell(text: string, undo?: () => void): void {
  word = { text, undo }
  clearTimeout(timer)
  timer = window.setTimeout(() => (word = null), 8000)
}

export function hush(): void {
  word = null
}
