import { words } from '../lib/words'

const ko = {
  title: '잠겨 있어요', ask: 'PIN을 넣어 주세요', pin: 'PIN', open: '열기', opening: '여는 중이에요…', wrong: 'PIN이 맞지 않아요.',
  wait: (s: number) => (s < 90 ? `${s}초 뒤에 다시 넣을 수 있어요.` : `${Math.ceil(s / 60)}분 뒤에 다시 넣을 수 있어요.`),
  warn: (n: number) => `${n}번 더 틀리면 이 기기의 주문, 손님, 보내지 못한 일이 모두 지워져요.`, wiped: '열 번 틀려서 이 기기에 있던 것을 모두 지웠어요. 로그인 주소로 다시 들어오면 가게의 주문을 다시 받아요.', again: '처음 화면으로',
  passkey: '지문·얼굴로 열기', passkeyFailed: '열지 못했어요. PIN을 넣어 주세요.',
  far: '오랫동안 서버에 닿지 않았어요', farText: '가게가 정한 기간이 지나서, 이 기기를 아직 쓰고 있는지 서버에 물어본 다음 열어요. 인터넷에 연결해 주세요.', asking: '서버에 묻는 중이에요…', askNow: '지금 다시 묻기',
  heading: '이 기기 잠금', plain: '이 기기에 저장된 주문·손님·대화는 암호로 잠겨 있고, 지금은 이 기기가 스스로 열어요. 기기를 잃어버릴 수 있으면 PIN을 걸어 두세요.', set: 'PIN 걸기', newPin: '새 PIN (숫자 6~12자리)', repeat: '한 번 더', differ: '두 번 적은 PIN이 서로 달라요.', bad: 'PIN은 숫자 6자리에서 12자리예요.',
  keepIt: 'PIN을 잊으면 이 기기에서 아직 보내지 못한 일은 되찾을 수 없어요. 열 번 틀리면 모두 지워져요.', has: '이 기기는 PIN으로 잠겨 있어요.', remove: 'PIN 없애기', now: '지금 잠그기', idle: '쓰지 않으면 잠그기', minutes: (n: number) => (n === 0 ? '스스로 잠그지 않기' : `${n}분 뒤`), addPasskey: '지문·얼굴도 쓰기', hasPasskey: '지문·얼굴로도 열어요.', noPasskey: '이 기기에서는 지문·얼굴을 쓸 수 없어요.', saved: '저장했어요', change: 'PIN 바꾸기',
  days: (n: number) => (n === 0 ? '서버에 오래 닿지 않아도 스스로 잠기지 않아요.' : `서버에 ${n}일 동안 닿지 않으면 PIN이 있어도 잠기고, 다시 닿아야 열려요.`), daysWhere: '며칠인지 정하기',
  forgot: 'PIN을 잊었어요', forgotten: 'PIN을 잊었으면 다른 기기의 설정에서 새 로그인 주소를 만들어 두세요. 잠긴 화면에서 열 번 틀리면 이 기기가 비워지고, 그 주소로 들어오면 서버에 있는 것이 모두 다시 와요.',
}
const en: typeof ko = {
  title: 'Locked', ask: 'Please enter the PIN', pin: 'PIN', open: 'Open', opening: 'Opening…', wrong: 'That is not the PIN.',
  wait: (s) => (s < 90 ? `You can try again in ${s} seconds.` : `You can try again in ${Math.ceil(s / 60)} minutes.`),
  warn: (n) => `After ${n} more wrong ${n === 1 ? 'try' : 'tries'} the orders, customers and unsent work on this device are deleted.`, wiped: 'After ten wrong tries everything on this device was deleted. Sign in by a link again, and the shop’s orders come back.', again: 'To the first screen',
  passkey: 'Open by fingerprint or face', passkeyFailed: 'That did not open it. Please enter the PIN.',
  far: 'The server has not been reached for long', farText: 'The time that the shop allows is over: the server is asked whether this device is still in use before it opens. Please connect to the internet.', asking: 'Asking the server…', askNow: 'Ask now',
  heading: 'Lock of this device', plain: 'The orders, customers and chats on this device are encrypted, and the device opens them by itself. If it could be lost, set a PIN.', set: 'Set a PIN', newPin: 'New PIN (6 to 12 digits)', repeat: 'Once more', differ: 'The two PINs differ.', bad: 'A PIN has 6 to 12 digits.',
  keepIt: 'Without the PIN, work on this device that was not sent cannot be had back. After ten wrong tries everything is deleted.', has: 'This device is locked by a PIN.', remove: 'Remove the PIN', now: 'Lock now', idle: 'Lock when not in use', minutes: (n) => (n === 0 ? 'Never by itself' : `After ${n} minutes`), addPasskey: 'Use fingerprint or face too', hasPasskey: 'Fingerprint or face open it too.', noPasskey: 'Fingerprint and face cannot be used on this device.', saved: 'Saved', change: 'Change the PIN',
  days: (n) => (n === 0 ? 'It does not lock by itself when the server is not reached for long.' : `When the server is not reached for ${n === 1 ? 'a day' : `${n} days`}, it locks, with a PIN too, until the server is reached again.`), daysWhere: 'Set how long',
  forgot: 'I forgot the PIN', forgotten: 'If you forget the PIN, make a new sign-in link in the settings of another device. Ten wrong tries empty this device; with that link all that the server has comes back.',
}

export const w = words(ko, en)
