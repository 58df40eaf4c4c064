import { type DiagnosticEntry, lines } from './entry.js'

/** FS421 to FS434: reads of a certified store, thrown by `fusion-store-reader` and reported by `fusion export`. */
export const reading = {
  FS421: {
    title: 'invalid key',
    explanation:
      'A key that was asked for is not the key of a row: a column is missing or NULL, or a value is not of its type. Whole numbers beyond 2^53 are exact as strings and bigints only.',
    example: lines`
      await reader.byKeys([{ offer_id: 1.5 }])

      FS421 key 0 has 1.5 for offer_id, which is bigint
        Give each key column a value of its type; whole numbers beyond 2^53 as a string or a bigint.`,
  },
  FS422: {
    title: 'key asked for twice',
    explanation:
      'The rows come in the order of the keys, and a key that is asked for twice is more often a mistake than meant. Postgres decides which keys are equal: 2 and 2.0 are one numeric, and so are two notations of an instant or of a UUID.',
    example: lines`
      await reader.byKeys([[7], [8], ['7']])

      FS422 keys 0 and 2 are the same, 7
        Ask for each key once: the rows are in the order of the keys.`,
  },
  FS423: {
    title: 'key with two rows',
    explanation:
      'The store has two rows of a key, although its certificate says that keys are unique. Nothing is handed out.',
    example: lines`
      await reader.byKeys([[7]])

      FS423 shop.train has two rows of offer_id 7
        fusion verify lists such keys; the certificate should not have been given.`,
  },
  FS424: {
    title: 'refused by the guard',
    explanation:
      'The store may not be read now: it is not certified, its certificate is too old, a definition has changed, or stored rows are stale. The SQLSTATE of the guard is in the message or in sqlState.',
    example: lines`
      await reader.open('all')

      FS424 shop.entry has no certificate
        Run psql -f generated/sql/install.sql of the store, which certifies it.`,
  },
  FS425: {
    title: 'certificate expired during a read',
    explanation:
      'The certificate was valid when the read began and reached its age before the last rows. Rows that were handed out before are those of the certificate; the others are not read.',
    example: lines`
      for await (const row of read.rows()) train(row)

      FS425 the certificate of shop.entry expired during the read
        Certify more often than maxAge, read less at once, or read a stored form.`,
  },
  FS426: {
    title: 'read aborted',
    explanation: 'The signal of the read was aborted, or the command was interrupted. What ran was canceled.',
    example: lines`
      await reader.open('all', { signal: AbortSignal.timeout(1000) })

      FS426 the read was aborted
        Read again to have all rows.`,
  },
  FS427: {
    title: 'query canceled by the server',
    explanation: 'The server ended the query: it took longer than the timeout, or somebody canceled it.',
    example: lines`
      createReader(pool, store, { timeout: 1000 })

      FS427 the query was canceled: canceling statement due to statement timeout
        Give more time with timeout, or read less at once.`,
  },
  FS428: {
    title: 'connection lost',
    explanation:
      'There was no connection, or it broke during a read. A snapshot is gone with its connection, so the read cannot go on; read again.',
    example: lines`
      for await (const row of read.rows()) train(row)

      FS428 the connection was lost: terminating connection due to administrator command
        Connect again and read again: a snapshot ends with its connection.`,
  },
  FS429: {
    title: 'role may not read',
    explanation:
      'The role has no privilege on the guarded view or the guard. The generated SQL grants them to the trainer role of the certification.',
    example: lines`
      createReader(new Pool({ user: 'guest' }), store)

      FS429 this role may not read the store: permission denied for schema audit
        Connect as a member of the trainer role of the certification: GRANT … TO the login role.`,
  },
  FS430: {
    title: 'database of another build',
    explanation:
      'The guarded view has other columns or types than the generated files describe, or is not there. Types in a program would be wrong, so nothing is read.',
    example: lines`
      createReader(pool, store)

      FS430 shop.train is not the one of the generated files: it has no column price
        Install the generated SQL of the same build, or build for this database.`,
  },
  FS431: {
    title: 'invalid days',
    explanation:
      "A read is of 'all' rows or of days: UTC days written as 2025-01-31, the last one not before the first one. Nothing was read.",
    example: lines`
      await reader.open({ from: '2025-02-30', to: '2025-03-01' })

      FS431 from is "2025-02-30", which is no day
        Write a UTC day such as 2025-01-31.`,
  },
  FS432: {
    title: 'value that cannot be handed out',
    explanation:
      'A row has a value that the build has proven it cannot have, such as a NULL or another category, or one that a format cannot write, such as an infinite time. It would have been read as another value.',
    example: lines`
      for await (const batch of read.batches()) add(batch)

      FS432 price is NULL, which the generated files say it never is
        Build and install again: the database has other rows than the build has proven.`,
  },
  FS433: {
    title: 'client in use',
    explanation:
      'A read has a transaction of its own, so its client must be in none and may have one read at a time. The transaction that it is in is left as it is.',
    example: lines`
      await client.query('BEGIN')
      await createReader(client, store).open('all')

      FS433 the client is in a transaction or has another read open
        End it first, or give a pool: a read has a transaction of its own.`,
  },
  FS434: {
    title: 'invalid setting of the reader',
    explanation:
      'A setting of the reader or of a read is not valid: maxAge is not an interval, timeout is not a number of milliseconds above 0, or batchSize is not a whole number of 1 or more; or there is no description of a store. Nothing was read.',
    example: lines`
      createReader(pool, store, { timeout: Number.NaN })

      FS434 the setting timeout cannot be NaN
        Give milliseconds above 0, up to 2147483647, or leave it out.`,
  },
} as const satisfies Record<`FS4${string}`, DiagnosticEntry>

/** FS620 to FS623: `fusion export`. */
export const exporting = {
  FS620: {
    title: 'exported file exists',
    explanation:
      'A file or a sidecar is there already. Nothing was exported and nothing changed. A file without a sidecar is of something else, or of an export with --overwrite that was stopped between the two: give --overwrite again.',
    example: lines`
      $ fusion export --from 2025-01-01 --to 2025-01-31 --out train.parquet

      FS620 /home/ana/train.parquet exists; nothing was exported
        Give another --out, or --overwrite to replace it.`,
  },
  FS621: {
    title: 'another export is running',
    explanation: 'Two exports cannot write the same file.',
    example: lines`
      $ fusion export --from 2025-01-01 --to 2025-01-31 --out train.parquet

      FS621 process 10201 on build-7 is writing /home/ana/train.parquet
        Wait for it to finish, or give another file.`,
  },
  FS622: {
    title: 'several certifications',
    explanation: 'An export is of one certification, and the project has more than one.',
    example: lines`
      $ fusion export --from 2025-01-01 --to 2025-01-31 --out train.parquet

      FS622 the project has several certifications: shop.entry, shop.entry_v2
        Choose one with --entrypoint.`,
  },
  FS623: {
    title: 'exported file cannot be written',
    explanation:
      'The file system refused a write, or the name is a symbolic link to nothing. Under the name of the file is what was there before; days that were written are kept beside it, and the same command goes on after them.',
    example: lines`
      $ fusion export --from 2025-01-01 --to 2025-01-31 --out train.parquet

      FS623 /home/ana/train.parquet cannot be written: ENOSPC, ENOSPC: no space left on device, write
        Fix the reported cause, or give another file. Days that are written are kept.`,
  },
} as const satisfies Record<`FS62${string}`, DiagnosticEntry>
