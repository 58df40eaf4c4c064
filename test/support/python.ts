import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Of Debian, and not another that comes first in the PATH: its packages are for this one. */
const PYTHON = '/usr/bin/python3'

const run = (file: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): string =>
  execFileSync(file, args, { encoding: 'utf8', env: { ...process.env, ...env }, stdio: 'pipe' })

const isInstalled = (): boolean => {
  if (!existsSync(PYTHON)) return false
  try {
    run(PYTHON, ['-c', 'import pandas, mypy'])
    return true
  } catch {
    return false
  }
}

/**
 * Installs Python with pandas and mypy from the packages of Debian or Ubuntu, where they are missing.
 *
 * @throws if they cannot be installed, because a test that is skipped looks like one that passes.
 */
export function installPython(): void {
  if (isInstalled()) return
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '--non-interactive']
  const apt = (...args: readonly string[]): void => {
    const [file = '', ...rest] = [...asRoot, 'apt-get', '--quiet', '--yes', ...args]
    run(file, rest, { DEBIAN_FRONTEND: 'noninteractive' })
  }
  apt('update')
  apt('install', '--no-install-recommends', 'python3', 'mypy', 'python3-pandas')
  if (!isInstalled())
    throw new Error(`${PYTHON} does not load pandas and mypy, though apt-get installed them.`)
}

/** The oldest version that generated modules support; mypy checks against its standard library. */
export const OLDEST_PYTHON = '3.9'

/** Runs Python; `path` is searched for modules first. Gives what it prints. */
export const python = (args: readonly string[], path = ''): string =>
  run(PYTHON, args, { PYTHONPATH: path, PYTHONDONTWRITEBYTECODE: '1' })

/** Runs `mypy --strict` for a version of Python. */
export const mypy = (file: string, version: string): string =>
  run(PYTHON, ['-m', 'mypy', '--strict', '--cache-dir=/dev/null', `--python-version=${version}`, file])
