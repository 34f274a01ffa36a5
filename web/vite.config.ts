import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig, type Plugin } from 'vite'

// The list of the app's files, for the service worker, which keeps them all (public/sw.js); "first" are the scripts that
// are loaded before anything shows, for the measure of their size (tool/size.mjs).
function shell(): Plugin {
  return {
    name: 'shell',
    generateBundle(_, bundle) {
      const files = Object.keys(bundle).filter((f) => f !== 'index.html').map((f) => `/${f}`)
      const first = new Set<string>()
      const add = (name: string) => {
        const chunk = bundle[name]
        if (first.has(name) || chunk?.type !== 'chunk') return
        first.add(name)
        chunk.imports.forEach(add)
      }
      for (const [name, chunk] of Object.entries(bundle)) if (chunk.type === 'chunk' && chunk.isEntry) add(name)
      for (const name of Object.keys(bundle)) if (name.includes('sync.worker')) first.add(name)
      const source = JSON.stringify({ files: ['/', '/icon.svg', '/icon-192.png', '/icon-512.png', '/badge-96.png', '/manifest.webmanifest', ...files.sort()], first: [...first].sort() })
      this.emitFile({ type: 'asset', fileName: 'shell.json', source })
    },
  }
}

// The app is built into dist, which the Go binary embeds (embed.go). .keep stays, so that Go builds without the app.
export default defineConfig({
  plugins: [svelte(), shell()],
  worker: { format: 'es' },
  build: { outDir: 'dist', emptyOutDir: false, target: 'es2022', sourcemap: false },
  server: { proxy: Object.fromEntries(['/dangol.shop.v1', '/dangol.channel.v1', '/dangol.sync.v1', '/dangol.session.v1'].map((p) => [p, 'http://127.0.0.1:8080'])) },
})
