// The commands that a device keeps until they are answered: what each is made of, which service takes it, and what it makes.
import type { DescMessage, DescService } from '@bufbuild/protobuf'
import * as channelv1 from '../gen/dangol/channel/v1/channel_pb'
import * as guestv1 from '../gen/dangol/channel/v1/guest_pb'
import * as shopv1 from '../gen/dangol/shop/v1/shop_pb'

interface Kind<S extends DescMessage> {
  schema: S
  service: DescService
  /** The field of the answer that names what was made. */
  makes?: string
}

const shop = <S extends DescMessage>(schema: S, makes?: string): Kind<S> => ({ schema, service: shopv1.ShopService, makes })
const channel = <S extends DescMessage>(schema: S, makes?: string): Kind<S> => ({ schema, service: channelv1.ChannelService, makes })
const guest = <S extends DescMessage>(schema: S, makes?: string): Kind<S> => ({ schema, service: guestv1.GuestService, makes })

export const commands = {
  changeShop: shop(shopv1.ChangeShopRequestSchema), addStaff: shop(shopv1.AddStaffRequestSchema, 'staffId'),
  removeStaff: shop(shopv1.RemoveStaffRequestSchema), addItem: shop(shopv1.AddItemRequestSchema, 'itemId'),
  changeItem: shop(shopv1.ChangeItemRequestSchema), retireItem: shop(shopv1.RetireItemRequestSchema),
  changeCustomer: shop(shopv1.ChangeCustomerRequestSchema), placeOrder: shop(shopv1.PlaceOrderRequestSchema, 'orderId'),
  changeOrder: shop(shopv1.ChangeOrderRequestSchema), moveOrder: shop(shopv1.MoveOrderRequestSchema),
  noteOrder: shop(shopv1.NoteOrderRequestSchema), recordPayment: shop(shopv1.RecordPaymentRequestSchema),
  recordRefund: shop(shopv1.RecordRefundRequestSchema), matchDeposit: shop(shopv1.MatchDepositRequestSchema),
  undoMatch: shop(shopv1.UndoMatchRequestSchema), ignoreDeposit: shop(shopv1.IgnoreDepositRequestSchema),
  issueLink: shop(shopv1.IssueLinkRequestSchema), endSession: shop(shopv1.EndSessionRequestSchema),

  post: channel(channelv1.PostRequestSchema, 'messageId'), sendCard: channel(channelv1.SendCardRequestSchema, 'messageId'),
  markRead: channel(channelv1.MarkReadRequestSchema), changeConversation: channel(channelv1.ChangeConversationRequestSchema),
  joinCustomer: channel(channelv1.JoinCustomerRequestSchema), addNote: channel(channelv1.AddNoteRequestSchema, 'noteId'),
  removeNote: channel(channelv1.RemoveNoteRequestSchema), answerWish: channel(channelv1.AnswerWishRequestSchema, 'messageId'),
  changeCard: channel(channelv1.ChangeCardRequestSchema), changeDesk: channel(channelv1.ChangeDeskRequestSchema),
  saveReply: channel(channelv1.SaveReplyRequestSchema, 'replyId'), removeReply: channel(channelv1.RemoveReplyRequestSchema),
  schedule: channel(channelv1.ScheduleRequestSchema, 'scheduledId'), unschedule: channel(channelv1.UnscheduleRequestSchema),
  startBroadcast: channel(channelv1.StartBroadcastRequestSchema, 'broadcastId'), stopBroadcast: channel(channelv1.StopBroadcastRequestSchema),
  takeAlert: channel(channelv1.TakeAlertRequestSchema), makeAlertKey: channel(channelv1.MakeAlertKeyRequestSchema, 'alertKeyId'),
  endAlertKey: channel(channelv1.EndAlertKeyRequestSchema),

  say: guest(guestv1.SayRequestSchema, 'messageId'), press: guest(guestv1.PressRequestSchema, 'messageId'),
  submit: guest(guestv1.SubmitRequestSchema, 'messageId'), wishFor: guest(guestv1.WishForRequestSchema, 'messageId'),
  mark: guest(guestv1.MarkRequestSchema), changeMe: guest(guestv1.ChangeMeRequestSchema),
} as const

export type Command = keyof typeof commands

/** What a command is made of. */
export type Schema<C extends Command> = (typeof commands)[C]['schema']

/** Whether this version of the app knows a command. */
export const isCommand = (rpc: string): rpc is Command => rpc in commands

/** Whether a command makes a thing. */
export const isMaking = (rpc: string): boolean => isCommand(rpc) && (commands[rpc] as { makes?: string }).makes !== undefined

export const schemaOf = (rpc: string): DescMessage => commands[rpc as Command].schema

/** The fields by which commands name things that may have been made by a command before them. */
export const naming = ['orderId', 'itemId', 'staffId', 'noteId', 'replyId', 'scheduledId', 'broadcastId', 'alertKeyId'] as const
