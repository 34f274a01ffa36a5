// Every word the app says. This file is the type that every other language must fill.
import { amount } from './format'

export const ko = {
  name: '단골',
  board: '주문', deposits: '입금', find: '찾기', calendar: '달력', import: '가져오기', settings: '설정',
  monthBefore: '앞 달', monthAfter: '다음 달', today: '오늘', tomorrow: '내일', all: '전체', late: '지난 픽업', noDay: '날짜 없음', noHour: '시간 미정', now: '지금', more: '더보기', loading: '불러오는 중이에요…', unsent: '보낼 차례를 기다려요',
  forgotten: (n: number) => `일주일 넘게 지난 주문 ${n}건이 아직 열려 있어요`, clearAll: (n: number) => `${n}건 모두 픽업 완료로 정리`, cleared: (n: number) => `${n}건을 픽업 완료로 바꿨어요`,
  won: (n: number) => `${amount(n)}원`,
  count: (n: number) => `${n}건`,
  sum: (n: number) => `합계 ${amount(n)}원`,
  minutesLate: (n: number) => (n < 120 ? `${n}분 지남` : n < 2880 ? `${Math.round(n / 60)}시간 지남` : `${Math.round(n / 1440)}일 지남`),
  minutesLeft: (n: number) => `${n}분 뒤`,
  hideDone: '끝난 주문 숨기기', print: '하루 주문표 인쇄', printSlips: '쪽지 인쇄 (80 mm)', saveCsv: '엑셀 파일로 저장', newOrder: '새 주문', emptyBoard: '이 날은 주문이 없어요.',
  emptyShop: '아직 주문이 없어요. 카카오톡 대화와 은행 입금 목록을 가져오면 주문판이 채워져요.',
  states: ['', '문의', '입금 대기', '확정', '준비 중', '준비 완료', '픽업 완료', '기한 지남', '취소', '노쇼'],
  acts: ['', '금액 정하기', '입금 확인', '준비 시작', '준비 완료', '픽업 완료', '', '', '', ''],
  call: '전화', message: '문자', copy: '복사', copied: '복사했어요', close: '닫기', back: '뒤로', save: '저장', cancel: '취소', edit: '고치기',
  undo: '되돌리기', done: '됐어요', moved: (s: string) => `‘${s}’(으)로 바꿨어요`,
  code: '입금자명', total: '합계', paid: '들어온 돈', due: '받을 돈', advance: '예약금', phone: '전화번호', customer: '손님', pickup: '픽업',
  item: '상품', quantity: '수량', size: '크기', flavor: '맛', design: '디자인', lettering: '문구', candles: '초', coolerBag: '보냉백',
  address: '배달 주소', requests: '요청', depositor: '입금자', note: '가게 메모', evidence: '대화에서 읽은 곳', unsure: '확인 필요', yes: '필요', no: '필요 없음',
  otherStates: '다른 상태로', cash: '현금·다른 방법으로 받음', paidNoted: (n: number) => `${amount(n)}원을 받은 것으로 적었어요`, room: '대화방', seeCustomer: '손님 보기', state: '상태', paidWhole: '모두 받음',
  pickupDay: '픽업 날짜', pickupHour: '픽업 시간', addLine: '상품 더하기', removeLine: '이 상품 빼기', notAnAmount: '금액은 숫자로 적어 주세요. 예: 44,000', notAPhone: '전화번호는 8자리에서 15자리 숫자로 적어 주세요.', sameCustomer: (last: string) => `전에 온 손님이에요 (${last})`,
  toCheck: '확인할 입금', checked: '맞춘 입금', automatic: '자동', byPerson: '확인함', match: '이 주문이에요', ignore: '주문 입금이 아니에요',
  ignored: '주문이 아닌 입금', isIgnored: '주문이 아닌 입금으로 두었어요', row: (n: number) => `${n}번째 줄`, split: '여러 주문에 나누기', splitHint: '나눠 낼 주문을 아래에서 골라 주세요.', splitEach: '주문마다 얼마씩인지 적어 주세요.', splitDone: '나눠서 맞추기', take: '넣기', takeOut: (s: string) => `${s} 빼기`, left: (n: number) => `남은 금액 ${amount(n)}원`, tooMuch: (n: number) => `입금보다 ${amount(n)}원 많아요`, noCandidates: '맞는 주문을 찾지 못했어요. 아래에서 직접 찾아보세요.', allChecked: '확인할 입금이 없어요.', matched: '입금을 맞췄어요', chooseOrder: '주문 찾기',
  findHint: '이름, 전화 뒷자리, 입금자명, 상품, 초성(ㄱㅁㅈ)', nothing: '찾는 것이 없어요.', orders: '주문', customers: '손님', regulars: '단골손님', firstOnes: (n: number) => `처음 ${n}건만 보여요. 더 자세히 찾아보세요.`, times: (n: number) => `${n}번`, payNames: '입금할 때 쓰는 이름', payNamesText: '이 이름으로 들어온 돈은 이 손님의 것으로 알아봐요.', add: '더하기',
  signInTitle: '로그인 주소로 들어와 주세요', signInText: '서버를 켠 화면이나 사장님이 보내 준 주소(…/in#…)를 이 기기에서 열면 바로 들어와요.',
  signingIn: '들어가는 중이에요…', signOut: '이 기기에서 로그아웃', devices: '기기', theme: '화면', light: '밝게', dark: '어둡게', system: '기기 설정대로', language: '언어', textSize: '글자 크기', people: '함께 일하는 사람', owner: '사장님', staff: '직원', you: '나', newStaff: '새 직원 이름', remove: '내보내기', removeSure: '정말 내보낼까요?', endSession: '끊기', qr: '로그인 주소 QR 코드', ourShop: '우리 가게', shopName: '가게 이름', account: '입금 받는 계좌', accountHint: '은행 계좌번호 예금주', payWithin: '입금 기한', hours: (n: number) => `${n}시간`, forEver: '기한 없음', saved: '저장했어요', items: '상품과 값', itemsText: '주문을 적을 때 고를 수 있고, 값이 저절로 채워져요.', loseWaiting: (n: number) => `아직 보내지 못한 것이 ${n}건 있어요. 지금 나가면 사라져요.`, leaveAnyway: '그래도 로그아웃',
  addDevice: '다른 기기 들이기', addDeviceText: '이 주소를 다른 기기에서 열면 들어와요. 24시간, 5번까지 쓸 수 있어요.',
  live: '실시간', connecting: '연결하는 중', offline: '연결이 끊겼어요. 보던 것은 그대로 있고, 바꾼 것은 연결되면 보내요.', waiting: (n: number) => `보낼 것 ${n}건`,
  importTitle: '대화와 입금 목록 가져오기', importText: '카카오톡 ‘대화 내보내기’ 파일과 은행 거래내역 파일을 함께 골라 주세요. 여러 개도 돼요.', choose: '파일 고르기', drop: '여기에 끌어다 놓아도 돼요.',
  reading: '읽는 중이에요…', whichIsYou: '어느 쪽이 우리 가게인가요?', rooms: (n: number) => `대화방 ${n}개`, found: (o: number, d: number) => `주문 ${o}건, 입금 ${d}건을 찾았어요`,
  bringIn: '가져오기', again: '다른 파일 고르기', line: (n: number) => `${n}번째 줄`, unread: '읽지 못한 줄', password: '파일 비밀번호', importing: '가져오는 중', imported: (n: number, c: number, d: number) => `새 주문 ${n}건, 바뀐 주문 ${c}건, 새 입금 ${d}건`, importFailed: '가져오지 못했어요', goBoard: '주문판 보기', messages: (n: number) => `${n}줄`,
  skip: '본문으로', menu: '메뉴', wentWrong: '문제가 생겼어요. 화면을 새로 고쳐 주세요.', refused: '못 한 일', price: '값', name_: '이름', daySheet: '하루 주문표', slip: '주문 쪽지',
}

export type Messages = typeof ko
