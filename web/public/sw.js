// Keeps the app's own files, so that it opens at once and with no server in reach. It never looks at what goes over the
// API. A visit is answered from what is kept; what is newer is fetched beside it, whole, and shown at the next visit.
// The customers of a shop, at /s/…, have a worker of their own, which keeps only their part (?for=customer).
const customer = new URL(location.href).searchParams.get('for') === 'customer'
const shell = customer ? 'shell-customer' : 'shell'
const filesOf = (list) => (customer ? list?.customerFiles : list?.files) ?? []
const list = '/shell.json'

addEventListener('install', (e) => {
  skipWaiting()
  e.waitUntil(renew())
})
addEventListener('activate', (e) => e.waitUntil(clients.claim()))
addEventListener('fetch', (e) => {
  const url = new URL(e.request.url)
  if (e.request.method !== 'GET' || url.origin !== location.origin || /^\/(metrics|healthz|readyz)$/.test(url.pathname)) return
  const visit = e.request.mode === 'navigate'
  e.respondWith(answer(e.request, visit ? '/' : url.pathname))
  if (visit) e.waitUntil(renew().catch(() => undefined)) // no server: what is kept stays
})

async function answer(request, name) {
  const kept = await (await caches.open(shell)).match(name)
  return kept ?? fetch(request)
}

// Fetches what is not kept yet, the page last, so that it never names what is not there; then drops what is of no use.
async function renew() {
  const cache = await caches.open(shell)
  const answer = await fetch(list, { cache: 'no-store' })
  if (!answer.ok) throw new Error(`${list}: ${answer.status}`)
  const text = await answer.clone().text()
  if (text === (await (await cache.match(list))?.text())) return
  const files = filesOf(JSON.parse(text))
  const hashed = (name) => name.startsWith('/assets/') // its name changes with its content
  const kept = new Set((await cache.keys()).map((r) => new URL(r.url).pathname))
  await Promise.all(files.filter((f) => hashed(f) && !kept.has(f)).map((f) => cache.add(f)))
  await cache.addAll(files.filter((f) => !hashed(f)).map((f) => new Request(f, { cache: 'no-cache' })))
  await cache.put(list, answer)
  // The pages that are open may still want their own parts: those go at the renewal after this one.
  const before = filesOf(await (await cache.match('/before.json'))?.json())
  await cache.put('/before.json', new Response(text))
  const wanted = new Set([...files, ...before, list, '/before.json'])
  await Promise.all([...kept].filter((f) => !wanted.has(f)).map((f) => cache.delete(f)))
}

// A push tells the shop and what has happened, never what was said: it lies on the screen of a locked phone. Whoever opens
// it comes to the place where it is seen, in a tab that is open already if there is one.
const places = { deposit: '/deposits' } // the others of a shop are seen in its inbox
const isId = (word) => /^[0-9a-z]{26}$/.test(word ?? '')

addEventListener('push', (e) => {
  let said = {}
  try {
    said = e.data?.json() ?? {}
  } catch {
    // of a newer server, or of none of ours: a push must show something, or the browser takes the right to push away
  }
  // A customer's device is told on the topic of its conversation, and comes to the shop's channel.
  const guest = typeof said.topic === 'string' && said.topic.startsWith('guest/')
  const path = guest && isId(said.shop_id) ? `/s/${said.shop_id}` : (places[said.kind] ?? '/inbox')
  const english = !(navigator.language || 'ko').startsWith('ko')
  const word = (one, otherwise) => (typeof one === 'string' && one !== '' ? one : otherwise)
  e.waitUntil(
    registration.showNotification(word(said.shop, '단골'), {
      body: english ? word(said.en, 'Something new came') : word(said.ko, '새 소식이 있어요'),
      tag: `${said.topic ?? ''} ${said.kind ?? ''}`, renotify: true, icon: '/icon-192.png', badge: '/badge-96.png', lang: english ? 'en' : 'ko', data: { path },
    }),
  )
})

addEventListener('notificationclick', (e) => {
  e.notification.close()
  const to = new URL(e.notification.data?.path ?? '/', location.origin)
  const customer = (url) => new URL(url).pathname.startsWith('/s/')
  e.waitUntil(
    clients.matchAll({ type: 'window', includeUncontrolled: true }).then(async (open) => {
      const there = open.find((c) => customer(c.url) === customer(to.href))
      if (!there) return clients.openWindow(to.href)
      await there.focus()
      return there.navigate(to.href).catch(() => clients.openWindow(to.href))
    }),
  )
})

// In the evening, when the app is shut: the papers that the page has made in advance (src/keep/ahead.ts) go into the folder that
// the owner has picked. The browser wakes it when it likes, once or twice a day, and only where the app is installed.
addEventListener('periodicsync', (e) => {
  if (e.tag === 'evening' && !customer) e.waitUntil(evening())
})

async function evening() {
  const db = await openStore()
  if (!db) return
  try {
    const [ahead, plan, folder, filed, device] = await Promise.all([read(db, 'meta', 'ahead'), read(db, 'meta', 'evening'), read(db, 'meta', 'folder'), read(db, 'meta', 'filed'), read(db, 'keys', 'device')])
    if (!ahead || !folder || !device || (await folder.queryPermission({ mode: 'readwrite' })) !== 'granted') return
    const now = new Intl.DateTimeFormat('sv-SE', { timeZone: ahead.zone, dateStyle: 'short', timeStyle: 'short' }).format(Date.now())
    const today = now.slice(0, 10)
    const of = now.slice(11) >= (ahead.at[today] ?? '20:00') ? today : dayAfter(today, -1)
    if (of <= (plan?.last ?? '') || of <= (filed ?? '')) return
    const open = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: ahead.sealed.slice(0, 12) }, device, ahead.sealed.slice(12))
    const days = [dayAfter(of, 1), dayAfter(of, 2)]
    for (const paper of JSON.parse(new TextDecoder().decode(open))) {
      if (!days.includes(paper.day)) continue
      const file = await (await folder.getFileHandle(paper.name, { create: true })).createWritable()
      await file.write(paper.html)
      await file.close()
    }
    await done(db.transaction('meta', 'readwrite').objectStore('meta').put(of, 'filed'))
  } finally {
    db.close()
  }
}

const dayAfter = (day, n) => new Date(Date.parse(`${day}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10)
const done = (asked) => new Promise((resolve, reject) => Object.assign(asked, { onsuccess: () => resolve(asked.result), onerror: () => reject(asked.error) }))
const read = (db, store, key) => done(db.transaction(store).objectStore(store).get(key))

// The page's store, or nothing where there is none: one must not be made here, the page would take it for its own.
async function openStore() {
  const asked = indexedDB.open('dangol')
  asked.onupgradeneeded = () => asked.transaction.abort()
  const db = await done(asked).catch(() => undefined)
  if (db) db.onversionchange = () => db.close()
  return db
}
