import { type DiagnosticEntry, lines } from './entry.js'

/** SQLSTATEs with which the guard refuses a reader; no other routine of the audit schema stops a read. */
export const guardErrors = {
  FSC01: {
    title: 'not registered',
    explanation:
      'The guard, or a routine of the audit schema, was called for a relation that no installed store declares. Run the generated install.sql, which declares and certifies it, or correct the name.',
    example: lines`
      SELECT audit.require_certified('shop.nothing', NULL);

      ERROR:  FSC01: shop.nothing may not be read: it is not registered
      HINT:  Run psql -f generated/sql/install.sql of the store, which certifies it.`,
  },
  FSC02: {
    title: 'not certified',
    explanation:
      'The last certification of the entrypoint failed, or the registry says CERTIFIED though no certification did. The reason is in the message. Fix what it names and certify again.',
    example: lines`
      SELECT count(*) FROM shop.train;

      ERROR:  FSC02: shop.entry may not be read: it is FAILED: A failed (A.changed): shop.entry changed
      HINT:  Fix what the note says, then CALL audit.run_t0_cert_shop();`,
  },
  FSC03: {
    title: 'certificate too old',
    explanation:
      'The last certification passed, but longer ago than the guard allows (maxAge); or its time lies in the future, because the clock of the server was set back. Certify again.',
    example: lines`
      SELECT count(*) FROM shop.train;

      ERROR:  FSC03: shop.entry may not be read: its certificate is stale since 2026-11-26 21:21:20 UTC
      HINT:  CALL audit.run_t0_cert_shop();`,
  },
  FSC04: {
    title: 'definitions changed since the certification',
    explanation:
      'A view, table or function that the entrypoint reads was changed after it was certified, so the certificate is no longer valid. If the change is meant, accept it and certify again; if not, run the generated SQL files again.',
    example: lines`
      CREATE OR REPLACE VIEW shop.entry AS …;
      SELECT count(*) FROM shop.train;

      ERROR:  FSC04: shop.entry may not be read: definitions changed since it was certified: shop.entry
      HINT:  If the change is meant: SELECT audit.capture_viewdef_baseline('shop.entry'); then CALL audit.run_t0_cert_shop();`,
  },
  FSC13: {
    title: 'stored rows are not those of their view',
    explanation:
      'The entrypoint reads a stored relation whose rows must not be read: it was never refreshed, it waits for a refresh for longer than it allows (maxAge), its definition has changed, or a trigger is missing or disabled. The message names the relation and the reason. Refresh it; run the generated SQL files again if a trigger or the definition is the reason.',
    example: lines`
      SELECT count(*) FROM shop.train;

      ERROR:  FSC13: shop.entry may not be read: stored rows are not those of their view: shop.prices_s: it waits for a refresh since 02:10:00
      HINT:  CALL audit.refresh_stored(); or, where something is missing, run install.sql again.`,
  },
} as const satisfies Record<`FSC${string}`, DiagnosticEntry>

/** SQLSTATEs with which the guard refuses a reader. */
export type GuardCode = keyof typeof guardErrors

/** SQLSTATEs of the other routines of the audit schema, and of the files that install and remove it. */
export const auditErrors = {
  FSC05: {
    title: 'definitions differ from their baseline',
    explanation:
      'audit.assert_viewdef_baseline found definitions that differ from the accepted ones. Accept them if the change is meant, or run the generated SQL files again.',
    example: lines`
      SELECT audit.assert_viewdef_baseline('shop.entry');

      ERROR:  FSC05: definitions of shop.entry differ from their baseline: shop.entry changed
      HINT:  If that is meant: SELECT audit.capture_viewdef_baseline('shop.entry'); CALL audit.run_t0_cert_shop();`,
  },
  FSC06: {
    title: 'no T0 column',
    explanation:
      'Rows are hashed by the day of the T0 column, and the relation has no column of that name with the type timestamptz, timestamp or date. Run the generated SQL files again if the view was changed by hand.',
    example: lines`
      SELECT audit.dataset_sha256('up.orders'::regclass, '2026-01-01');

      ERROR:  FSC06: up.orders has no column edited_date of type timestamptz, timestamp or date
      HINT:  The rows of an entrypoint are hashed by the day of its T0 column.`,
  },
  FSC08: {
    title: 'transaction with an old snapshot',
    explanation:
      'A certification was started in a REPEATABLE READ or SERIALIZABLE transaction, which would not see definitions that were replaced after it began. Call it outside of a transaction, or in one that is READ COMMITTED.',
    example: lines`
      BEGIN ISOLATION LEVEL REPEATABLE READ;
      SELECT audit.capture_viewdef_baseline('shop.entry');

      ERROR:  FSC08: certification does not run in a repeatable read transaction
      HINT:  BEGIN ISOLATION LEVEL READ COMMITTED, or call it outside of a transaction.`,
  },
  FSC09: {
    title: 'history is append-only',
    explanation:
      'The events of certifications can neither be changed nor deleted. Append a correcting event instead.',
    example: lines`
      DELETE FROM audit.t0_cert_event;

      ERROR:  FSC09: audit.t0_cert_event is append-only
      HINT:  History is not changed; append a correcting event.`,
  },
  FSC10: {
    title: 'audit schema of another system',
    explanation:
      'The audit schema has objects of another owner or another system that conflict with those of this store, so nothing was installed. fusion doctor lists every object; rename, drop or change what is named, or have its owner do so.',
    example: lines`
      CREATE TABLE audit.t0_cert_registry (other int);
      \\i generated/sql/00_audit_framework.sql

      ERROR:  FSC10: nothing was installed: audit.t0_cert_registry has no column certified_at; audit.t0_cert_registry has no column dataset_days; audit.t0_cert_registry has no column entrypoint; audit.t0_cert_registry has no column notes; audit.t0_cert_registry has no column status; audit.t0_cert_registry has no column viewdef_objects; audit.t0_cert_registry has no unique key of entrypoint
      HINT:  Rename, drop or change what is named, or have its owner do so, and run this file again; fusion doctor lists every object.`,
  },
  FSC12: {
    title: 'uninstallation refused',
    explanation:
      'The certification of a store cannot be removed while views call its guard, or when an earlier version installed it, which did not record what it made. Nothing was removed.',
    example: lines`
      \\i generated/sql/optional/99_uninstall.sql

      ERROR:  FSC12: nothing was removed: view shop.train would be left without the guard
      HINT:  Drop them, or define them without the guard, and run this file again.`,
  },
} as const satisfies Record<`FSC${string}`, DiagnosticEntry>

/** SQLSTATEs of what the audit schema has for stored relations. */
export const storedErrors = {
  FSS01: {
    title: 'not a stored relation',
    explanation:
      'A refresh was called for a name that no installed store declares as a stored relation. Names are written as in audit.stored_relation, quoted where SQL needs it.',
    example: lines`
      CALL audit.refresh_stored(ARRAY['shop.prices']);

      ERROR:  FSS01: shop.prices is not a stored relation
      HINT:  There are none: run psql -f generated/sql/install.sql of the store.`,
  },
  FSS02: {
    title: 'source without triggers',
    explanation:
      'A relation that is refreshed by key learns of changes from triggers on its sources. A partitioned table, a table with children, a foreign table or a view cannot have triggers that see all changes, and values of another type than the declared one cannot be recorded. Compare instead of tracking, or refresh in full.',
    example: lines`
      \\i generated/sql/01_shop.sql

      ERROR:  FSS02: shop.prices_s cannot be refreshed by key: up.prices is a table with partitions or children, whose own changes fire no trigger of it
      HINT:  Declare the stored relation with track: 'compare' or refresh: 'full'.`,
  },
  FSS03: {
    title: 'stored relation cannot be changed in place',
    explanation:
      'The columns, or the kind, of a stored relation in the database are not those of its declaration. Its rows can be computed again, so drop and create it: the generated optional/drop_and_recreate.sql does, and keeps privileges. It empties all stored relations of the store, and guards refuse their readers until they are refreshed.',
    example: lines`
      \\i generated/sql/01_shop.sql

      ERROR:  FSS03: shop.prices_s cannot be changed in place: column amount is new
      HINT:  Run optional/drop_and_recreate.sql; a refresh fills the relation again.`,
  },
  FSS04: {
    title: 'objects of another system in the audit schema',
    explanation:
      'What stored relations need has the names of objects that another system has in the audit schema. They would have been replaced, so nothing was installed.',
    example: lines`
      \\i generated/sql/00_stored_relations.sql

      ERROR:  FSS04: nothing was installed: the audit schema has audit.refresh_stored() of another system
      HINT:  Rename what is named here, or move it to another schema; then run this again.`,
  },
} as const satisfies Record<`FSS${string}`, DiagnosticEntry>

/** SQLSTATEs of `sql/optional/drop_and_recreate.sql`; it changes everything or nothing. */
export const recreationErrors = {
  FSV01: {
    title: 'other objects depend on the views',
    explanation:
      'Objects outside of this project depend on its views or functions and would be dropped with them, so nothing was changed. Drop them or make them read something else, run the file again, and create them again.',
    example: lines`
      CREATE VIEW shop.mine AS SELECT id FROM shop.entry;
      \\i generated/sql/optional/drop_and_recreate.sql

      ERROR:  FSV01: objects that are not of this project depend on its views or functions: view shop.mine
      DETAIL:  view shop.mine
      HINT:  Drop them, or make them read something else; then run this file again, and create them again. Nothing was changed.`,
  },
  FSV02: {
    title: 'name taken by something else',
    explanation:
      'The database has another kind of object, or an object of an extension, with the name of a view or function of the project, so it is not dropped. Rename or drop it, then run the file again.',
    example: lines`
      CREATE TABLE shop.entry (id int);
      \\i generated/sql/optional/drop_and_recreate.sql

      ERROR:  FSV02: not a view, but the project has a view of its name: table shop.entry
      HINT:  Rename or drop it, then run this file again. Nothing was changed.`,
  },
  FSV03: {
    title: 'something cannot be put back',
    explanation:
      'A rule, trigger, default, privilege or label of a view cannot be put back on the new view, for example because it uses a column that is gone. Everything was undone. Drop or change what is named, then run the file again.',
    example: lines`
      CREATE RULE audit_extra AS ON UPDATE TO shop.entry DO ALSO INSERT INTO shop.log SELECT NEW.extra;
      \\i generated/sql/optional/drop_and_recreate.sql

      ERROR:  FSV03: rule audit_extra of shop.entry cannot be put back: column new.extra does not exist
      HINT:  Drop or change it, then run this file again. Nothing was changed.`,
  },
  FSV04: {
    title: 'guard missing',
    explanation:
      'The guarded view calls a function of the audit schema that does not exist yet. Run 00_audit_framework.sql first, then run this file again.',
    example: lines`
      \\i generated/sql/optional/drop_and_recreate.sql

      ERROR:  FSV04: the guarded view calls audit._require_certified_strict(text, interval), which does not exist
      HINT:  Run 00_audit_framework.sql first, then run this file again. Nothing was changed.`,
  },
} as const satisfies Record<`FSV${string}`, DiagnosticEntry>
