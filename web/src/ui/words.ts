import { words } from '../lib/words'

const ko = {
  liveTitle: '서버와 이어져 있어요. 보이는 것은 지금 것이에요.', none: '닿는 서버가 없어요', asOf: (t: string) => `보이는 것은 ${t}에 받은 그대로예요.`, never: '아직 서버에서 받은 것이 없어요.', waits: (n: number) => `${n}건이 연결을 기다려요.`,
  history: (got: number, total: number) => `지난 대화를 받는 중이에요 · ${got.toLocaleString('ko')} / ${total.toLocaleString('ko')}`,
}
const en: typeof ko = {
  liveTitle: 'Connected to the server. What you see is current.', none: 'No server answers', asOf: (t) => `What you see is as it was at ${t}.`, never: 'Nothing has come from the server yet.', waits: (n) => `${n} ${n === 1 ? 'change waits' : 'changes wait'} for the connection.`,
  history: (got, total) => `Fetching past chats · ${got.toLocaleString('en')} / ${total.toLocaleString('en')}`,
}

export const w = words(ko, en)
