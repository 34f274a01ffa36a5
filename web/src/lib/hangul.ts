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

const blank = /[\s-]/g // neither blanks nor the hyphens of phone numbers matter

/** Whether a text holds what was typed. A consonant alone stands for every syllable that begins with it, so that a name is
 * found while it is still being typed: 김ㅁ, ㄱㅁㅈ. */
export function matches(text: string, typed: string): boolean {
  const want = typed.replaceAll(blank, '').toLowerCase()
  const have = text.replaceAll(blank, '').toLowerCase()
  if (have.includes(want)) return true
  if (![...want].some((c) => initials.includes(c))) return false
  const first = initialsOf(have)
  for (let at = 0; at + want.length <= have.length; at++) {
    let i = 0
    while (i < want.length && (want[i] === have[at + i] || want[i] === first[at + i])) i++
    if (i === want.length) return true
  }
  return false
}

/** A word with the ending that its last letter wants: "확정으로", "취소로"; other letters than Korean ones get both. */
export function towards(word: string): string {
  const code = word.charCodeAt(word.length - 1) - 0xac00
  if (code < 0 || code >= 11172) return `‘${word}’(으)로`
  const final = code % 28 // 0 is none, 8 is ㄹ
  return `‘${word}’${final === 0 || final === 8 ? '로' : '으로'}`
}
