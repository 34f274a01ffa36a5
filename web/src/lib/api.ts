// The one file that makes clients. Tokens travel in a header: cookies do not travel between sites.
import { createClient, type Interceptor } from '@connectrpc/connect'
import { createConnectTransport } from '@connectrpc/connect-web'
import { ChannelService } from '../gen/dangol/channel/v1/channel_pb'
import { GuestService } from '../gen/dangol/channel/v1/guest_pb'
import { SessionService } from '../gen/dangol/session/v1/session_pb'
import { ShopService } from '../gen/dangol/shop/v1/shop_pb'
import { SyncService } from '../gen/dangol/sync/v1/sync_pb'
import { type Command, commands } from './commands'
import { spoken } from './errors'

let token = ''
export const useToken = (t: string) => (token = t)

const bearer: Interceptor = (next) => (request) => {
  if (token && !request.header.has('Authorization')) request.header.set('Authorization', `Bearer ${token}`)
  request.header.set('Accept-Language', spoken())
  return next(request)
}

const transport = createConnectTransport({ baseUrl: location.origin, useBinaryFormat: true, interceptors: [bearer] })

export const sessions = createClient(SessionService, transport)
export const shops = createClient(ShopService, transport)
export const sync = createClient(SyncService, transport)
export const channels = createClient(ChannelService, transport)
export const guests = createClient(GuestService, transport)

/** What a command's answer may say. */
export interface Answer {
  block?: bigint
  [name: string]: unknown
}

type Call = (message: unknown, options: { signal: AbortSignal }) => Promise<Answer>

/** Sends a command to the service that takes it. */
export function call(rpc: Command, message: unknown, options: { signal: AbortSignal }): Promise<Answer> {
  const service = commands[rpc].service
  const client = service === ChannelService ? channels : service === GuestService ? guests : shops
  return (client as unknown as Record<string, Call>)[rpc]?.(message, options) ?? Promise.reject(new Error(rpc))
}

/** Ends a session that is not this device's any more, if it still has one. */
export const endOf = (left: { token: string; commandId: string }) =>
  sessions.signOut({ commandId: left.commandId }, { headers: { Authorization: `Bearer ${left.token}` }, timeoutMs: 8000 })
