import { randomUUID } from 'node:crypto'
import { closeSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs'
import { hostname } from 'node:os'
import { errorCode } from '../model/error-code.js'

/** The process that holds a lock. */
export interface Holder {
  readonly pid: number
  readonly host: string
  /** Start time of its process in milliseconds since the epoch, because PIDs are reused. */
  readonly started: number
  /** Unique for each acquisition of a lock. */
  readonly token: string
}

export interface Lock {
  readonly kind: 'lock'
  release(): void
}

/** A lock of a process on another machine expires after this time, which is longer than any write takes. */
const FOREIGN_MS = 10 * 60_000
/** Time to wait for the content of a newly created lock. */
const UNFINISHED_MS = 5_000
const SAME_START_MS = 1_000

const processStart = (): number => Math.round(Date.now() - process.uptime() * 1000)

const isHolder = (value: unknown): value is Holder =>
  typeof value === 'object' &&
  value !== null &&
  'pid' in value &&
  typeof value.pid === 'number' &&
  'host' in value &&
  typeof value.host === 'string' &&
  'started' in value &&
  typeof value.started === 'number' &&
  'token' in value &&
  typeof value.token === 'string'

function parseHolder(text: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isHolder(value) ? value : undefined
  } catch {
    return undefined
  }
}

interface Found {
  readonly holder: Holder
  readonly alive: boolean
}

function isRunning({ pid, started }: Holder): boolean {
  if (pid === process.pid) return Math.abs(started - processStart()) < SAME_START_MS
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: the process exists but belongs to another user.
    return errorCode(error) === 'EPERM'
  }
}

/** The holder of the lock at `path`; undefined if there is none. */
function find(path: string): Found | undefined {
  try {
    const holder = parseHolder(readFileSync(path, 'utf8'))
    const { mtimeMs, ino } = statSync(path)
    const age = Date.now() - mtimeMs
    if (holder === undefined) {
      const unfinished = { pid: 0, host: '', started: 0, token: `unfinished-${ino}-${Math.round(mtimeMs)}` }
      return { holder: unfinished, alive: age < UNFINISHED_MS }
    }
    return { holder, alive: holder.host === hostname() ? isRunning(holder) : age < FOREIGN_MS }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

function create(path: string, holder: Holder): boolean {
  let handle: number
  try {
    handle = openSync(path, 'wx')
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw error
  }
  try {
    writeSync(handle, JSON.stringify(holder))
    return true
  } catch (error) {
    // The content could not be written. This process created the file, so it can remove it.
    rmSync(path, { force: true })
    throw error
  } finally {
    closeSync(handle)
  }
}

/** Releases the lock unless another process has taken it over, for example after a long sleep of the machine. */
function release(path: string, { token }: Holder): void {
  if (find(path)?.holder.token === token) rmSync(path, { force: true })
}

/**
 * Acquires the lock at `path`, or returns its holder. The lock of a dead process is removed. To do that, a process first
 * acquires a second lock, named after the dead one. So only one of several processes removes it, and none removes the
 * lock that follows.
 */
export function tryLock(path: string): Lock | Holder {
  for (;;) {
    const holder = { pid: process.pid, host: hostname(), started: processStart(), token: randomUUID() }
    if (create(path, holder)) return { kind: 'lock', release: () => release(path, holder) }
    const found = find(path)
    if (found === undefined) continue
    if (found.alive) return found.holder
    const inheritance = tryLock(`${path}.${found.holder.token}`)
    if (!('release' in inheritance)) return inheritance
    try {
      if (find(path)?.holder.token === found.holder.token) rmSync(path, { force: true })
    } finally {
      inheritance.release()
    }
  }
}
