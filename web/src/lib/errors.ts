// What a failed request means, and what a person is told of it.
import { Code, ConnectError } from '@connectrpc/connect'
import { FaultSchema } from '../gen/dangol/fault/v1/fault_pb'
import type { Sentence } from './protocol'

let language = 'ko'
export const useLanguage = (code: string) => (language = code)
export const spoken = () => language

/** What a person is told of an error, in both languages. */
export function sentences(error: unknown): Sentence {
  const told = ConnectError.from(error)
  const fault = told.findDetails(FaultSchema)[0]
  if (fault) return { ko: fault.ko, en: fault.en }
  if (isPassing(error)) return { ko: '지금은 서버에 닿지 않아요. 잠시 뒤에 다시 해 주세요.', en: 'The server cannot be reached. Please try again in a moment.' }
  return { ko: told.rawMessage, en: told.rawMessage }
}

/** The same in the language that is chosen. */
export function sentence(error: unknown): string {
  return language === 'en' ? sentences(error).en : sentences(error).ko
}

/** Whether the same request may go through later: no answer, too busy, stopping. */
export function isPassing(error: unknown): boolean {
  const code = ConnectError.from(error).code
  return [Code.Unavailable, Code.DeadlineExceeded, Code.Unknown, Code.Canceled, Code.ResourceExhausted].includes(code)
}

export const isSignedOut = (error: unknown) => ConnectError.from(error).code === Code.Unauthenticated
