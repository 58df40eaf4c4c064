import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { diagnosticError } from '../../model/diagnostic.js'

/** Somebody to run a program as, in the shape that `spawn` takes. */
export interface ServerUser {
  readonly uid: number
  readonly gid: number
}

/** Postgres refuses to run as root. Undefined means oneself. */
export function serverUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  const found = ['postgres', 'nobody'].map(lookUp).find((user) => user !== undefined)
  if (found !== undefined) return found
  throw diagnosticError(
    'FS522',
    'Postgres does not run as root, and there is neither a user postgres nor a user nobody to run it as.',
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

/** Whether `user` gets into `folder`, existing or to be made: through all above it. /root is closed, as a rule. */
export function canEnter(folder: string, user: ServerUser): boolean {
  const stats = statSync(folder, { throwIfNoEntry: false })
  if (stats !== undefined) {
    const bit = stats.uid === user.uid ? 0o100 : stats.gid === user.gid ? 0o010 : 0o001
    if ((stats.mode & bit) === 0) return false
  }
  const parent = dirname(folder)
  return parent === folder || canEnter(parent, user)
}
