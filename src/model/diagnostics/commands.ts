import { type DiagnosticEntry, lines } from './entry.js'

/** FS601 to FS605: arguments of `fusion explain` and `fusion lineage` that they cannot resolve. */
export const explaining = {
  FS601: {
    title: 'unknown diagnostic code',
    explanation:
      'This version does not report the code given to fusion explain. The hint names the closest codes; fusion explain --list prints all of them.',
    example: lines`
      $ fusion explain FS1520

      FS601 there is no diagnostic FS1520
        Did you mean FS150, FS152 or FS520? fusion explain --list prints all codes.`,
  },
  FS603: {
    title: 'unknown name',
    explanation:
      'No source, view, layer or column of the project has the name given to fusion explain or fusion lineage. The hint lists the closest ones. Names that need quotes in SQL need them here too.',
    example: lines`
      $ fusion explain ml.frist

      FS603 the project has no declaration named "ml.frist"
        Did you mean ml.first? Give a name such as schema.view or schema.view.column, or a source or layer.`,
  },
  FS604: {
    title: 'ambiguous name',
    explanation:
      'Several relations, layers or columns have the name given to fusion explain or fusion lineage. Give the full name, in double quotes where it has capitals, or say which kind is meant.',
    example: lines`
      $ fusion explain offers

      FS604 "offers" is ambiguous: shop.offers (source), other.offers (view)
        Give the full name, in double quotes if it has capital letters, or add the kind: source:shop.offers, view:other.offers.`,
  },
  FS605: {
    title: 'not a column of a source or view',
    explanation:
      'fusion lineage traces a column of a source or view, and the given name is that of a whole relation, or of a layer, which is a part of views. The hint lists columns to give instead.',
    example: lines`
      $ fusion lineage ml.first

      views/store.ts:32 FS605 ml.first is a view, and lineage is traced for columns of sources and views
        Give one of its columns: ml.first.id, ml.first.shop, ml.first.price and 8 more.`,
  },
} as const satisfies Record<`FS6${string}`, DiagnosticEntry>

/** FS701 to FS709: comparisons of a project with what is committed, accepted and live. */
export const checks = {
  FS701: {
    title: 'baseline changed by hand',
    explanation:
      'The accepted baseline does not have the fingerprint that it was written with, so it cannot be trusted. Restore it from version control. Only fusion baseline accept may change it.',
    example: lines`
      $ fusion check

      FS701 the baseline in generated/baseline cannot be trusted: baseline.json does not match its fingerprint
        Restore it from version control. Only change it with \`fusion baseline accept --reason "…"\`.`,
  },
  FS702: {
    title: 'live definition cannot be replayed',
    explanation:
      'Live definitions are created again in the embedded Postgres before they are compared, and this one needs an object that does not exist there, such as an operator or a function of the database. Compare it by hand, or remove what it needs.',
    example: lines`
      $ fusion check --database

      up.moods FS702 the live definition cannot be replayed: operator does not exist: mood.mood mood.~~~ mood.mood
        It needs something that a plain Postgres does not have. Remove that dependency, or compare it by hand.`,
  },
  FS703: {
    title: 'live definition not compared',
    explanation:
      'This live definition was not compared because it reads another one that cannot be replayed, which is reported as FS702. Fix that one first.',
    example: lines`
      $ fusion check --database

      shop.entry FS703 the live definition was not compared, because one of its dependencies cannot be replayed
        Fix the other reported errors first.`,
  },
  FS704: {
    title: 'definition of the baseline cannot be replayed',
    explanation:
      'The baseline was accepted with another version of Postgres, so its definitions are created again before they are compared, and Postgres refuses this one. Review what changed since it was accepted, and accept the baseline again.',
    example: lines`
      $ fusion check

      shop.shares FS704 the definition in the baseline cannot be replayed: column "total" does not exist
        Check what has changed since it was accepted, then accept the baseline again.`,
  },
  FS705: {
    title: 'live database cannot be read',
    explanation:
      'The live database accepts the connection but refuses the queries over its catalogs. Grant the role the right to connect and to read the catalogs. The other comparisons are reported all the same.',
    example: lines`
      $ fusion check --database-url postgresql://closed@127.0.0.1/shop

      FS705 the live database refuses to be read: permission denied for schema pg_catalog
        The role must be able to connect and to read the catalogs.`,
  },
  FS706: {
    title: 'baseline accepted without a reason',
    explanation:
      'Each acceptance of a baseline is recorded with its reason, and the given reason is empty. Say why the definitions change.',
    example: lines`
      accept({ reason: ' ', … })  // from a program; the command line calls it wrong usage

      FS706 no reason is given for accepting the baseline
        Give the reason for the change: --reason "…".`,
  },
  FS707: {
    title: 'view not compared with its plain form',
    explanation:
      'fusion check --meaning could not compare a view with the plain reading of its declaration: Postgres accepts neither, or both raise an error over the generated rows. Fix the declaration so that it can be read for any values of the declared types.',
    example: lines`
      column('Share.', sql\`1 / (amount - amount)\`)
      $ fusion check --meaning

      shop.shares FS707 shop.shares could not be compared: both forms raise an error over the generated rows: division by zero
        Fix the declaration so that Postgres accepts the view and can read it for all values of the declared types.`,
  },
  FS708: {
    title: 'view not compared over shuffled rows',
    explanation:
      'fusion verify --shuffle could not compare a view: it raises an error over the rows, or its raw SQL reads a relation that is not a declared input. Fix the declaration.',
    example: lines`
      column('Share.', sql\`1 / (amount - amount)\`)
      $ fusion verify --shuffle

      shop.shares FS708 shop.shares could not be compared: it raises an error: division by zero
        Fix the declaration so that the view can be read for all rows of its sources and reads only its inputs.`,
  },
  FS709: {
    title: 'CREATE OR REPLACE will be refused',
    explanation:
      'CREATE OR REPLACE VIEW accepts new columns at the end and no other change of the columns; CREATE OR REPLACE FUNCTION keeps the result type and the names of the arguments. A stored relation accepts no change of its columns at all. Run sql/optional/drop_and_recreate.sql, which puts privileges and options back, or avoid the change.',
    example: lines`
      $ fusion check --database

      fusion.config.ts:14 FS709 shop.entry: CREATE OR REPLACE VIEW will be refused: column "edited_at" is moved
        Run sql/optional/drop_and_recreate.sql, or only add columns at the end and leave the others unchanged.`,
  },
} as const satisfies Record<`FS7${string}`, DiagnosticEntry>

/** FS801 to FS803: the demo of a project. */
export const demonstration = {
  FS801: {
    title: 'project without a demo',
    explanation:
      'fusion demo needs rows for the sources and queries to show, and the config declares neither. Add demo: { load, queries } to defineProject.',
    example: lines`
      $ fusion demo

      fusion.config.ts FS801 the project has no demo
        Add \`demo: { load, queries }\` to defineProject: load returns the upstream rows, queries are run on the store.`,
  },
  FS802: {
    title: 'demo loads an unknown source',
    explanation:
      'The demo gives rows for a relation that is not a source of the project, or that no view reads. Use the name by which the source is declared.',
    example: lines`
      demo: { load: async () => [{ relation: 'up.order', … }], queries: [] }

      up.order FS802 the demo loads rows into up.order, which is not a source read by a view
        Load the sources of the project under their declared names.`,
  },
  FS803: {
    title: 'demo in a database that is in use',
    explanation:
      'The demo creates tables and fills them with invented rows, and the database already has a relation of the project or an audit schema. Nothing was written. Use an empty database, or the embedded one.',
    example: lines`
      $ fusion demo --database-url postgresql://me@127.0.0.1/shop

      up.orders FS803 the database already has this relation, and a demo would write to it
        Use another database, or --provider embedded.`,
  },
} as const satisfies Record<`FS8${string}`, DiagnosticEntry>
