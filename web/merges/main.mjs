// Runs the trial as the app is built: Vite reads the app's own sources. What the trial needs of a page is all in Node.
import { runnerImport } from 'vite'

await runnerImport(new URL('./run.ts', import.meta.url).pathname, { configFile: false, root: new URL('..', import.meta.url).pathname, logLevel: 'warn' })
