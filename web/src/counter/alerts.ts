// Addresses to which a phone hands its bank alerts on: "/alerts/<key>". The key is made here and shown once.

export const alertLink = (key: string) => `${location.origin}/alerts/${key}`

/** A bank's alert of money that went out: it is read and makes no deposit, so an address can be tried with it. */
export const trial = (now = new Date()) => {
  const two = (n: number) => String(n).padStart(2, '0')
  return `[KB]${two(now.getMonth() + 1)}/${two(now.getDate())} ${two(now.getHours())}:${two(now.getMinutes())}\n000000**000\n단골시험\n출금\n1\n잔액0`
}

/** How an address that was tried has answered. */
export type Tried = 'works' | 'unread' | 'fails'

/** Tries an address: it works when the server has read the alert, and left no line of it unread. */
export async function tryAlert(key: string): Promise<Tried> {
  try {
    const answer = await fetch(alertLink(key), { method: 'POST', headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: trial(), signal: AbortSignal.timeout(15_000) })
    if (!answer.ok) return 'fails'
    const { unread } = (await answer.json()) as { unread?: number }
    return unread === 0 ? 'works' : 'unread'
  } catch {
    return 'fails'
  }
}
