// The order form while it is built: questions, and what becomes of their answers.
import { type Block, BlockKind } from '../gen/dangol/channel/v1/resource_pb'

export interface Question {
  id: string
  label: string
  help: string
  kind: BlockKind
  required: boolean
  choices: { label: string; priceWon: number }[]
  field: string
}

/** As channel/desk holds them. */
export const limits = { blocks: 40, choices: 40, label: 80, help: 200 }

const { CHOICE, CHOICES, TEXT, LONG_TEXT, PHOTO, PICKUP, NUMBER, AGREE } = BlockKind

export const kinds = [CHOICE, CHOICES, TEXT, LONG_TEXT, NUMBER, PICKUP, PHOTO, AGREE]
export const hasChoices = (kind: BlockKind) => kind === CHOICE || kind === CHOICES

/**
 * Which fields of an order an answer of a kind may become; '' is a line of the requests, but for pictures and what was agreed
 * to. 'refunds' is of the shop's rules: they are shown to be agreed to, while there are any.
 */
export function fieldsFor(kind: BlockKind): string[] {
  switch (kind) {
    case PICKUP:
      return ['pickup']
    case NUMBER:
      return ['quantity', '']
    case PHOTO:
      return ['']
    case AGREE:
      return ['', 'refunds']
    case LONG_TEXT:
      return ['', 'requests', 'design', 'lettering', 'delivery_address']
    case CHOICES:
      return ['', 'flavor', 'candles', 'design', 'requests']
    default:
      return ['', 'item', 'size', 'flavor', 'design', 'lettering', 'candles', 'cooler_bag', 'delivery_address', 'depositor', 'requests']
  }
}

export const questionsOf = (form: Block[]): Question[] =>
  form.map((b) => ({ id: b.id, label: b.label, help: b.help, kind: b.kind, required: b.required, field: b.field, choices: b.choices.map((c) => ({ label: c.label, priceWon: Number(c.priceWon) })) }))

/** As the server takes it. */
export const blocksOf = (questions: Question[]) =>
  questions.map((q) => ({ ...q, label: q.label.trim(), help: q.help.trim(), choices: hasChoices(q.kind) ? q.choices.filter((c) => c.label.trim() !== '').map((c) => ({ label: c.label.trim(), priceWon: BigInt(c.priceWon) })) : [] }))

/** An id that no question of the form has. */
export function newId(questions: Question[]): string {
  const taken = new Set(questions.map((q) => q.id))
  let n = questions.length + 1
  while (taken.has(`q${n}`)) n++
  return `q${n}`
}

export function moved<T>(list: T[], from: number, by: number): T[] {
  const to = from + by
  const one = list[from]
  if (one === undefined || to < 0 || to >= list.length) return list
  const rest = list.filter((_, i) => i !== from)
  return [...rest.slice(0, to), one, ...rest.slice(to)]
}

export type FormFault = 'label' | 'choices' | 'twice'

/** What keeps a form from being saved, by question. */
export function faults(questions: Question[]): Map<string, FormFault> {
  const out = new Map<string, FormFault>()
  const fields = new Set<string>()
  for (const q of questions) {
    const choices = q.choices.map((c) => c.label.trim()).filter((l) => l !== '')
    if (q.label.trim() === '') out.set(q.id, 'label')
    else if (hasChoices(q.kind) && (choices.length === 0 || new Set(choices).size < choices.length)) out.set(q.id, 'choices')
    else if (q.field !== '' && q.field !== 'requests' && fields.has(q.field)) out.set(q.id, 'twice')
    fields.add(q.field)
  }
  return out
}

type Say = (ko: string, en: string) => string
type Ware = { name: string; won: number }

/**
 * A form that a cake shop can begin with: what such shops ask (the customer's name and phone are known by then). What the
 * shop sells are the first choices. What is said of refunds is asked once the shop has rules for them.
 */
export function cakeForm(wares: Ware[], say: Say): Question[] {
  const list = (...pairs: [ko: string, en: string, won?: number][]) => pairs.map(([ko, en, won = 0]) => ({ label: say(ko, en), priceWon: won }))
  const q = (id: string, kind: BlockKind, field: string, label: string, more: Partial<Question> = {}): Question => ({ id, kind, field, label, help: '', required: true, choices: [], ...more })
  const items = wares.length > 0 ? wares.slice(0, limits.choices).map((i) => ({ label: i.name, priceWon: i.won })) : list(['레터링 케이크', 'Lettering cake'], ['포토 케이크', 'Photo cake'], ['도시락 케이크', 'Lunch-box cake'])
  return [
    q('item', CHOICE, 'item', say('어떤 케이크를 원하세요?', 'Which cake would you like?'), { choices: items }),
    q('size', CHOICE, 'size', say('사이즈', 'Size'), { choices: list(['미니', 'Mini'], ['1호', 'Size 1'], ['2호', 'Size 2'], ['3호', 'Size 3']), help: say('1호는 2–3명, 2호는 4–6명이 드시기 좋아요.', 'Size 1 serves 2–3, size 2 serves 4–6.') }),
    q('quantity', NUMBER, 'quantity', say('수량', 'How many'), { required: false }),
    q('flavor', CHOICE, 'flavor', say('맛', 'Flavour'), { choices: list(['바닐라', 'Vanilla'], ['초코', 'Chocolate'], ['딸기', 'Strawberry'], ['당근', 'Carrot']) }),
    q('shape', CHOICE, '', say('모양', 'Shape'), { required: false, choices: list(['원형', 'Round'], ['하트', 'Heart'], ['사각', 'Square']) }),
    q('design', LONG_TEXT, 'design', say('디자인과 색', 'Design and colours'), { help: say('배경색과 글씨 색도 적어 주세요.', 'With the colours of background and letters.') }),
    q('photo', PHOTO, '', say('참고 사진', 'Pictures to go by'), { required: false }),
    q('lettering', TEXT, 'lettering', say('케이크에 넣을 문구', 'Words on the cake'), { help: say('적은 그대로 넣어요. 없으면 ‘없음’이라고 적어 주세요.', 'Written exactly as you type it; “none” for none.') }),
    q('candles', TEXT, 'candles', say('초', 'Candles'), { required: false, help: say('예: 긴 초 3개, 숫자 초 5', 'Like: 3 long ones, or the number 5') }),
    q('bag', CHOICE, 'cooler_bag', say('보냉백', 'Cooler bag'), { required: false, choices: list(['필요해요', 'Yes, please', 2000], ['괜찮아요', 'No, thank you']) }),
    q('pickup', PICKUP, 'pickup', say('픽업 날짜와 시간', 'Day and time of pickup')),
    q('address', TEXT, 'delivery_address', say('퀵으로 받을 주소', 'Address for delivery by courier'), { required: false, help: say('매장에서 찾으시면 비워 두세요.', 'Leave empty to fetch it yourself.') }),
    q('depositor', TEXT, 'depositor', say('입금자명', 'Name on the transfer'), { required: false, help: say('주문하신 분과 다를 때만 적어 주세요.', 'Only if it is not yours.') }),
    q('allergy', TEXT, '', say('알레르기', 'Allergies'), { required: false }),
    q('requests', LONG_TEXT, 'requests', say('요청사항', 'Anything else'), { required: false }),
    q('terms', AGREE, 'refunds', say('환불 규정을 읽었고 동의해요', 'I have read and accept the refund terms')),
  ]
}
