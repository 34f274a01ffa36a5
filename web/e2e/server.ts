// The real server, as a process that can be killed.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const firstPort = 18600

export class Server {
  readonly data = mkdtempSync(join(tmpdir(), 'dangol-e2e-'))
  link = ''
  readonly port: number
  private process: ChildProcess | undefined

  /** E2E_PORT moves all ports, so that two runs on one machine do not meet. */
  constructor(port: number) {
    this.port = port + Number(process.env.E2E_PORT ?? firstPort) - firstPort
  }

  /** Starts, and gives a sign-in link. */
  async start(...more: string[]): Promise<string> {
    this.process = spawn('../bin/dangol', ['serve', '--listen', `127.0.0.1:${this.port}`, '--data', this.data, ...more])
    this.link = await new Promise((resolve, reject) => {
      let said = ''
      this.process?.stdout?.on('data', (b: Buffer) => {
        said += b.toString()
        const found = /http:\/\/\S+/.exec(said)
        if (found) resolve(found[0])
      })
      this.process?.on('exit', () => reject(new Error('the server does not start')))
    })
    return this.link
  }

  kill(): Promise<void> {
    return new Promise((resolve) => {
      if (!this.process || this.process.exitCode !== null || this.process.signalCode !== null) return resolve() // it has gone already
      this.process.removeAllListeners('exit')
      this.process.on('exit', () => resolve())
      this.process.kill('SIGKILL')
    })
  }

  /** Deletes the views while the server is down. */
  forgetViews(): void {
    rmSync(join(this.data, 'views'), { recursive: true })
  }

  /** Deletes everything while the server is down: the next start opens another shop at the same address. */
  forgetAll(): void {
    for (const name of readdirSync(this.data)) rmSync(join(this.data, name), { recursive: true })
  }

  async end(): Promise<void> {
    await this.kill()
    rmSync(this.data, { recursive: true, force: true })
  }
}
