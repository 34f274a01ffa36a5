// What this part says. This file is the type that every other language must fill.
import { amount } from '../lib/format'

export const ko = {
  mark: '단골', title: '내보내기·백업', lead: '서버에 닿지 않아도 모두 이 기기에서 돼요.', up: '설정',
  export: '엑셀 파일로 내보내기', exportText: '주문, 손님, 입금과 이 기기에 있는 대화를 한 파일에 담아요. 엑셀, 한셀, 구글 시트, 넘버스에서 열려요.', exportOpen: '이 파일은 잠기지 않아요. 받는 사람 누구나 열어 볼 수 있으니 둘 곳을 잘 골라 주세요.',
  xlsx: '엑셀 파일 저장 (.xlsx)', csv: '주문만 CSV로 저장', csvName: '주문', making: '만드는 중이에요…', exportFailed: '파일을 만들지 못했어요. 화면을 새로 고치고 다시 해 주세요.', saved: '파일을 저장했어요',
  backup: '백업 파일', backupText: '이 기기에 있는 모든 것(주문, 손님, 입금, 대화, 아직 보내지 못한 일)을 암호로 잠근 파일 하나로 만들어요. 다른 드라이브나 메일에 두어도 암호를 모르면 열 수 없어요.', pass: '백업 암호 (8자 이상)', again: '한 번 더', short: '암호는 8자 이상으로 적어 주세요.', differ: '두 번 적은 암호가 서로 달라요.',
  passWarn: '이 암호는 어디에도 저장되지 않아요. 잊으면 아무도 이 파일을 열 수 없어요. 긴 문장이 좋아요.', make: '백업 파일 만들기', stretching: (n: number) => `암호를 단단하게 하는 중이에요… ${n}%`, made: (size: string) => `백업 파일을 저장했어요 (${size}). 이 기기가 아닌 곳에도 하나 두세요.`, backupFailed: '백업 파일을 만들지 못했어요. 기기에 빈 자리가 있는지 보고 다시 해 주세요.',
  door: '서버가 없나요? 백업 파일 열기', open: '백업 파일 열기', openText: '서버가 없어도, 로그인하지 않아도 열려요. 이 기기에 있던 것은 바뀌지 않아요.', file: '백업 파일 (.dangol)', passOpen: '백업 암호', openNow: '열기', opening: (n: number) => `여는 중이에요… ${n}%`, close: '백업 닫기',
  reasons: {
    foreign: '단골의 백업 파일이 아니에요. 이름이 .dangol로 끝나는 파일을 골라 주세요.', newer: '더 새로운 단골에서 만든 백업이에요. 인터넷에 연결해 앱을 새로 고친 다음 열어 주세요.',
    passphrase: '암호가 맞지 않아요. 띄어쓰기와 한/영을 확인하고 다시 적어 주세요.', damaged: '파일이 잘렸거나 바뀌어서 열 수 없어요. 다른 곳에 둔 같은 백업 파일을 골라 주세요.',
  },
  holds: (shop: string, at: string) => `‘${shop}’의 ${at} 백업이에요`, fresh: (at: string) => `서버에서 마지막으로 받은 때: ${at}`, counts: { orders: '주문', customers: '손님', deposits: '입금', conversations: '대화', messages: '메시지', waiting: '보내지 못한 일' }, n: (n: number) => amount(n),
  days: '주문이 있는 날', printDay: '이 날 주문표 인쇄', orderDays: (from: string, to: string) => `주문은 ${from}부터 ${to}까지 있어요.`,
  waits: (n: number) => `백업할 때 보내지 못한 일 ${n}건이 들어 있어요.`, takeIn: '이 기기에서 이어서 보내기', takeInText: '이미 보낸 일은 서버가 알아보고 두 번 하지 않아요.', takenIn: (n: number) => (n > 0 ? `${n}건을 보낼 차례에 넣었어요.` : '이미 모두 이 기기에 있어요.'), otherShop: '이 백업은 다른 가게의 것이라 여기서 보낼 수 없어요.', signInFirst: '같은 가게로 로그인하면 이 일을 이어서 보낼 수 있어요.', refusedHeld: (n: number) => `서버가 받지 않은 일 ${n}건도 있어요. 아래 목록을 보고 다시 적어 주세요.`,
  evening: '저녁마다 주문표 남기기', eveningText: '저녁이 되면 내일과 모레의 주문표를 파일로 남겨 둬요. 서버도 앱도 안 될 때 보는 종이예요.', eveningOn: '저녁마다 남기기', at: '남기는 시각', auto: (t: string) => `영업 끝나고 1시간 뒤 (오늘은 ${t})`, usual: (t: string) => `저녁 ${t}`, own: '시각 정하기', when: '앱이 그 시각에 열려 있으면 그때, 닫혀 있었으면 다음에 열 때 바로 남겨요.', whenFolder: '앱으로 설치한 크롬·엣지에서는 닫혀 있어도 하루에 한두 번 브라우저가 깨워 줄 때 남겨요. 그 시각은 브라우저가 정해요.',
  folder: '폴더', folderText: '폴더를 한 번 골라 두면 그 안에 파일로 저장해요. 14일이 지난 주문표는 지워요. 다른 파일은 건드리지 않아요.', pick: '폴더 고르기', other: '다른 폴더 고르기', inFolder: (name: string) => `‘${name}’ 폴더에 저장해요.`, forget: '폴더에 두지 않기', noFolder: '이 브라우저는 폴더에 저장하지 못해서 앱 안에 잠가 두어요. 아래에서 파일로 저장하거나 다른 곳으로 보내세요.',
  permission: '브라우저가 폴더에 쓰는 것을 다시 물어봐요. 눌러서 허락해 주세요.', allow: '폴더 허락하기', failed: '폴더에 저장하지 못했어요. 폴더가 그대로 있는지 보고 다시 골라 주세요. 주문표는 앱 안에 있어요.',
  pin: '이 기기에는 PIN이 걸려 있어요. 앱 안의 주문표는 PIN으로 잠기지만, 폴더의 주문표는 누구나 열어 볼 수 있는 파일이에요.', plain: 'PIN과 상관없이 폴더에 파일로 남기기', now: '지금 남기기',
  papers: '오늘 저녁 저장한 종이', papersBefore: '저녁에 저장한 종이', noPapers: '아직 남긴 주문표가 없어요.', savedAt: (at: string) => `${at}에 저장`, openPaper: '열기', savePaper: '파일로 저장', share: '보내기', print: '인쇄', iosTitle: '아이폰·아이패드에서는 꼭 홈 화면에 추가해 주세요', iosWhy: '사파리는 7일 동안 열지 않은 웹사이트가 기기에 둔 것을 지워요. 홈 화면에 추가한 앱의 것은 지우지 않아요.', iosHow: '설치하는 법 보기',
  foot: (made: string, heard: string, waiting: number) => `${made.replace('T', ' ')}에 남긴 주문표${heard ? ` · 서버에서 마지막으로 받은 때 ${heard.replace('T', ' ')}` : ''}${waiting > 0 ? ` · 아직 보내지 못한 일 ${waiting}건도 들어 있어요` : ''}`,
  sheet: { pickup: '픽업', refund: '돌려준 돈', made: '주문 받은 때', times: '주문 수', noShows: '노쇼', came: '들어온 때', won: '금액', memo: '적요', matched: '맞춤', ignored: '주문 아님', unmatched: '확인 필요', messages: '대화', who: '손님', phone: '전화번호', at: '때', by: '말한 사람', said: '내용', photos: '사진', automatic: '자동', shop: '가게', wish: ['', '변경 요청', '취소 요청'] as string[] },
}

export type Words = typeof ko
