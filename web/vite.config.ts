import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig, type Plugin } from 'vite'

// The list of the app's files, for the service worker, which keeps them all (public/sw.js); "first" are the scripts that a
// shop's device loads before anything shows, and "customer" those of a customer's, for the measure of their size
// (tool/size.mjs).
function shell(): Plugin {
  return {
    name: 'shell',
    generateBundle(_, bundle) {
      const files = Object.keys(bundle).filter((f) => f !== 'index.html').map((f) => `/${f}`)
      const chunks = Object.values(bundle).filter((c) => c.type === 'chunk')
      const needed = (part: string) => {
        const all = new Set<string>()
        const add = (name: string) => {
          const chunk = bundle[name]
          if (all.has(name) || chunk?.type !== 'chunk') return
          all.add(name)
          chunk.imports.forEach(add)
        }
        const begins = chunks.filter((c) => c.isEntry || c.facadeModuleId?.endsWith(part))
        if (begins.length < 2) throw new Error(`${part} is no part of its own`)
        for (const c of begins) add(c.fileName)
        for (const name of Object.keys(bundle)) if (name.includes('sync.worker')) all.add(name)
        return [...all].sort()
      }
      // A customer's device keeps no part of the shop's own side: what can be reached without going through its beginning.
      const reached = new Set<string>()
      const reach = (name: string) => {
        const chunk = bundle[name]
        if (reached.has(name) || chunk?.type !== 'chunk' || chunk.facadeModuleId?.endsWith('/src/begin.ts')) return
        reached.add(name)
        for (const css of chunk.viteMetadata?.importedCss ?? []) reached.add(css)
        for (const next of [...chunk.imports, ...chunk.dynamicImports]) reach(next)
      }
      for (const c of chunks) if (c.isEntry) reach(c.fileName)
      const own = files.filter((f) => !/\.(js|css)$/.test(f) || f.includes('sync.worker') || reached.has(f.slice(1)))
      const all = (some: string[]) => ['/', '/icon.svg', '/icon-192.png', '/icon-512.png', '/badge-96.png', '/manifest.webmanifest', ...some.sort()]
      const beside = (f: string) => !f.includes('sync.worker')
      // The worker is begun only when somebody has joined: it is no part of what a customer waits for.
      const [first, customer] = [needed('/src/begin.ts'), needed('/src/customer/begin.ts').filter(beside)]
      const source = JSON.stringify({ files: all(files), customerFiles: all(own), first, customer })
      this.emitFile({ type: 'asset', fileName: 'shell.json', source })
    },
  }
}

// The icons that a shop's device draws first lie in one part: each by itself would be compressed by itself.
const firstIcons = /@lucide.*\/icons\/(x|plus|phone|pencil|copy|download|printer|message-square|user-round|receipt-text|sticky-note|chevron-left|chevron-right)\.(js|svelte)$/

// The app is built into dist, which the Go binary embeds (embed.go). .keep stays, so that Go builds without the app.
export default defineConfig({
  plugins: [svelte(), shell()],
  worker: { format: 'es' },
  build: { outDir: 'dist', emptyOutDir: false, target: 'es2022', sourcemap: false, rolldownOptions: { output: { codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: 'icons', test: firstIcons }] } } } },
  server: { proxy: Object.fromEntries(['/dangol.shop.v1', '/dangol.channel.v1', '/dangol.sync.v1', '/dangol.session.v1'].map((p) => [p, 'http://127.0.0.1:8080'])) },
})
