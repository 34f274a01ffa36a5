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

/** A word with the ending that its last letter wants: "확정으로", "취소로"; other letters than Korean ones get both. */
export function towards(word: string): string {
  const code = word.charCodeAt(word.length - 1) - 0xac00
  if (code < 0 || code >= 11172) return `‘${word}’(으)로`
  const final = code % 28 // 0 is none, 8 is ㄹ
  return `‘${word}’${final === 0 || final === 8 ? '로' : '으로'}`
}
