import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ownPackage } from './own-package.js'
import { packageDir } from './package-entry.js'

/** Name and version of the embedded Postgres. Definitions are only comparable if deparsed by the same version. */
export function embeddedPostgresName(): string {
  const dir = packageDir('@electric-sql/pglite', ownPackage().root)
  if (dir === undefined) throw new Error('@electric-sql/pglite is not installed')
  const { version }: { version: string } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'))
  return `pglite ${version}`
}
