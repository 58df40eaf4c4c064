import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ownPackage } from './own-package.js'
import { packageDir } from './package-entry.js'

/** Names the embedded Postgres without starting it: its texts of definitions are comparable to its own only. */
export function embeddedPostgresName(): string {
  const dir = packageDir('@electric-sql/pglite', ownPackage().root)
  if (dir === undefined) throw new Error('@electric-sql/pglite is not installed')
  const { version }: { version: string } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'))
  return `pglite ${version}`
}
