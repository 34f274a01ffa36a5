// Faults that are put in on purpose: the trial must find each, or it is not worth its time.
import type { Clients } from '../src/lib/clients'
import { newCommand } from '../src/lib/id'

type Call = Clients['call']

export interface Plant {
  /** What becomes of a command on its way. */
  send?: (call: Call) => Call
  /** What was refused goes, and nobody has seen it. */
  drop?: boolean
}

const every = 5
let n = 0

/** Sends a command once more, as something new. */
const twice = (call: Call): Call => async (rpc, message, options) => {
  const answer = await call(rpc, message, options)
  if (++n % every === 0) await call(rpc, { ...(message as object), commandId: newCommand() }, options).catch(() => undefined)
  return answer
}

/** Says of a command that it was done, which it was not. */
const never = (call: Call): Call => async (rpc, message, options) => (++n % every === 0 ? { block: 0n } : call(rpc, message, options))

export const plants: Record<string, Plant> = { double: { send: twice }, lose: { send: never }, drop: { drop: true } }
