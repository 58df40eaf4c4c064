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
  /** Reason for a report, as in "embedded, because no database is given". */
  readonly because: string
}

/** Variables that select a database. PGUSER or PGPASSWORD alone do not. */
export const databaseVariables = ['DATABASE_URL', 'PGSERVICE', 'PGHOST', 'PGDATABASE'] as const

/**
 * Selects the Postgres to use. The first rule that applies:
 *
 * 1. `--provider`, else `FUSION_PROVIDER`: the named provider;
 * 2. `--database-url`, else one of `DATABASE_URL`, `PGSERVICE`, `PGHOST`, `PGDATABASE`: that server (`url`);
 * 3. the embedded Postgres.
 *
 * An empty value counts as absent. If the provider cannot start, that is an error; there is no fallback.
 */
export function chooseProvider({ flag, databaseUrl, env }: ChoiceInput): ProviderChoice {
  if (flag) return named(flag, '--provider')
  if (env['FUSION_PROVIDER']) return named(env['FUSION_PROVIDER'], 'FUSION_PROVIDER')
  if (databaseUrl) return { kind: 'url', because: '--database-url is given' }
  const variable = databaseVariables.find((name) => env[name])
  if (variable !== undefined) return { kind: 'url', because: `${variable} is set` }
  return { kind: 'embedded', because: 'no database is given' }
}

function named(name: string, source: string): ProviderChoice {
  const kind = providerKinds.find((known) => known === name)
  if (kind !== undefined) return { kind, because: `${source} selects it` }
  throw diagnosticError(
    'FS501',
    `${source} names an unknown provider, ${name}.`,
    `Use one of ${providerKinds.join(', ')}.`,
  )
}
