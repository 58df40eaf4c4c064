import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { childProcesses, isRunning } from './child-processes.js'
import { type Runner, serverEnvironment } from './cluster.js'

const IMMEDIATELY = ['SIGQUIT', 'SIGKILL'] as const
const FAST = ['SIGINT', ...IMMEDIATELY] as const

const READY_WITHIN_MS = 120_000
const STOPPED_WITHIN_MS = 30_000
const GONE_WITHIN_MS = 2_000
const KEPT_LINES = 30

/** A server process started by this process. */
export class Postmaster {
  readonly #process: ChildProcess
  readonly #exited: Promise<unknown>
  readonly #dataDir: string
  readonly #lines: string[] = []

  constructor(runner: Runner, dataDir: string, args: readonly string[], log: (line: string) => void) {
    this.#dataDir = dataDir
    this.#process = spawn(join(runner.installation, 'bin', 'postgres'), ['-D', dataDir, ...args], {
      cwd: runner.work,
      env: serverEnvironment(),
      stdio: ['ignore', 'ignore', 'pipe'],
      // Ctrl-C in a terminal must not reach the server, as the program may still need it.
      detached: true,
      ...runner.user,
    })
    this.#exited = new Promise((resolve) => {
      this.#process.once('exit', resolve)
      this.#process.once('error', resolve)
    })
    const stderr = this.#process.stderr as Socket
    createInterface({ input: stderr }).on('line', (line) => {
      this.#lines.push(line)
      if (this.#lines.length > KEPT_LINES) this.#lines.shift()
      log(line)
    })
    // Do not keep a program running that forgets to stop its server.
    this.#process.unref()
    stderr.unref()
  }

  /** Undefined if it could not be started. */
  get pid(): number | undefined {
    return this.#process.pid
  }

  get #running(): boolean {
    return this.pid !== undefined && this.#process.exitCode === null && this.#process.signalCode === null
  }

  /** Waits until it accepts connections; false if it has ended instead. */
  async ready(): Promise<boolean> {
    const deadline = Date.now() + READY_WITHIN_MS
    while (this.#running && Date.now() < deadline) {
      const status = await readFile(join(this.#dataDir, 'postmaster.pid'), 'utf8').catch(() => '')
      const [pid, , , , , , , state] = status.split('\n')
      // The file may have been left by an earlier server after a crash.
      if (Number(pid) === this.pid && state?.trim() === 'ready') return true
      await sleep(10)
    }
    if (this.#running) await this.kill()
    return false
  }

  /** The last lines of its log, newest last. */
  get lines(): readonly string[] {
    return this.#lines
  }

  /**
   * Fast shutdown: transactions are rolled back and clients disconnected.
   *
   * @param isThrownAway whether the data are of no further use, so that nothing needs to be written.
   */
  async stop(isThrownAway = false): Promise<void> {
    for (const signal of isThrownAway ? IMMEDIATELY : FAST) {
      if (await this.#endedAfter(signal)) return
    }
  }

  /** Kills the server and its backends immediately, as in a power failure. */
  async kill(): Promise<void> {
    const { pid } = this
    if (!this.#running || pid === undefined) return
    // Suspended first, so that it cannot start new children meanwhile.
    this.#process.kill('SIGSTOP')
    const children = childProcesses(pid)
    await this.#endedAfter('SIGKILL')
    for (const child of children) kill(child)
    const deadline = Date.now() + GONE_WITHIN_MS
    while (children.some(isRunning) && Date.now() < deadline) await sleep(10)
  }

  async #endedAfter(signal: NodeJS.Signals): Promise<boolean> {
    if (!this.#running) return true
    this.#process.ref()
    this.#process.kill(signal)
    const waiting = new AbortController()
    const ended = this.#exited.then(() => true)
    const late = sleep(STOPPED_WITHIN_MS, false, { signal: waiting.signal }).catch(() => false)
    const result = await Promise.race([ended, late])
    waiting.abort()
    return result
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}
