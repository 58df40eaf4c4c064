/** Options of initdb for the embedded server. */
export const initdbArguments: readonly string[] = [
  // Pages in memory need no checksum, and small segments keep 15 MB of empty log out of the snapshot.
  '--no-data-checksums',
  '--wal-segsize=1',
  '--no-sync',
]

const settings: Readonly<Record<string, string | number>> = {
  exit_on_error: 'false',
  // The engine has no processes, so nothing can be handed to a worker.
  max_worker_processes: 0,
  max_parallel_workers: 0,
  max_parallel_workers_per_gather: 0,
  max_parallel_maintenance_workers: 0,
  autovacuum_worker_slots: 1,
  max_wal_senders: 0,
  io_method: 'sync',
  // Shared memory is cleared at start: 128 MB of it take longer than all the rest.
  shared_buffers: '8MB',
  // There is one connection. Its lock table has to hold a transaction that creates ten thousand views.
  max_connections: 2,
  superuser_reserved_connections: 0,
  max_locks_per_transaction: 16384,
  log_checkpoints: 'false',
}

/** Command line of the embedded server: single-user mode (`--single` has to come first), no fsync, queries by wire. */
export const startArguments: readonly string[] = [
  '--single',
  '-F',
  '-O',
  '-j',
  ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
]

/** Run once, before the snapshot is taken: one connection to one database never looks at the other two. */
export const pruneStatements: readonly string[] = [
  'ALTER DATABASE template0 IS_TEMPLATE false',
  'ALTER DATABASE template1 IS_TEMPLATE false',
  'DROP DATABASE template0',
  'DROP DATABASE template1',
]
