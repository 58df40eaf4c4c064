import { randomUUID } from 'node:crypto'
import { closeSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs'
import { hostname } from 'node:os'
import { errorCode } from '../model/error-code.js'

/** Who holds a lock. */
export interface Holder {
  readonly pid: number
  readonly host: string
  /** When its process started, milliseconds since the epoch; a number of a process is given again after its end. */
  readonly started: number
  /** Different for every time a lock is taken. */
  readonly token: string
}

export interface Lock {
  readonly kind: 'lock'
  release(): void
}

/** Nobody writes for that long; only a process on a machine that cannot be asked is taken for dead by it. */
const FOREIGN_MS = 10 * 60_000
/** Time enough to write what is in a lock after creating it. */
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
    // Somebody else's process is running all the same.
    return errorCode(error) === 'EPERM'
  }
}

/** Who holds the lock at `path`; undefined when nobody does any more. */
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
    // No room for what is to be in it. Only now is it sure that the file is ours to remove.
    rmSync(path, { force: true })
    throw error
  } finally {
    closeSync(handle)
  }
}

/** Gives back what is still ours: a machine that slept for long may find that it was taken for dead. */
function release(path: string, { token }: Holder): void {
  if (find(path)?.holder.token === token) rmSync(path, { force: true })
}

/**
 * Takes the lock at `path`, or tells who has it. One whose holder has died is taken from it: whoever does that first
 * takes a second lock, named for the dead one, so that of two who see the same dead lock only one removes it, and
 * neither removes the one that comes after.
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
