// The commands that a device keeps until they are answered, and what each is made of.
import * as shopv1 from '../gen/dangol/shop/v1/shop_pb'

export const commands = {
  changeShop: shopv1.ChangeShopRequestSchema, addStaff: shopv1.AddStaffRequestSchema, removeStaff: shopv1.RemoveStaffRequestSchema,
  addItem: shopv1.AddItemRequestSchema, changeItem: shopv1.ChangeItemRequestSchema, retireItem: shopv1.RetireItemRequestSchema,
  changeCustomer: shopv1.ChangeCustomerRequestSchema, placeOrder: shopv1.PlaceOrderRequestSchema,
  changeOrder: shopv1.ChangeOrderRequestSchema, moveOrder: shopv1.MoveOrderRequestSchema, noteOrder: shopv1.NoteOrderRequestSchema,
  recordPayment: shopv1.RecordPaymentRequestSchema, matchDeposit: shopv1.MatchDepositRequestSchema,
  undoMatch: shopv1.UndoMatchRequestSchema, ignoreDeposit: shopv1.IgnoreDepositRequestSchema, issueLink: shopv1.IssueLinkRequestSchema,
  endSession: shopv1.EndSessionRequestSchema,
} as const

export type Command = keyof typeof commands
