// Fields in texts that the shop writes once and sends often: "{name}" becomes the customer's name.
import { words } from '../lib/words'

export const replyFields = ['name', 'pickup', 'code', 'total', 'account', 'pay_by', 'shop'] as const
export const newsFields = ['name', 'shop'] as const
export type Field = (typeof replyFields)[number]

export const fieldWords = words(
  { name: '손님 이름', pickup: '픽업 시간', code: '입금자명', total: '합계', account: '계좌', pay_by: '입금 기한', shop: '가게 이름' } satisfies Record<Field, string>,
  { name: 'customer', pickup: 'pickup', code: 'depositor name', total: 'total', account: 'account', pay_by: 'pay by', shop: 'shop' },
)

export const samples = words(
  { name: '이서연', pickup: '11월 28일 (토) 오후 3:00', code: '이서연47', total: '44,000원', account: '국민 123456-01-000000', pay_by: '오늘 오후 6:00', shop: '' } as Record<Field, string>,
  { name: 'Seoyeon', pickup: 'Sat 28 Nov 15:00', code: '이서연47', total: '₩44,000', account: 'KB 123456-01-000000', pay_by: 'today 18:00', shop: '' } as Record<Field, string>,
)

/** The text with sample words in the place of its fields. */
export const filled = (text: string, shop: string, account: string) =>
  text.replaceAll(/\{(\w+)\}/g, (all, f: Field) => (f === 'shop' ? shop : f === 'account' && account ? account : (samples()[f] ?? all)))

/** Braces that are no field: they would be sent as they stand. */
export const unknownFields = (text: string, known: readonly string[]) => [...text.matchAll(/\{([^{}\s]{0,20})\}/g)].map((f) => f[1] ?? '').filter((f) => !known.includes(f))
