import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Of Debian, and not another that comes first in the PATH: its packages are for this one. */
const PYTHON = '/usr/bin/python3'

const run = (file: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): string =>
  execFileSync(file, args, { encoding: 'utf8', env: { ...process.env, ...env }, stdio: 'pipe' })

const PACKAGES = 'python3 mypy python3-pandas'
const IS_INSTALLED = `${PYTHON} -c 'import pandas, mypy'`

/**
 * Installs Python with pandas and mypy from the packages of Debian or Ubuntu if they are missing. Test files run at the same
 * time, and apt-get refuses to run twice.
 *
 * @throws if they cannot be installed. The tests are not skipped, because a skipped test looks like one that passes.
 */
export function installPython(): void {
  const apt = `${process.getuid?.() === 0 ? '' : 'sudo --non-interactive '}env DEBIAN_FRONTEND=noninteractive apt-get --quiet --yes`
  const install = `${apt} update && ${apt} install --no-install-recommends ${PACKAGES} && ${IS_INSTALLED}`
  try {
    run('sh', ['-c', IS_INSTALLED])
  } catch {
    const lock = join(tmpdir(), 'fusion-store-tests-python.lock')
    try {
      run('flock', [lock, 'sh', '-c', `${IS_INSTALLED} || (${install})`])
    } catch (cause) {
      throw new Error(`The tests of Python need the Debian packages ${PACKAGES}, for ${PYTHON}.`, { cause })
    }
  }
}

/** The oldest version that generated modules support; mypy checks against its standard library. */
export const OLDEST_PYTHON = '3.9'

/** Runs Python; `path` is searched for modules first. Gives what it prints. */
export const python = (args: readonly string[], path = ''): string =>
  run(PYTHON, args, { PYTHONPATH: path, PYTHONDONTWRITEBYTECODE: '1' })

/** Runs `mypy --strict` for a version of Python. */
export const mypy = (file: string, version: string): string =>
  run(PYTHON, ['-m', 'mypy', '--strict', '--cache-dir=/dev/null', `--python-version=${version}`, file])
