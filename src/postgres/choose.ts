import { diagnosticError } from '../model/diagnostic.js'
import { type ProviderKind, providerKinds } from './provider.js'

export interface ChoiceInput {
  /** Value of `--provider`. */
  readonly flag?: string | undefined
  /** Value of `--database-url`. */
  readonly databaseUrl?: string | undefined
  readonly env: Readonly<Record<string, string | undefined>>
}

export interface ProviderChoice {
  readonly kind: ProviderKind
  /** For people, as in "embedded, because nothing names a database". */
  readonly because: string
}

/** Variables that say which database is meant. PGUSER or PGPASSWORD alone do not. */
export const databaseVariables = ['DATABASE_URL', 'PGSERVICE', 'PGHOST', 'PGDATABASE'] as const

/**
 * Which Postgres to use. The first that holds:
 *
 * 1. `--provider`, else `FUSION_PROVIDER`: what it names;
 * 2. `--database-url`, else one of `DATABASE_URL`, `PGSERVICE`, `PGHOST`, `PGDATABASE`: that server (`url`);
 * 3. the embedded one.
 *
 * An empty value counts as not given. A provider that then cannot start is an error: none stands in for another.
 */
export function chooseProvider({ flag, databaseUrl, env }: ChoiceInput): ProviderChoice {
  if (flag) return named(flag, '--provider')
  if (env['FUSION_PROVIDER']) return named(env['FUSION_PROVIDER'], 'FUSION_PROVIDER')
  if (databaseUrl) return { kind: 'url', because: '--database-url is given' }
  const variable = databaseVariables.find((name) => env[name])
  if (variable !== undefined) return { kind: 'url', because: `${variable} is set` }
  return { kind: 'embedded', because: 'nothing names a database' }
}

function named(name: string, source: string): ProviderChoice {
  const kind = providerKinds.find((known) => known === name)
  if (kind !== undefined) return { kind, because: `${source} says so` }
  throw diagnosticError(
    'FS501',
    `${source} names an unknown provider, ${name}.`,
    `Use one of ${providerKinds.join(', ')}.`,
  )
}
