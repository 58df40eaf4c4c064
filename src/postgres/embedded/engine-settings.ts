/** Options of initdb for the embedded server. */
export const initdbArguments: readonly string[] = [
  // Pages in memory need no checksums. Small segments reduce the snapshot by 15 MB of empty log.
  '--no-data-checksums',
  '--wal-segsize=1',
  '--no-sync',
]

const settings: Readonly<Record<string, string | number>> = {
  exit_on_error: 'false',
  // The engine is a single process without workers.
  max_worker_processes: 0,
  max_parallel_workers: 0,
  max_parallel_workers_per_gather: 0,
  max_parallel_maintenance_workers: 0,
  autovacuum_worker_slots: 1,
  max_wal_senders: 0,
  io_method: 'sync',
  // Shared memory is cleared at startup, and clearing 128 MB would dominate the startup time.
  shared_buffers: '8MB',
  max_connections: 2,
  superuser_reserved_connections: 0,
  log_checkpoints: 'false',
}

/** What an embedded server has room for if nobody says how much is needed. */
export const defaultRelations = 10_000

/**
 * There is one connection, whose lock table must hold a transaction that creates all views of a project. Clearing the
 * table for ten thousand views takes two fifths of the startup time.
 */
export const locksFor = (relations: number): number => Math.max(256, 2 * relations)

/**
 * Command line of the embedded server: single-user mode (`--single` must come first), no fsync, wire protocol.
 *
 * @param relations that one transaction creates at most.
 */
export const startArguments = (relations = defaultRelations): string[] => [
  '--single',
  '-F',
  '-O',
  '-j',
  ...Object.entries({ ...settings, max_locks_per_transaction: locksFor(relations) }).flatMap(
    ([name, value]) => ['-c', `${name}=${value}`],
  ),
]

/** Run once, before the snapshot is taken. The template databases are never used. */
export const pruneStatements: readonly string[] = [
  'ALTER DATABASE template0 IS_TEMPLATE false',
  'ALTER DATABASE template1 IS_TEMPLATE false',
  'DROP DATABASE template0',
  'DROP DATABASE template1',
]
