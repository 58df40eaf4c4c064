import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { diagnosticError } from '../../model/diagnostic.js'

/** A user to run a program as, as expected by `spawn`. */
export interface ServerUser {
  readonly uid: number
  readonly gid: number
}

/** Postgres refuses to run as root. Undefined means the current user. */
export function serverUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  const found = ['postgres', 'nobody'].map(lookUp).find((user) => user !== undefined)
  if (found !== undefined) return found
  throw diagnosticError(
    'FS522',
    'Postgres does not run as root, and neither a user postgres nor a user nobody exists.',
    'Create one (useradd --system postgres), or run as an ordinary user.',
  )
}

function lookUp(name: string): ServerUser | undefined {
  const id = (flag: string): number =>
    Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
  try {
    return { uid: id('-u'), gid: id('-g') }
  } catch {
    return undefined
  }
}

/** Whether `user` can enter all parents of `folder`, which may not exist yet. /root is usually closed to others. */
export function canEnter(folder: string, user: ServerUser): boolean {
  const stats = statSync(folder, { throwIfNoEntry: false })
  if (stats !== undefined) {
    const bit = stats.uid === user.uid ? 0o100 : stats.gid === user.gid ? 0o010 : 0o001
    if ((stats.mode & bit) === 0) return false
  }
  const parent = dirname(folder)
  return parent === folder || canEnter(parent, user)
}
