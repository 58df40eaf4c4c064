import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** A project folder of a test, outside of this repository. */
export interface ProjectFolder {
  readonly dir: string
  /** Without what would name a database, a terminal or CI. */
  readonly env: NodeJS.ProcessEnv
  write(path: string, text: string): void
  remove(): void
}

/**
 * @param files texts by path.
 * @param like a golden project to begin with.
 */
export function projectFolder(files: Readonly<Record<string, string>> = {}, like?: string): ProjectFolder {
  const scratch = mkdtempSync(join(tmpdir(), 'fusion-project-'))
  const dir = join(scratch, 'project')
  // What is cached of this project goes here; the snapshot of the embedded Postgres is shared by all tests.
  mkdirSync(join(dir, 'node_modules'), { recursive: true })
  if (like !== undefined) {
    const golden = join(root, 'test/golden', like)
    cpSync(golden, dir, { recursive: true, filter: (path) => !path.endsWith('expected') })
  }
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    writeFileSync(join(dir, path), text)
  }
  for (const [path, text] of Object.entries(files)) write(path, text)
  return {
    dir,
    env: { ...process.env, DATABASE_URL: '', PGHOST: '', PGDATABASE: '', CI: '', NO_COLOR: '1' },
    write,
    remove: () => rmSync(scratch, { recursive: true, force: true }),
  }
}
