import type pg from 'pg'
import { connectTo, makeClient } from '../connect.js'
import { diagnosticError } from '../../model/diagnostic.js'
import type { Provider, Server } from '../provider.js'
import { readService } from './service-file.js'

export interface UrlOptions {
  /** Value of `--database-url`. */
  readonly databaseUrl?: string | undefined
  /** Default `process.env`. */
  readonly env?: NodeJS.ProcessEnv
}

/**
 * A running server: the given URL, else `DATABASE_URL`, else the service in `PGSERVICE`, else `PGHOST`, `PGPORT`,
 * `PGDATABASE`, `PGUSER`, `PGPASSWORD`. The `pg` client takes missing values from the other PG* variables and `~/.pgpass`.
 */
export function urlProvider(options: UrlOptions = {}): Provider {
  return {
    kind: 'url',
    async start() {
      const config = connectionConfig(options)
      const session = await connectTo(config)
      const [row] = await session.query<{ server_version: string }>('SHOW server_version')
      await session.close()
      return urlServer(config, row?.server_version ?? '')
    },
  }
}

function urlServer(config: pg.ClientConfig, version: string): Server {
  const { host, port, database } = makeClient(config)
  return {
    kind: 'url',
    description: `PostgreSQL ${version.replace(/ .*/, '')} at ${host}:${port}, database ${database}`,
    ...(config.connectionString === undefined ? {} : { url: config.connectionString }),
    connect: () => connectTo(config),
    stop: () => Promise.resolve(),
  }
}

/** The connection settings, in the order above. */
export function connectionConfig({ databaseUrl, env = process.env }: UrlOptions): pg.ClientConfig {
  const url = databaseUrl || env['DATABASE_URL']
  if (url) return { connectionString: checkedUrl(url) }
  const service = env['PGSERVICE']
  if (service) return { connectionString: readService(service, env) }
  if (!env['PGHOST'] && !env['PGDATABASE']) {
    const hint = 'Give --database-url, or set DATABASE_URL, PGSERVICE, PGHOST or PGDATABASE.'
    throw diagnosticError('FS502', 'The url provider was selected, but no database is given.', hint)
  }
  return {
    ...(env['PGHOST'] ? { host: env['PGHOST'] } : {}),
    ...(env['PGPORT'] ? { port: Number(env['PGPORT']) } : {}),
    ...(env['PGDATABASE'] ? { database: env['PGDATABASE'] } : {}),
    ...(env['PGUSER'] ? { user: env['PGUSER'] } : {}),
    ...(env['PGPASSWORD'] ? { password: env['PGPASSWORD'] } : {}),
  }
}

function checkedUrl(url: string): string {
  if (/^postgres(ql)?:\/\//.test(url)) return url
  // Only the scheme, because the rest may contain a password.
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(url)?.[0]
  throw diagnosticError(
    'FS503',
    `The database URL is not a Postgres URL: it begins with ${scheme ?? 'no scheme'}.`,
    'Use the form postgresql://user:password@host:5432/database.',
  )
}
