// Words for the questions of an order form: what they ask for and what becomes of the answer.
import { BlockKind } from '../gen/dangol/channel/v1/resource_pb'
import { words } from '../lib/words'

const ko = {
  kinds: {
    [BlockKind.CHOICE]: '하나 고르기', [BlockKind.CHOICES]: '여러 개 고르기', [BlockKind.TEXT]: '짧은 글', [BlockKind.LONG_TEXT]: '긴 글', [BlockKind.NUMBER]: '숫자',
    [BlockKind.PICKUP]: '픽업 날짜와 시간', [BlockKind.PHOTO]: '사진', [BlockKind.AGREE]: '동의',
  } as Partial<Record<BlockKind, string>>,
  fields: {
    '': '요청사항에 이 질문과 함께 적어요', item: '주문의 ‘상품’이 돼요', size: '주문의 ‘크기’가 돼요', flavor: '주문의 ‘맛’이 돼요', design: '주문의 ‘디자인’이 돼요', lettering: '주문의 ‘문구’가 돼요', candles: '주문의 ‘초’가 돼요', quantity: '주문의 ‘수량’이 돼요',
    pickup: '주문의 ‘픽업’이 돼요', cooler_bag: '주문의 ‘보냉백’이 돼요', delivery_address: '주문의 ‘배달 주소’가 돼요', depositor: '주문의 ‘입금자’가 돼요', requests: '주문의 ‘요청사항’이 돼요', refunds: '환불 규정을 보여 주고 동의를 받아요 (규정이 있을 때만)', kept: '주문서에만 남아요',
  } as Record<string, string>,
  yes: '네, 동의해요', choose: '사진 고르기', pick: '날짜와 시간 고르기', must: '꼭 답해요',
}
const en: typeof ko = {
  kinds: {
    [BlockKind.CHOICE]: 'One of several', [BlockKind.CHOICES]: 'Some of several', [BlockKind.TEXT]: 'Short text', [BlockKind.LONG_TEXT]: 'Long text', [BlockKind.NUMBER]: 'A number',
    [BlockKind.PICKUP]: 'Day and time of pickup', [BlockKind.PHOTO]: 'Pictures', [BlockKind.AGREE]: 'Agreement',
  },
  fields: {
    '': 'Goes into the requests, with its question', item: 'Becomes the order’s item', size: 'Becomes the order’s size', flavor: 'Becomes the order’s flavour', design: 'Becomes the order’s design', lettering: 'Becomes the order’s lettering', candles: 'Becomes the order’s candles', quantity: 'Becomes the order’s quantity',
    pickup: 'Becomes the order’s pickup', cooler_bag: 'Becomes the order’s cooler bag', delivery_address: 'Becomes the delivery address', depositor: 'Becomes the depositor', requests: 'Becomes the order’s requests', refunds: 'Shows your refund rules to agree to (while there are any)', kept: 'Stays with the form',
  },
  yes: 'Yes, I agree', choose: 'Choose pictures', pick: 'Choose day and time', must: 'Required',
}

export const formWords = words(ko, en)
