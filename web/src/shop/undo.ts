import { type Deposit, type DepositPart } from '../gen/dangol/shop/v1/resource_pb'
import { give } from '../lib/store.svelte'

/** What a deposit was seen to pay; no parts: it was seen to pay no order. */
type Seen = Pick<DepositPart, 'orderId' | 'amountWon'>[] | 'ignored'

/** Takes back what a deposit pays, as it was seen: when somebody has matched it anew meanwhile, that stays. */
export function undoMatch(depositId: string, seen: Seen): Promise<string> {
  return give('undoMatch', { depositId, seen: seen === 'ignored' ? { ignored: true } : { parts: seen.map(({ orderId, amountWon }) => ({ orderId, amountWon })) } })
}

export const seenOf = (d: Deposit): Seen => (d.parts.length > 0 ? d.parts : 'ignored')

/** What was taken back is matched, or set aside, as it was. */
export function matchAgain(d: Deposit): Promise<string> {
  if (d.parts.length === 0) return give('ignoreDeposit', { depositId: d.id })
  const parts = d.parts.map(({ orderId, amountWon }) => ({ orderId, amountWon }))
  return give('matchDeposit', { depositId: d.id, parts, learn: !d.automatic })
}
