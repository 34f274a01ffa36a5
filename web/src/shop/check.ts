// Which deposits a person must look at: the one place that says so, for the badge, the pane beside the board and the screen.
import { type Deposit, DepositState } from '../gen/dangol/shop/v1/resource_pb'

const unmatched = (d: Deposit) => d.state === DepositState.UNMATCHED

/** Those that may pay an order. */
export const toCheck = (all: readonly Deposit[]) => all.filter((d) => unmatched(d) && d.candidates.length > 0)

/** Those for which no order was found. They wait for nobody: often they are no order's money. */
export const withoutOrder = (all: readonly Deposit[]) => all.filter((d) => unmatched(d) && d.candidates.length === 0)
