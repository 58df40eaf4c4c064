import { chooseProvider } from '../../postgres/choose.js'
import { providerFor } from '../../postgres/provider-for.js'
import type { Session } from '../../postgres/session.js'
import { onDatabase } from '../certification/on-database.js'
import type { Context } from '../context.js'
import { withSession } from '../with-session.js'

/** Where rows come from, and how many for each source. */
export interface RowsOptions {
  /** Database to copy rows from. If neither this nor the environment names one, rows are generated. */
  readonly databaseUrl?: string | undefined
  /** Rows to generate for each source, or the maximum to copy from a database; both have a default. */
  readonly rows?: number | undefined
  readonly seed: number
}

/** Work over rows, with the number of rows that is used if none is given. */
interface Work<T> {
  readonly rows: number
  readonly run: (session: Session, rows: number) => Promise<T>
}

/** Work on a database that is always rolled back. */
const ATTEMPT = {
  of: 'store',
  left: 'nothing was left in the database',
  who: 'a role that may read the sources and create schemas there (GRANT CREATE, TEMPORARY ON DATABASE … TO …)',
} as const
const UNDONE = 'Canceled: nothing was left in the database.'

/**
 * Works over rows copied from a database, or generated ones in a Postgres of its own.
 *
 * @param extensions whether a type of the project comes with an extension.
 * @returns what the work found, and which rows that was over, in words.
 */
export async function overRows<L, G>(
  { databaseUrl, rows, seed }: RowsOptions,
  extensions: boolean,
  { live, generated }: { readonly live: Work<L>; readonly generated: Work<G> },
  context: Context,
): Promise<{ readonly where: string } & ({ readonly live: L } | { readonly generated: G })> {
  const { env, progress, interrupts } = context
  const choice = chooseProvider({ databaseUrl, env })
  if (choice.kind === 'url') {
    const most = rows ?? live.rows
    const messages = { canceled: UNDONE, done: UNDONE }
    return await onDatabase(
      { databaseUrl, attempt: ATTEMPT, messages },
      context,
      async (session, { description }) => ({
        where: `${description}, at most ${most} rows per source, seed ${seed}`,
        live: await live.run(session, most),
      }),
    )
  }
  const count = rows ?? generated.rows
  progress.step(`starting Postgres: ${choice.kind}, because ${choice.because}`)
  const server = await providerFor(choice, { env, extensions }).start({ report: progress.note })
  return {
    where: `${server.description}, ${count} generated rows per source, seed ${seed}`,
    generated: await withSession(interrupts, server, (session) => generated.run(session, count)),
  }
}
