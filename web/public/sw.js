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
