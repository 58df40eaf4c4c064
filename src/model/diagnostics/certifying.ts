import { type DiagnosticEntry, lines } from './entry.js'

/** FS901 to FS913: commands that work on the certification of a project in a database. */
export const certifying = {
  FS901: {
    title: 'nothing is certified',
    explanation:
      'The command works on the certification of a project, and this project declares none. Add certification: certification({ … }) to defineProject.',
    example: lines`
      $ fusion status

      fusion.config.ts FS901 the project shop declares no certification
        Add \`certification: certification({ … })\` to defineProject.`,
  },
  FS902: {
    title: 'no audit schema, or an older one',
    explanation:
      'The database has no audit schema, or its audit schema lacks functions that this version calls. Install the store with the generated install.sql.',
    example: lines`
      $ fusion status

      FS902 the database has no audit schema, or an older one: schema "audit" does not exist
        Run psql -f generated/sql/install.sql.`,
  },
  FS903: {
    title: 'entrypoint not registered',
    explanation:
      'No store in the database declares the entrypoint, or the installed procedure was generated for another one. Run the generated SQL files again.',
    example: lines`
      $ fusion certify

      FS903 no store declares the entrypoint shop.entry
        Run the generated 03_baseline_viewdefs.sql, which declares it, or use a name of audit.t0_entrypoint.`,
  },
  FS904: {
    title: 'role lacks a privilege',
    explanation:
      'The database refuses the command because the role lacks a privilege. The hint names who may run it.',
    example: lines`
      $ fusion certify --database-url postgresql://trainer@127.0.0.1/shop

      FS904 the database does not allow it: permission denied for schema audit; nothing was written, and the previous verdict remains
        Connect as a member of fusion_certifier (GRANT fusion_certifier TO …), or as the owner of the audit schema.`,
  },
  FS905: {
    title: 'connection lost',
    explanation:
      'The connection to the database was lost before the end of the transaction, so it was rolled back and nothing was written. Run the command again.',
    example: lines`
      $ fusion certify

      FS905 the connection to the database was lost (terminating connection due to administrator command); nothing was written, and the previous verdict remains
        Run it again when the database responds.`,
  },
  FS906: {
    title: 'stopped by a timeout, a deadlock or a cancel',
    explanation:
      'The database stopped the statement: a timeout passed, it was part of a deadlock, or somebody cancelled it. Nothing was written. Raise the timeout, check fewer days, or find who holds the lock.',
    example: lines`
      $ fusion certify

      FS906 the database stopped it: canceling statement due to statement timeout; nothing was written, and the previous verdict remains
        Raise statement_timeout or lock_timeout for this role, check fewer days, or find out who holds a lock (pg_stat_activity).`,
  },
  FS907: {
    title: 'refused for another reason',
    explanation:
      'The database raised an error that has no diagnostic of its own. The message quotes it and its SQLSTATE; codes that begin with FSC, FSS or FSV are explained too.',
    example: lines`
      $ fusion baseline capture

      FS907 the database reported an error: shop.entry has no column edited_at of type timestamptz, timestamp or date (FSC06); nothing was written, and the baseline is unchanged
        The rows of an entrypoint are hashed by the day of its T0 column.`,
  },
  FS908: {
    title: 'store not installed',
    explanation:
      'The database lacks a view or table of the store, or a materialized view of it was never refreshed. Install the store with the generated install.sql and run fusion refresh, or name the database that has it.',
    example: lines`
      $ fusion verify

      FS908 the database lacks the store, or a part of it: relation "shop.entry" does not exist
        Run psql -f generated/sql/install.sql.`,
  },
  FS909: {
    title: 'connection lost during the commit',
    explanation:
      'The connection was lost while the outcome was committed, so it may or may not have been written. fusion status shows whether it was; run the command again if not.',
    example: lines`
      $ fusion certify

      FS909 the connection was lost while the outcome was being written (Connection terminated unexpectedly), so it may be written or not
        Check with fusion status, and run it again if necessary.`,
  },
  FS910: {
    title: 'read-only database',
    explanation:
      'The database accepts no writes: it is a standby, or default_transaction_read_only is set for the role, the database or the connection. Name the primary.',
    example: lines`
      $ fusion certify

      FS910 the database is read-only: cannot execute SELECT FOR UPDATE in a read-only transaction
        Connect to the primary instead of a standby, and check whether default_transaction_read_only is set.`,
  },
  FS911: {
    title: 'entrypoint that the project does not certify',
    explanation:
      '--entrypoint names a view that the project does not certify. The hint lists those that it certifies.',
    example: lines`
      $ fusion status --entrypoint shop.nothing

      fusion.config.ts FS911 the project shop certifies no entrypoint "shop.nothing"
        Use one that it certifies: shop.entry.`,
  },
  FS912: {
    title: 'rows move with what is recorded later',
    explanation:
      'fusion verify --future recorded rows after a T0, and rows of the entrypoint with that T0 or an earlier one changed, so a model is trained on what nobody knew then. The report shows the smallest change that was found and what it does.',
    example: lines`
      $ fusion verify --future

      shop.entry FS912 rows with the T0 2024-02-03 10:30:00+00 or an earlier one depend on rows of shop.orders that were recorded after it
        Compare the recording time with the T0 where they are read, or declare why late rows are allowed: certification({ pointInTime: { … } }).`,
  },
  FS913: {
    title: 'what is recorded later could not be tried',
    explanation:
      'fusion verify --future could not record rows after a T0 of the entrypoint: no source that is read strictly says when its rows were recorded, there is no row with a T0, or the view could not be read.',
    example: lines`
      $ fusion verify --future

      shop.entry FS913 what is recorded later could not be tried: no source is strict and says when its rows were recorded
        Declare knownAt for its sources, and fix what keeps its view from being read; more rows may help: --rows.`,
  },
} as const satisfies Record<`FS9${string}`, DiagnosticEntry>
