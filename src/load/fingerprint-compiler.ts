import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ownPackage } from './own-package.js'

const CODE = /(?<!\.d)\.(?:js|ts|sql)$/

/** Manifest of an installed package, found as Node does. */
function manifestOf(name: string, dir: string): string | undefined {
  const file = join(dir, 'node_modules', name, 'package.json')
  if (existsSync(file)) return file
  const up = dirname(dir)
  return up === dir ? undefined : manifestOf(name, up)
}

let known: string | undefined

/**
 * A hash of the compiler's code and of the versions of its dependencies (including the embedded Postgres, the formatter
 * and Kysely). It changes whenever the same project could compile to a different result.
 */
export function fingerprintCompiler(): string {
  if (known) return known
  const { root, code, version, dependencies } = ownPackage()
  const hash = createHash('sha256').update(version)
  for (const name of dependencies) {
    const file = manifestOf(name, root)
    const manifest: { version?: string } = file ? JSON.parse(readFileSync(file, 'utf8')) : {}
    hash.update(`\n${name}@${manifest.version ?? 'missing'}`)
  }
  for (const path of readdirSync(code, { recursive: true, encoding: 'utf8' }).toSorted()) {
    if (CODE.test(path)) hash.update(`\n${path}\n`).update(readFileSync(join(code, path)))
  }
  known = hash.digest('hex')
  return known
}
