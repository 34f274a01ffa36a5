import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { reason, reasonWords } from '../src/shop/reasons'
import { unread } from '../src/shop/unread'

test('every reason of the server is said to people, and no other', () => {
  const source = readFileSync('../match/marks.go', 'utf8')
  const named = Object.fromEntries([...source.matchAll(/^\t(\w+)\s+Reason = "(\w+)"/gm)].map((f) => [f[1], f[2]]))
  const table = source.slice(source.indexOf('var reasons'))
  const words = [...table.matchAll(/^\t\{(?:"(\w+)"|(\w+)), fault\.Sentence/gm)].map((f) => f[1] ?? named[f[2] ?? ''])
  expect(words.length).toBeGreaterThan(50)
  expect([...reasonWords].sort()).toEqual([...words].sort())
  expect(reason('code', 'en')).toMatch(/code/)
  expect(reason('person', 'ko')).toBe('가게에서 확인했어요')
  expect(reason('of_a_newer_server', 'ko')).toBe('of a newer server')
})

test('every line that cannot be read has its reason in words', () => {
  const words = ['chatlog', 'bankfile'].flatMap((dir) =>
    readdirSync(`../${dir}`).filter((f) => f.endsWith('.go') && !f.endsWith('_test.go'))
      .flatMap((f) => [...readFileSync(`../${dir}/${f}`, 'utf8').matchAll(/\bReason\w+\s+Reason = "(\w+)"/g)].map((found) => found[1])))
  expect(words.length).toBeGreaterThan(10)
  expect(Object.keys(unread).sort()).toEqual([...new Set(words)].sort())
})
