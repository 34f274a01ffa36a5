// Words of one part of the app, beside that part, so that they are loaded with it. Those of every screen are in ko.ts, en.ts.
import { language } from './m.svelte'

/** Words in both languages; the call gives those of the language that is spoken now: `const w = words({ send: '보내기' }, { send: 'Send' })`, `w().send`. */
export const words =
  <T>(ko: T, en: NoInfer<T>): (() => T) =>
  () =>
    language() === 'en' ? en : ko
