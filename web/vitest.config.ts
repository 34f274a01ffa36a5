import { defineConfig } from 'vitest/config'

// Its own, since the app's plugins keep it from ending.
export default defineConfig({ test: { include: ['test/**/*.test.ts'] } })
