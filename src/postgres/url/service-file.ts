import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { diagnosticError } from '../../model/diagnostic.js'

/**
 * URL of a service defined in libpq's service files, which the `pg` client does not read:
 * `PGSERVICEFILE` or `~/.pg_service.conf`, then `pg_service.conf` in `PGSYSCONFDIR`.
 */
export function readService(name: string, env: NodeJS.ProcessEnv): string {
  const system = env['PGSYSCONFDIR']
  const files = [
    env['PGSERVICEFILE'] || join(homedir(), '.pg_service.conf'),
    ...(system ? [join(system, 'pg_service.conf')] : []),
  ]
  for (const file of files) {
    const parameters = parseService(contents(file), name)
    if (parameters !== undefined) return serviceUrl(parameters)
  }
  throw diagnosticError(
    'FS504',
    `The connection service ${name} is not defined in ${files.join(' or ')}.`,
    `Add a section [${name}], correct PGSERVICE, or set PGSERVICEFILE to the file that contains it.`,
  )
}

/** The section `[name]` of a service file; undefined if there is none. */
export function parseService(text: string, name: string): Map<string, string> | undefined {
  let found: Map<string, string> | undefined
  let inside = false
  for (const line of text.split('\n').map((raw) => raw.trim())) {
    if (line === '' || line.startsWith('#')) continue
    if (line.startsWith('[')) {
      if (found !== undefined) return found
      inside = line === `[${name}]`
      if (inside) found = new Map()
    } else if (inside && line.includes('=')) {
      const at = line.indexOf('=')
      found?.set(line.slice(0, at).trim(), line.slice(at + 1).trim())
    }
  }
  return found
}

/** As a URL, so that sslmode and similar parameters have their usual meaning. */
function serviceUrl(parameters: ReadonlyMap<string, string>): string {
  const { dbname = '', ...rest } = Object.fromEntries(parameters) as Record<string, string>
  return `postgresql:///${encodeURI(dbname)}?${new URLSearchParams(rest)}`
}

function contents(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
