// The language: Korean at once, others when they are chosen.
import { useLanguage } from './errors'
import { ko, type Messages } from './ko'

let chosen = $state.raw<Messages>(ko)
let code = $state('ko')

export const m = new Proxy({} as Messages, { get: (_, key) => chosen[key as keyof Messages] })

export function language(): string {
  return code
}

export async function speak(to: string): Promise<void> {
  chosen = to === 'en' ? (await import('./en')).en : ko
  code = to
  useLanguage(to)
  document.documentElement.lang = to
  localStorage.setItem('language', to)
}
