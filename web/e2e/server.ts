// The real server, as a process that can be killed.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const firstPort = 18600

/** Whether somebody listens at a port of this machine: another run of the flows, for one. */
const taken = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const line = connect(port, '127.0.0.1')
    line.on('connect', () => resolve(true)).on('error', () => resolve(false)).on('connect', () => line.destroy())
  })

export class Server {
  readonly data = mkdtempSync(join(tmpdir(), 'dangol-e2e-'))
  link = ''
  private port: number
  private process: ChildProcess | undefined

  /** E2E_PORT moves all ports, so that two runs on one machine do not meet. */
  constructor(port: number) {
    this.port = port + Number(process.env.E2E_PORT ?? firstPort) - firstPort
  }

  /** Starts, and gives a sign-in link. */
  async start(...more: string[]): Promise<string> {
    // It comes back where it was; the first time it goes where nobody is.
    if (this.link === '') while (await taken(this.port)) this.port += 100
    this.process = spawn('../bin/dangol', ['serve', '--listen', `127.0.0.1:${this.port}`, '--data', this.data, ...more])
    this.link = await new Promise((resolve, reject) => {
      let said = ''
      let wrong = ''
      this.process?.stderr?.on('data', (b: Buffer) => (wrong = b.toString()))
      this.process?.stdout?.on('data', (b: Buffer) => {
        said += b.toString()
        const found = /http:\/\/\S+/.exec(said)
        if (found) resolve(found[0])
      })
      this.process?.on('exit', () => reject(new Error(`the server does not start: ${wrong}`)))
    })
    return this.link
  }

  kill(): Promise<void> {
    return new Promise((resolve) => {
      if (!this.process || this.process.exitCode !== null || this.process.signalCode !== null) return resolve()
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
