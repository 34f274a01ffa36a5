// What a failed request means, and what a person is told of it.
import { Code, ConnectError } from '@connectrpc/connect'
import { FaultSchema } from '../gen/dangol/fault/v1/fault_pb'
import type { Sentence } from './protocol'

let language = 'ko'
export const useLanguage = (code: string) => (language = code)
export const spoken = () => language

/** The words that our server gave; undefined where something else answered: a proxy, the network, the browser. */
const fault = (error: unknown): Sentence | undefined => {
  const told = ConnectError.from(error).findDetails(FaultSchema)[0]
  return told && { ko: told.ko, en: told.en }
}

/** What a person is told of an error, in both languages. */
export function sentences(error: unknown): Sentence {
  return fault(error) ?? { ko: '지금은 서버에 닿지 않아요. 잠시 뒤에 다시 해 주세요.', en: 'The server cannot be reached. Please try again in a moment.' }
}

/** The same in the language that is chosen. */
export function sentence(error: unknown): string {
  return language === 'en' ? sentences(error).en : sentences(error).ko
}

/** Codes under which the same request may go through later: no answer, too busy, stopping, broken. */
const passing = [Code.Unavailable, Code.DeadlineExceeded, Code.Unknown, Code.Canceled, Code.ResourceExhausted, Code.Internal, Code.Unauthenticated]

/** Whether our own server has said no, for good. Whatever else is in the way (a proxy's page, a hotel's sign-in) may pass. */
export const isRefusal = (error: unknown) => fault(error) !== undefined && !passing.includes(ConnectError.from(error).code)

/** Whether our own server does not know this device any more. */
export const isSignedOut = (error: unknown) => fault(error) !== undefined && ConnectError.from(error).code === Code.Unauthenticated
