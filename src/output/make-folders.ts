import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { errorCode } from '../model/error-code.js'

/** @returns the folder when it had to be made; undefined when it exists. */
function makeOne(folder: string): string | undefined {
  try {
    mkdirSync(folder)
    return folder
  } catch (error) {
    if (errorCode(error) === 'EEXIST' && statSync(folder).isDirectory()) return undefined
    throw error
  }
}

/**
 * Makes a folder and the ones above it, one by one: below a folder that refuses every name with ENOENT, such as /proc,
 * Node's `recursive` never returns.
 *
 * @returns the topmost folder that had to be made; undefined when there was none.
 */
export function makeFolders(folder: string): string | undefined {
  try {
    return makeOne(folder)
  } catch (error) {
    const above = dirname(folder)
    if (errorCode(error) !== 'ENOENT' || above === folder) throw error
    const topmost = makeFolders(above)
    const made = makeOne(folder)
    return topmost ?? made
  }
}
