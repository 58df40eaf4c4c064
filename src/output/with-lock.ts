import { readdirSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { makeFolders } from './make-folders.js'
import { type Lock, tryLock } from './file-lock.js'
import { diagnosticError } from '../model/diagnostic.js'
import { errorCode } from '../model/error-code.js'

const POLL_MS = 50
const NAME = 'lock'

/** Those before us tidy the folder away when they are done, at any moment; not so often that it takes long. */
const ATTEMPTS = 100

function tryLockIn(work: string): ReturnType<typeof tryLock> {
  for (let attempt = 1; ; attempt++) {
    try {
      makeFolders(work)
      return tryLock(join(work, NAME))
    } catch (error) {
      if (errorCode(error) !== 'ENOENT' || attempt === ATTEMPTS) throw error
    }
  }
}

/** What cannot be tidied away is no fault of a write that is done; the next one sees that nobody holds the lock. */
function unlock(work: string, lock: Lock): void {
  try {
    for (const name of readdirSync(work))
      if (name.startsWith(`${NAME}.`)) rmSync(join(work, name), { force: true })
  } catch {
    // See above.
  }
  try {
    lock.release()
    rmdirSync(work)
  } catch {
    // Most often because somebody else is waiting in it.
  }
}

/**
 * Runs `body` while no other process, and no other call of this one, runs one on the same folder.
 *
 * @throws DiagnosticError FS553 when another one holds the lock for longer than `waitMs`.
 */
export async function withLock<T>(work: string, waitMs: number, body: () => T): Promise<T> {
  const deadline = Date.now() + waitMs
  for (;;) {
    const taken = tryLockIn(work)
    if ('release' in taken) {
      try {
        return body()
      } finally {
        unlock(work, taken)
      }
    }
    if (Date.now() >= deadline) {
      const who =
        taken.pid === 0 ? 'a process that has not said its name' : `process ${taken.pid} on ${taken.host}`
      const hint = `Wait for it to end and build again; if there is no such process, delete ${join(work, NAME)}.`
      throw diagnosticError('FS553', `Another build is writing to the same folder: ${who}.`, hint)
    }
    await sleep(POLL_MS)
  }
}
