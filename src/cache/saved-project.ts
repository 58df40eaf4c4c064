import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from '../model/hash.js'
import { removeFile, writeFileAtomically } from './atomic-file.js'

const FORMAT = 'fusion-store saved project 1'

const savedFile = (cacheDir: string): string => join(cacheDir, 'project.cache')

/**
 * What an earlier build has saved of a project, plain data. Undefined if there is nothing, or it is damaged or of another
 * compiler.
 *
 * @param compiler fingerprint of the compiler.
 */
export function readSavedProject(cacheDir: string, compiler: string): unknown {
  try {
    const content = readFileSync(savedFile(cacheDir), 'utf8')
    const [format, made, hash] = content.split('\n', 3)
    if (format !== FORMAT || made !== sha256(compiler)) return undefined
    const body = content.slice([format, made, hash].join('\n').length + 1)
    return hash === sha256(body) ? JSON.parse(body) : undefined
  } catch {
    return undefined
  }
}

/** Saves plain data of a project for later builds. Data that is not plain only costs time, as a failure does. */
export function writeSavedProject(cacheDir: string, compiler: string, project: unknown): void {
  let body: string
  try {
    body = JSON.stringify(project)
  } catch {
    return removeFile(savedFile(cacheDir))
  }
  writeFileAtomically(savedFile(cacheDir), [FORMAT, sha256(compiler), sha256(body), body].join('\n'))
}
