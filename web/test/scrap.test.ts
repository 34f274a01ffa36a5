import { expect, test } from 'vitest'
import { keepScrap, scrap } from '../src/lib/scrap'
import { boxWith } from '../src/lib/vault'

const box = boxWith(new Uint8Array(32).fill(1))
const other = boxWith(new Uint8Array(32).fill(2))

function shelf(full = false) {
  const all = new Map<string, string>()
  return {
    all, getItem: (k: string) => all.get(k) ?? null, removeItem: (k: string) => void all.delete(k),
    setItem(k: string, v: string) {
      if (full) throw new DOMException('no room', 'QuotaExceededError')
      all.set(k, v)
    },
  }
}

test('what is written comes back, lies sealed, and opens with its own key alone', () => {
  const at = shelf()
  keepScrap(at, 'written', box, { text: '딸기 케이크 🎂 010-0000-1234' })
  expect(scrap(at, 'written', box)).toEqual({ text: '딸기 케이크 🎂 010-0000-1234' })
  expect(atob(at.all.get('written') ?? '')).not.toContain('010')
  expect(scrap(at, 'written', other)).toBeUndefined()
  keepScrap(at, 'written', box, undefined)
  expect(at.all.size).toBe(0)
})

test('no room, and what another version has left, stop nobody', () => {
  expect(() => keepScrap(shelf(true), 'written', box, 'x')).not.toThrow()
  const at = shelf()
  at.all.set('written', '안녕하세요')
  expect(scrap(at, 'written', box)).toBeUndefined()
  expect(scrap(at, 'nothing', box)).toBeUndefined()
})
