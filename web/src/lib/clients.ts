// Makes the clients of one device: of the page itself (api.ts), and of each device in a trial of many (web/merges).
import { createClient, type Interceptor } from '@connectrpc/connect'
import { createConnectTransport } from '@connectrpc/connect-web'
import { ChannelService } from '../gen/dangol/channel/v1/channel_pb'
import { GuestService } from '../gen/dangol/channel/v1/guest_pb'
import { SessionService } from '../gen/dangol/session/v1/session_pb'
import { ShopService } from '../gen/dangol/shop/v1/shop_pb'
import { SyncService } from '../gen/dangol/sync/v1/sync_pb'
import { type Command, commands } from './commands'

/** What a command's answer may say. */
export interface Answer {
  block?: bigint
  [name: string]: unknown
}

type Call = (message: unknown, options: { signal: AbortSignal }) => Promise<Answer>

/** The clients of a device: where the server is, what goes with each request, and over which net. */
export function clientsOf(baseUrl: string, mark: Interceptor, net?: typeof fetch) {
  const transport = createConnectTransport({ baseUrl, useBinaryFormat: true, interceptors: [mark], ...(net && { fetch: net }) })
  const sessions = createClient(SessionService, transport)
  const shops = createClient(ShopService, transport)
  const sync = createClient(SyncService, transport)
  const channels = createClient(ChannelService, transport)
  const guests = createClient(GuestService, transport)

  /** Sends a command to the service that takes it. */
  function call(rpc: Command, message: unknown, options: { signal: AbortSignal }): Promise<Answer> {
    const service = commands[rpc].service
    const client = service === ChannelService ? channels : service === GuestService ? guests : shops
    return (client as unknown as Record<string, Call>)[rpc]?.(message, options) ?? Promise.reject(new Error(rpc))
  }
  return { sessions, shops, sync, channels, guests, call }
}

export type Clients = ReturnType<typeof clientsOf>
