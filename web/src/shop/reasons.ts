// Why a deposit may pay an order, or why a person must look: the words of package match, for people.
// A test holds this list against the server's (test/reasons.test.ts).
type Words = Record<string, [ko: string, en: string]>

const words: Words = {
  code: ['입금자명 번호가 맞아요', 'carries the order’s code'],
  phone: ['전화번호가 적혀 있어요', 'carries the phone number'],
  phone_last4: ['전화 뒷자리가 같아요', 'last four digits agree'],
  name_told: ['손님이 알려 준 이름이에요', 'the name the customer told'],
  name_equal: ['이름이 같아요', 'same name'],
  name_alias: ['전에 이 손님으로 확인한 이름이에요', 'confirmed for this customer before'],
  name_nickname: ['대화방 이름과 같아요', 'the name in the chat'],
  name_suffixed: ['이름 뒤에 말이 붙었어요', 'name with a word after it'],
  name_prefixed: ['이름 앞에 말이 붙었어요', 'name with a word before it'],
  name_contained: ['입금자명에 이름이 있어요', 'contains the name'],
  name_cut_off: ['은행이 이름을 잘랐어요', 'name cut short by the bank'],
  name_masked: ['가려진 이름과 맞아요', 'fits the masked name'],
  name_typo: ['이름이 한 획 달라요', 'name differs by one stroke'],
  name_given: ['성을 뺀 이름이 같아요', 'same given name'],
  name_family: ['가족 이름 같아요', 'looks like a parent’s by-name'],
  name_romanised: ['로마자 이름과 맞아요', 'fits the name in Latin letters'],
  name_number: ['이름 뒤 숫자를 모르겠어요', 'unexplained number after the name'],
  name_in_memo: ['적요에 이름이 있어요', 'name stands in the memo'],
  name_stranger: ['이름이 이어지지 않아요', 'no tie to the name'],
  name_wallet: ['간편결제라 보낸 사람을 몰라요', 'payment company: payer unknown'],
  amount_total: ['금액이 합계와 같아요', 'exactly the total'],
  amount_advance: ['금액이 예약금과 같아요', 'exactly the advance'],
  amount_balance: ['금액이 잔금과 같아요', 'exactly the balance'],
  amount_rare: ['같은 금액의 다른 주문이 없어요', 'no other order has this amount'],
  amount_merged: ['여러 주문을 합한 금액이에요', 'sum of several orders'],
  amount_split: ['나눠 보낸 돈을 합하면 맞아요', 'several deposits make it up'],
  underpaid: ['덜 들어왔어요', 'less than asked'],
  overpaid: ['더 들어왔어요', 'more than asked'],
  amount_differs: ['금액이 달라요', 'amount differs'],
  amount_unknown: ['주문 금액을 몰라요', 'no agreed amount'],
  soon_after_quote: ['금액을 알린 뒤 곧 들어왔어요', 'soon after the amount was named'],
  said_paid: ['손님이 그 무렵 보냈다고 했어요', 'customer said so at that time'],
  shop_confirmed: ['그 뒤 가게가 입금을 확인했어요', 'confirmed in the chat shortly after'],
  before_quote: ['금액을 알리기 전에 들어왔어요', 'before the amount was named'],
  before_order: ['주문보다 먼저 들어왔어요', 'before the order began'],
  after_closed: ['주문이 끝난 뒤 들어왔어요', 'after the order was closed'],
  late: ['픽업하고 한참 뒤예요', 'long after the pickup'],
  undated: ['주문 날짜를 몰라요', 'the order has no date'],
  confirmed_earlier: ['이미 그 전에 확인한 주문이에요', 'was confirmed before'],
  no_advance: ['예약금이 들어온 적이 없어요', 'no advance has come'],
  inquiry: ['문의만 한 손님이에요', 'an enquiry only'],
  code_differs: ['주문 번호가 달라요', 'order code differs'],
  common_amount: ['이름도 금액도 뚜렷하지 않아요', 'neither name nor amount is certain'],
  weak: ['근거가 모자라요', 'evidence is thin'],
  same_name_same_amount: ['이름과 금액이 같은 주문이 또 있어요', 'another order has the same name and amount'],
  close_second: ['비슷한 손님이 또 있어요', 'another customer fits nearly as well'],
  own_orders: ['이 손님의 어느 주문인지 몰라요', 'which of this customer’s orders?'],
  double_payment: ['이미 다른 입금이 있어요. 두 번 보냈을 수 있어요', 'already paid: sent twice?'],
  contested: ['다른 입금도 이 주문에 맞아요', 'another deposit fits too'],
  tangled: ['얽힌 입금이 너무 많아요', 'too many are entangled'],
  no_candidate: ['맞는 주문이 없어요', 'no order fits'],
  income_settlement: ['정산금 같아요', 'looks like a settlement'],
  income_interest: ['이자 같아요', 'looks like interest'],
  income_refund: ['환급·환불 같아요', 'looks like a refund'],
  income_other: ['주문과 관계없어 보여요', 'looks like other income'],
  words_prove: ['금액과 대화가 이 주문을 가리켜요', 'amount and chat point here'],
}

export const reasonWords = Object.keys(words)

/** Not of package match: a person has matched it (shop/match_deposit.go). */
const person = ['가게에서 확인했어요', 'confirmed by the shop'] as const

/** A reason for a person; one of a newer server as it stands. */
export function reason(word: string, language: string): string {
  return (word === 'person' ? person : words[word])?.[language === 'en' ? 1 : 0] ?? word.replaceAll('_', ' ')
}
