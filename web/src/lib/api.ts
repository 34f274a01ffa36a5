// The one file that makes clients. Tokens travel in a header: cookies do not travel between sites.
import { Code, ConnectError, createClient, type Interceptor } from '@connectrpc/connect'
import { createConnectTransport } from '@connectrpc/connect-web'
import { FaultSchema } from '../gen/dangol/fault/v1/fault_pb'
import { SessionService } from '../gen/dangol/session/v1/session_pb'
import { ShopService } from '../gen/dangol/shop/v1/shop_pb'
import { SyncService } from '../gen/dangol/sync/v1/sync_pb'

let token = ''
export const useToken = (t: string) => (token = t)

const bearer: Interceptor = (next) => (request) => {
  if (token) request.header.set('Authorization', `Bearer ${token}`)
  request.header.set('Accept-Language', document.documentElement.lang)
  return next(request)
}

const transport = createConnectTransport({ baseUrl: location.origin, useBinaryFormat: true, interceptors: [bearer] })

export const sessions = createClient(SessionService, transport)
export const shops = createClient(ShopService, transport)
export const sync = createClient(SyncService, transport)

/** What a person is told of an error. */
export function sentence(error: unknown): string {
  const told = ConnectError.from(error)
  const fault = told.findDetails(FaultSchema)[0]
  if (!fault) return told.rawMessage
  return document.documentElement.lang === 'en' ? fault.en : fault.ko
}

/** Whether the same request may go through later: no answer, too busy, stopping. */
export function isPassing(error: unknown): boolean {
  const code = ConnectError.from(error).code
  return [Code.Unavailable, Code.DeadlineExceeded, Code.Unknown, Code.Canceled, Code.ResourceExhausted].includes(code)
}

export const isSignedOut = (error: unknown) => ConnectError.from(error).code === Code.Unauthenticated
