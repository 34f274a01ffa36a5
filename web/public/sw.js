// Keeps the app's own files, so that it opens with no server in reach. It never looks at what goes over the API.
const shell = 'shell'
addEventListener('install', () => skipWaiting())
addEventListener('activate', (e) => e.waitUntil(clients.claim()))
addEventListener('fetch', (e) => {
  const url = new URL(e.request.url)
  if (e.request.method !== 'GET' || url.origin !== location.origin || /^\/(metrics|healthz|readyz)/.test(url.pathname)) return
  e.respondWith(answer(e.request, url))
})

async function answer(request, url) {
  const cache = await caches.open(shell)
  const key = request.mode === 'navigate' ? '/' : url.pathname
  const kept = await cache.match(key)
  if (kept && url.pathname.startsWith('/assets/')) return kept // its name holds its hash
  try {
    const fresh = await fetch(request.mode === 'navigate' ? '/' : request, { signal: kept ? AbortSignal.timeout(3000) : undefined })
    if (fresh.ok) await cache.put(key, fresh.clone())
    return fresh
  } catch (error) {
    if (kept) return kept
    throw error
  }
}
