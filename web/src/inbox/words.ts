// The words of the inbox.
import { amount } from '../lib/format'
import { words } from '../lib/words'

const won = (n: number) => `${amount(n)}원`

/** "12분", "3시간", "2일" of minutes. */
const long = (minutes: number) => (minutes < 60 ? `${Math.max(1, minutes)}분` : minutes < 1440 ? `${Math.floor(minutes / 60)}시간` : `${Math.floor(minutes / 1440)}일`)
const longEn = (minutes: number) => (minutes < 60 ? `${Math.max(1, minutes)} min` : minutes < 1440 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} d`)

export const w = words(
  {
    title: '대화', list: '대화 목록', tabs: { open: '열림', waiting: '기다림', follow: '다시 볼 것', done: '끝', spam: '스팸', all: '전체' },
    find: '이름, 전화번호, 내용', findLabel: '대화 찾기', everyLabel: '모든 라벨', everyStaff: '모든 담당', mine: '내 담당', label: '라벨', staff: '담당', nobody: '담당 없음',
    news: (n: number) => `새 대화 ${n}`, unread: (n: number) => `안 읽은 메시지 ${n}개`, waits: (min: number) => `${long(min)}째 기다려요`, due: '다시 볼 때예요', followAt: (t: string) => `${t}에 다시 보기`,
    none: { open: '지금 답할 대화가 없어요.', waiting: '손님 말을 기다리는 대화가 없어요.', follow: '다시 보기로 한 대화가 없어요.', done: '끝낸 대화가 없어요.', spam: '스팸으로 둔 대화가 없어요.', all: '아직 대화가 없어요. 손님에게 가게 주소나 QR 코드를 알려 주세요.' },
    chats: '대화', hits: '메시지', moreHits: '더 찾기', local: '연결이 끊겨서 이 기기에 있는 대화에서 찾았어요.', noHit: '찾는 것이 없어요.', looking: '찾는 중이에요…', clear: '지우기', showQr: 'QR 안내판 보기',
    choose: '왼쪽에서 대화를 고르면 여기에 보여요.', chooseKeys: '글쇠 J·K로 옮겨 다니고 ?로 단축키를 볼 수 있어요.', gone: '이 대화를 찾을 수 없어요.',
    back: '대화 목록으로', info: '손님과 주문', talkLog: '주고받은 말', older: '앞의 말 더 보기', newBelow: '새 메시지', unreadFrom: '여기부터 새 메시지', toEnd: '맨 아래로',
    sent: '보냄', got: '받음', read: '읽음', unsent: '보낼 차례를 기다려요', you: '가게', customer: '손님',
    auto: { away: '자동 · 영업시간 밖', first: '자동 · 첫인사', menu: '자동 · 메뉴', reminder: '자동 · 픽업 알림', broadcast: '단체 메시지', scheduled: '예약 메시지', lapsed: '자동 · 기한 지남', paid: '자동 · 입금 확인', fixed: '자동 · 예약 확정' } as Record<string, string>, automatic: '자동',
    note: '메모', noteOnly: '가게만 보는 메모', removeNote: '메모 지우기', noteRemoved: '메모를 지웠어요',
    photo: (n: number) => `사진 ${n}`, photos: '사진', photoOf: '사진 크게 보기', photoSmall: '서버에 닿지 않아 작은 사진만 볼 수 있어요.', form: '주문서', quote: '견적', yourOrder: '주문',
    wishChange: '바꾸고 싶어 해요', wishCancel: '취소하고 싶어 해요', rules: (p: number, n: number) => `환불 규정 ${p}% · ${won(n)}`, noRules: '환불 규정이 없어요. 돌려줄 금액을 적어 주세요.', refund: '돌려줄 금액', grant: '받아들이기', grantCancel: '취소하고 환불 적기', decline: '거절하기', granted: '받아들였어요', declined: '거절했어요', wishWords: '손님에게 할 말 (안 써도 돼요)', wishDone: '답했어요', wrongRefund: (most: string) => `0원부터 받은 돈 ${most}까지 적어 주세요.`,
    reply: '답장', placeholder: '답장을 쓰세요', placeholderKeys: '답장을 쓰세요 ( / 자주 쓰는 답장)', notePlaceholder: '가게 사람만 보는 메모를 쓰세요', send: '보내기', saveNote: '메모 남기기', attach: '사진 넣기', takeOutPhoto: (n: number) => `사진 ${n} 빼기`, replies: '자주 쓰는 답장', noReplies: '저장한 답장이 없어요. 설정에서 만들 수 있어요.', openFields: (f: string) => `채울 내용을 아직 몰라요: ${f}`, tooLong: (n: number) => `${n}자까지 보낼 수 있어요.`, photoOffline: '사진은 연결되면 보낼 수 있어요. 글은 지금도 보낼 수 있어요.', photoBad: '읽을 수 없는 사진이에요. JPG나 PNG 사진을 골라 주세요.', tooManyPhotos: '사진은 한 번에 10장까지예요.', sendingPhotos: '사진을 보내는 중이에요…',
    later: '나중에 보내기', laterAt: '정한 시간에', laterBefore: '픽업에 맞춰', when: '언제', order: '주문', day: '날짜', hour: '시간', before: { 60: '픽업 1시간 전', 180: '픽업 3시간 전', 1440: '픽업 하루 전', 2880: '픽업 이틀 전', 0: '픽업 시간에', [-60]: '픽업 1시간 뒤', [-1440]: '픽업 다음 날' } as Record<number, string>, laterText: '보낼 말', goesOut: (t: string) => `${t}에 보내요`, schedule: '예약하기', scheduled: '예약했어요', scheduledCount: (n: number) => `예약된 메시지 ${n}개`, unschedule: '보내지 않기', unscheduled: '예약을 거뒀어요', inPast: '지난 시간이에요. 앞으로의 시간을 골라 주세요.', noText: '보낼 말을 적어 주세요.', pickHint: '픽업 시간이 바뀌면 보내는 시간도 따라 바뀌어요.', minutesBefore: (n: number) => (n >= 0 ? `픽업 ${n}분 전` : `픽업 ${-n}분 뒤`),
    stand: '상태', stands: ['', '열림', '손님을 기다림', '다시 볼 것', '끝', '스팸'], doneNext: '끝내고 다음', nowDone: '대화를 끝냈어요', nowStand: (s: string) => `‘${s}’에 두었어요`, again: '다시 보기', followWhen: '언제 다시 볼까요?', inHour: '1시간 뒤', evening: '오늘 저녁 6시', morning: '내일 아침 9시', week: '일주일 뒤', atTime: '이때 다시 보기', isSpam: '스팸으로 둔 대화예요. 새 메시지가 와도 알리지 않아요.', notSpam: '스팸 아님', unreadAgain: '안 읽음으로 두기',
    samePhone: (name: string, last: string) => `전화번호가 같은 손님이 있어요: ${name} (${last})`, same: '같은 손님이에요', joined: '손님을 이었어요',
    desk: '대화 관리', labels: '라벨', addLabel: '라벨 더하기', removeLabel: (l: string) => `라벨 ${l} 빼기`, orders: '이 대화의 주문', noOrders: '아직 이 대화에서 만든 주문이 없어요.', make: '이 대화로 주문 만들기', makeBlank: '새 주문 적기', sameAgain: '지난번과 같게', reading: '대화에서 주문을 읽는 중이에요…', nothingRead: '대화에서 주문 내용을 찾지 못했어요. 직접 적어 주세요.', draftOffline: '지금은 대화를 읽어 줄 서버에 닿지 않아요. 직접 적으면 연결될 때 보내요.', otherOrders: '지난 주문', noShows: (n: number) => `노쇼 ${n}번`, times: (n: number) => `주문 ${n}번`, spent: (n: number) => `모두 ${won(n)}`, payNames: '입금자 이름', fullCard: '손님 카드 보기', since: (d: string) => `${d}부터 대화`, consents: '소식을 받기로 했어요', noConsent: '소식은 받지 않아요',
    whichDraft: '어느 주문인가요?', proposal: '대화에서 읽은 것', proposalText: '맞는지 보고 저장하세요. 누르면 그 말을 보여 드려요.', proposed: '대화에서', unsure: '확인 필요', take: '넣기', seeLine: '대화에서 보기',
    talk: '대화 보기', jump: '어디로 갈까요?', jumpHint: '이름, 전화번호, 화면', jumpNone: '찾는 것이 없어요.', places: '화면', people: '대화', ordersFound: '주문',
    keys: '단축키', keysText: '한글 자판이 켜져 있어도 돼요.', keysOn: '한 글자 단축키 쓰기', keysOnText: 'J, K, R 같은 글쇠 하나로 일해요. ?를 누르면 모두 볼 수 있어요.',
    keyList: [
      ['?', '이 도움말'], ['Ctrl + K', '어디로든 가기'], ['/', '찾기'], ['G 다음 I', '대화'], ['G 다음 B', '주문판'], ['G 다음 D', '입금'], ['G 다음 C', '달력'], ['J', '다음 대화'], ['K', '앞 대화'], ['R', '답장 쓰기'], ['N', '메모 쓰기'], ['E', '끝내고 다음'],
      ['Enter', '보내기 (한글을 쓰는 중에는 보내지 않아요)'], ['Shift + Enter', '줄 바꾸기'], ['/ (빈 답장에서)', '자주 쓰는 답장'], ['↑ (빈 답장에서)', '마지막에 쓰던 글'], ['Esc', '쓰던 칸에서 나오기'],
    ] as [string, string][],
  },
  {
    title: 'Chats', list: 'Conversations', tabs: { open: 'Open', waiting: 'Waiting', follow: 'Follow up', done: 'Done', spam: 'Spam', all: 'All' },
    find: 'Name, phone, words', findLabel: 'Search conversations', everyLabel: 'All labels', everyStaff: 'Everybody’s', mine: 'Mine', label: 'Label', staff: 'Looked after by', nobody: 'Nobody',
    news: (n) => `${n} new`, unread: (n) => `${n} unread`, waits: (min) => `waiting ${longEn(min)}`, due: 'Time to follow up', followAt: (t) => `Follow up ${t}`,
    none: { open: 'Nothing to answer right now.', waiting: 'You are waiting for nobody.', follow: 'Nothing to follow up.', done: 'Nothing is done yet.', spam: 'No spam.', all: 'No conversations yet. Give your customers the shop’s address or QR code.' },
    chats: 'Conversations', hits: 'Messages', moreHits: 'Find more', local: 'No connection: searched what is on this device.', noHit: 'Nothing found.', looking: 'Searching…', clear: 'Clear', showQr: 'See the QR stand',
    choose: 'Choose a conversation on the left.', chooseKeys: 'J and K move, ? shows the keys.', gone: 'This conversation cannot be found.',
    back: 'Back to the list', info: 'Customer and orders', talkLog: 'Messages', older: 'Show earlier', newBelow: 'New message', unreadFrom: 'New from here', toEnd: 'To the end',
    sent: 'Sent', got: 'Delivered', read: 'Read', unsent: 'Waiting to be sent', you: 'Shop', customer: 'Customer',
    auto: { away: 'Automatic · away', first: 'Automatic · greeting', menu: 'Automatic · menu', reminder: 'Automatic · reminder', broadcast: 'Broadcast', scheduled: 'Scheduled', lapsed: 'Automatic · lapsed', paid: 'Automatic · paid', fixed: 'Automatic · confirmed' }, automatic: 'Automatic',
    note: 'Note', noteOnly: 'Only the shop sees this', removeNote: 'Remove note', noteRemoved: 'Note removed',
    photo: (n) => `Photo ${n}`, photos: 'Photos', photoOf: 'Enlarge photo', photoSmall: 'The server cannot be reached, so only the small picture is here.', form: 'Order form', quote: 'Quote', yourOrder: 'Order',
    wishChange: 'wants to change it', wishCancel: 'wants to cancel', rules: (p, n) => `Refund rule ${p}% · ₩${amount(n)}`, noRules: 'There are no refund rules. Please write what is given back.', refund: 'Refund', grant: 'Agree', grantCancel: 'Cancel and note refund', decline: 'Decline', granted: 'Agreed', declined: 'Declined', wishWords: 'Words to the customer (optional)', wishDone: 'Answered', wrongRefund: (most) => `Write 0 to ${most}, which is what was paid.`,
    reply: 'Reply', placeholder: 'Write a reply', placeholderKeys: 'Write a reply ( / for saved ones)', notePlaceholder: 'A note that only the shop sees', send: 'Send', saveNote: 'Save note', attach: 'Add photos', takeOutPhoto: (n) => `Remove photo ${n}`, replies: 'Saved replies', noReplies: 'No saved replies yet. Make some in Settings.', openFields: (f) => `Not known yet: ${f}`, tooLong: (n) => `Up to ${n} letters can be sent.`, photoOffline: 'Photos can be sent when you are connected. Words can be sent now.', photoBad: 'This picture cannot be read. Please choose a JPG or PNG.', tooManyPhotos: 'Up to 10 photos at once.', sendingPhotos: 'Sending photos…',
    later: 'Send later', laterAt: 'At a time', laterBefore: 'By the pickup', when: 'When', order: 'Order', day: 'Day', hour: 'Time', before: { 60: '1 hour before pickup', 180: '3 hours before pickup', 1440: '1 day before pickup', 2880: '2 days before pickup', 0: 'At pickup', [-60]: '1 hour after pickup', [-1440]: '1 day after pickup' }, laterText: 'Message', goesOut: (t) => `Goes out ${t}`, schedule: 'Schedule', scheduled: 'Scheduled', scheduledCount: (n) => `${n} scheduled`, unschedule: 'Do not send', unscheduled: 'Taken back', inPast: 'That is in the past. Please choose a time to come.', noText: 'Please write a message.', pickHint: 'When the pickup moves, this moves with it.', minutesBefore: (n) => (n >= 0 ? `${n} min before pickup` : `${-n} min after pickup`),
    stand: 'State', stands: ['', 'Open', 'Waiting for customer', 'Follow up', 'Done', 'Spam'], doneNext: 'Done, next', nowDone: 'Conversation done', nowStand: (s) => `Now “${s}”`, again: 'Follow up', followWhen: 'When to follow up?', inHour: 'In 1 hour', evening: 'Today at 18:00', morning: 'Tomorrow at 9:00', week: 'In a week', atTime: 'Follow up then', isSpam: 'Marked as spam: new messages tell nobody.', notSpam: 'Not spam', unreadAgain: 'Mark unread',
    samePhone: (name, last) => `A customer has the same phone: ${name} (${last})`, same: 'It is the same one', joined: 'Customer joined',
    desk: 'Conversation', labels: 'Labels', addLabel: 'Add a label', removeLabel: (l) => `Remove label ${l}`, orders: 'Orders of this conversation', noOrders: 'No order was made here yet.', make: 'Make an order from this chat', makeBlank: 'New order', sameAgain: 'Same again', reading: 'Reading the conversation…', nothingRead: 'No order was found in the conversation. Please write it yourself.', draftOffline: 'The server that reads the chat cannot be reached. Write the order yourself; it is sent when the connection is back.', otherOrders: 'Earlier orders', noShows: (n) => `${n} no-show${n === 1 ? '' : 's'}`, times: (n) => `${n} order${n === 1 ? '' : 's'}`, spent: (n) => `₩${amount(n)} in all`, payNames: 'Depositor names', fullCard: 'Customer card', since: (d) => `Since ${d}`, consents: 'Agreed to news', noConsent: 'No news',
    whichDraft: 'Which order?', proposal: 'Read in the chat', proposalText: 'Check it, then save. Press a line to see it in the chat.', proposed: 'From the chat', unsure: 'please check', take: 'Take it', seeLine: 'See in chat',
    talk: 'See the chat', jump: 'Go where?', jumpHint: 'Name, phone, screen', jumpNone: 'Nothing found.', places: 'Screens', people: 'Conversations', ordersFound: 'Orders',
    keys: 'Keyboard', keysText: 'They work with the Korean input on, too.', keysOn: 'Use single keys', keysOnText: 'Work with single keys like J, K and R. Press ? to see all.',
    keyList: [
      ['?', 'This help'], ['Ctrl + K', 'Go anywhere'], ['/', 'Search'], ['G then I', 'Chats'], ['G then B', 'Board'], ['G then D', 'Deposits'], ['G then C', 'Calendar'], ['J', 'Next conversation'], ['K', 'Previous conversation'], ['R', 'Reply'], ['N', 'Note'], ['E', 'Done and next'],
      ['Enter', 'Send (not while composing Hangul)'], ['Shift + Enter', 'New line'], ['/ (empty reply)', 'Saved replies'], ['↑ (empty reply)', 'What you last wrote'], ['Esc', 'Leave the field'],
    ],
  },
)

