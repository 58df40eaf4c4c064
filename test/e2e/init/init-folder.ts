import { execFile } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import { type CliResult, runCli } from '../../support/run-cli.js'

const root = join(import.meta.dirname, '../../..')

/** A folder outside of this repository in which `fusion init` is run. */
export interface InitFolder {
  readonly dir: string
  path(name: string): string
  write(name: string, text: string): void
  /** Every file below a folder, with its text. */
  files(name?: string): Readonly<Record<string, string>>
  fusion(argv: readonly string[], env?: NodeJS.ProcessEnv): Promise<CliResult>
  /** What `npm install` would give the project, from this repository. */
  install(project: string): void
  /** What the TypeScript compiler says with the project's own settings; empty when it has nothing to object to. */
  typecheck(project: string): Promise<string>
  remove(): void
}

export function initFolder(): InitFolder {
  const dir = mkdtempSync(join(tmpdir(), 'fusion-init-'))
  const path = (name: string): string => join(dir, name)
  const plain = { ...process.env, DATABASE_URL: '', PGSERVICE: '', PGHOST: '', PGDATABASE: '', NO_COLOR: '1' }
  return {
    dir,
    path,
    write(name, text) {
      mkdirSync(dirname(path(name)), { recursive: true })
      writeFileSync(path(name), text)
    },
    files(name = '.') {
      const from = path(name)
      if (!existsSync(from)) return {}
      const found = readdirSync(from, { recursive: true, withFileTypes: true }).filter((entry) =>
        entry.isFile(),
      )
      return Object.fromEntries(
        found
          .map(({ parentPath, name: file }) => join(parentPath, file))
          .toSorted()
          .map((file) => [relative(from, file), readFileSync(file, 'utf8')]),
      )
    },
    fusion: (argv, env = {}) => runCli(argv, { ...plain, ...env }),
    install(project) {
      const modules = join(path(project), 'node_modules')
      mkdirSync(modules, { recursive: true })
      symlinkSync(root, join(modules, 'fusion-store'))
      for (const name of ['kysely', '@types'])
        symlinkSync(join(root, 'node_modules', name), join(modules, name))
    },
    async typecheck(project) {
      const compiler = join(root, 'node_modules/typescript/bin/tsc')
      // The sources of the compiler and not its build, which may be older.
      const args = [compiler, '--noEmit', '--pretty', 'false', '--customConditions', 'fusion-store-source']
      try {
        await promisify(execFile)(process.execPath, args, { cwd: path(project) })
        return ''
      } catch (failure) {
        return String((failure as { stdout?: string }).stdout ?? failure)
      }
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  }
}

/** Compares the files of a project with the accepted ones; versions in `package.json` are those of this package. */
export async function expectFiles(files: Readonly<Record<string, string>>, expected: string): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    if (file === 'package.json') continue
    await expect(text).toMatchFileSnapshot(join(import.meta.dirname, 'expected', expected, `${file}.txt`))
  }
}
