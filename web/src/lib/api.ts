// The page's own clients. Tokens travel in a header: cookies do not travel between sites.
import type { Interceptor } from '@connectrpc/connect'
import { clientsOf } from './clients'
import { spoken } from './errors'

export type { Answer } from './clients'

let token = ''
export const useToken = (t: string) => (token = t)

const bearer: Interceptor = (next) => (request) => {
  if (token && !request.header.has('Authorization')) request.header.set('Authorization', `Bearer ${token}`)
  request.header.set('Accept-Language', spoken())
  return next(request)
}

export const { sessions, shops, sync, channels, guests, call } = clientsOf(location.origin, bearer)

/** Ends a session that is not this device's any more, if it still has one. */
export const endOf = (left: { token: string; commandId: string }) =>
  sessions.signOut({ commandId: left.commandId }, { headers: { Authorization: `Bearer ${left.token}` }, timeoutMs: 8000 })
