import { locksFor } from '../embedded/engine-settings.js'

/** Options of initdb for a cluster that only analyzes: nothing in it outlives the command. */
export const analysisInitdbArguments: readonly string[] = ['--no-data-checksums', '--wal-segsize=1']

/** Run once in single-user mode, before copies are made. The template databases are never used. */
export const analysisPruneStatements: readonly string[] = [
  'ALTER DATABASE template0 IS_TEMPLATE false',
  'ALTER DATABASE template1 IS_TEMPLATE false',
  'DROP DATABASE template0',
  'DROP DATABASE template1',
]

/** What decides how statements are understood is as in the embedded server, whatever the machine is set to. */
const asEmbedded: Readonly<Record<string, string>> = {
  timezone: 'UTC',
  log_timezone: 'UTC',
  // The embedded server runs with -O.
  allow_system_table_mods: 'on',
  jit: 'off',
}

/** Nothing is kept, nothing runs by itself, and no process is started that is not needed. */
const quick: Readonly<Record<string, string>> = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '1GB',
  checkpoint_timeout: '1h',
  autovacuum: 'off',
  autovacuum_worker_slots: '1',
  max_worker_processes: '0',
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  io_method: 'sync',
  shared_buffers: '64MB',
  max_connections: '4',
  superuser_reserved_connections: '0',
  // Query trees are logged for the client. In the log of the server nobody reads them.
  log_min_messages: 'fatal',
}

/**
 * Settings of a native server that analyzes.
 *
 * @param relations that one transaction creates at most.
 */
export const analysisSettings = (relations: number): Readonly<Record<string, string>> => ({
  ...asEmbedded,
  ...quick,
  max_locks_per_transaction: String(locksFor(relations)),
})

/** Options of each session. They only have to be there: the client would send those of PGOPTIONS otherwise. */
export const analysisClientOptions = '-c row_security=on'
