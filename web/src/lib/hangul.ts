// Searching as people type in Korean: by initial consonants (ㄱㅁㅈ finds 김민지), by any part, by the last four digits.

const initials = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'

/** The initial consonants of a text; other letters stay. */
export function initialsOf(text: string): string {
  let out = ''
  for (const c of text) {
    const code = c.charCodeAt(0) - 0xac00
    out += code >= 0 && code < 11172 ? initials[Math.floor(code / 588)] : c
  }
  return out
}

/** Whether a text holds what was typed. */
export function matches(text: string, typed: string): boolean {
  const want = typed.replaceAll(' ', '').toLowerCase()
  const have = text.replaceAll(' ', '').toLowerCase()
  if (want === '') return true
  if (have.includes(want)) return true
  return [...want].every((c) => initials.includes(c)) && initialsOf(have).includes(want)
}
