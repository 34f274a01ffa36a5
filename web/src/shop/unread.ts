// Why a line of a chat or a row of a bank list could not be read: the words of packages chatlog and bankfile, for people.
// A test holds this list against theirs (test/reasons.test.ts).
export const unread: Record<string, [ko: string, en: string]> = {
  outside: ['어느 메시지에도 속하지 않아요', 'belongs to no message'],
  time: ['없는 날짜나 시각이에요', 'no such date or time'],
  cut: ['파일이 여기서 끊겼어요', 'the file is cut off here'],
  long: ['너무 긴 줄이라 뒤를 읽지 않았어요', 'too long: its end was left out'],
  bytes: ['글자가 깨졌어요', 'bytes that are not text'],
  quote: ['따옴표가 닫히지 않았어요', 'a quotation mark is never closed'],
  layout: ['카카오톡 대화가 아니에요', 'not a KakaoTalk conversation'],
  repeated: ['같은 알림이 두 번 있어요', 'the same alert stands twice'],
  no_date: ['금액은 있는데 날짜가 없어요', 'an amount without a day'],
  bad_amount: ['금액이 숫자가 아니에요', 'the amount is no number'],
  note: ['날짜도 금액도 없는 글이에요', 'text without day and amount'],
  cancelled: ['취소된 입금 알림이에요', 'a deposit that was taken back'],
  card: ['카드 결제 알림이에요', 'a card payment'],
  unknown: ['모르는 모양의 알림이에요', 'an alert of no known form'],
  both_amounts: ['입금과 출금이 한 줄에 있어요', 'money in and out in one row'],
  currency: ['계좌와 다른 돈이에요', 'another currency than the account’s'],
  precision: ['소수점 아래가 너무 길어요', 'too many decimals'],
}
