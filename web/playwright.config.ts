import { defineConfig } from '@playwright/test'

// Debian's Chromium against the real server (e2e/server.ts).
export default defineConfig({
  testDir: 'e2e', workers: 1, retries: 1, timeout: 60_000, reporter: 'list', outputDir: '../.cache/e2e',
  use: {
    locale: 'ko-KR', timezoneId: 'Asia/Seoul', viewport: { width: 1280, height: 860 }, bypassCSP: true,
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
})
