// What can go wrong on the device itself, in words.
import type { Sentence } from './protocol'

const nameOf = (error: unknown) => (error instanceof Error || error instanceof DOMException ? error.name : '')

/** Whether the device has no room left. */
export const isFull = (error: unknown) => nameOf(error) === 'QuotaExceededError'

/** What a person is told when the device could not keep something. */
export function trouble(error: unknown): Sentence {
  if (isFull(error)) {
    return {
      ko: '이 기기에 빈 자리가 없어서 저장하지 못했어요. 사진이나 안 쓰는 앱을 지우고 다시 해 주세요.',
      en: 'This device is full, so nothing could be saved. Please delete some photos or apps and try again.',
    }
  }
  return {
    ko: '이 기기에 저장하지 못했어요. 화면을 새로 고치고 다시 해 주세요.',
    en: 'This could not be saved on the device. Please reload the page and try again.',
  }
}

/** Of a browser that keeps nothing: a private window, or storage that is switched off. */
export const nowhere: Sentence = {
  ko: '이 브라우저에는 주문을 저장할 수 없어요. 시크릿 창이면 보통 창에서 열어 주세요.',
  en: 'This browser keeps nothing. If this is a private window, please use an ordinary one.',
}

/** Of a command that hangs on one that did not go through, or is of another version of the app. */
export const unsendable: Sentence = {
  ko: '먼저 한 일이 되지 않아서 이 일도 하지 못했어요.',
  en: 'What this depends on was not done, so this was not done either.',
}

/** Of a command that a person has taken out of the queue. */
export const stopped: Sentence = {
  ko: '보내다가 멈췄어요. 서버에 이미 닿았을 수도 있으니, 버리기 전에 확인해 주세요.',
  en: 'Stopped while it was being sent. It may have arrived already: please check before you throw it away.',
}
