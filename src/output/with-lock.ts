import { readdirSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { makeFolders } from './make-folders.js'
import { type Lock, tryLock } from './file-lock.js'
import { diagnosticError } from '../model/diagnostic.js'
import { errorCode } from '../model/error-code.js'

const POLL_MS = 50
const NAME = 'lock'

/** Another process may remove the folder at any moment when it finishes, so acquiring the lock is retried. */
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

/** A failed cleanup must not fail a finished write. The next write detects that the lock has no holder. */
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
 * Runs `body` while no other process or call works on the same folder.
 *
 * @throws DiagnosticError FS553 if the lock is held for longer than `waitMs`.
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
      const who = taken.pid === 0 ? 'an unknown process' : `process ${taken.pid} on ${taken.host}`
      const hint = `Wait for it to finish, then build again. If there is no such process, delete ${join(work, NAME)}.`
      throw diagnosticError('FS553', `Another build is writing to the same folder: ${who}.`, hint)
    }
    await sleep(POLL_MS)
  }
}
