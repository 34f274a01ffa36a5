import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'

// The app is built into dist, which the Go binary embeds (embed.go). .keep stays, so that Go builds without the app.
export default defineConfig({
  plugins: [svelte()],
  build: { outDir: 'dist', emptyOutDir: false, target: 'es2022', sourcemap: false },
  server: { proxy: Object.fromEntries(['/dangol.shop.v1', '/dangol.sync.v1', '/dangol.session.v1'].map((p) => [p, 'http://127.0.0.1:8080'])) },
})
