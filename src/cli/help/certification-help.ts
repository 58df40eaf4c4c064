/** Text after the options in `--help` of the certification commands. */

/** Follows the description of the JSON format. */
const SEVERAL = `
If a project has several certifications, all of them run in order, even when one fails. --entrypoint selects one.
The JSON is then {format, outcome, server, certifications: [each as above, without format], diagnostics}. Its outcome and the
exit code are those of the worst certification.`

/** Of the commands that also analyze the project. */
const ANALYZING = `
  FUSION_ENGINE               Postgres that analyzes: embedded or native`

const ENVIRONMENT = `
Environment:
  DATABASE_URL, PGSERVICE, PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD    database to connect to
  NO_COLOR, FORCE_COLOR       turn colors off or on
  FUSION_CACHE_DIR            folder for caches`

export const CERTIFICATION_HELP = {
  certify: `
Calls the procedure that the generated SQL has created in the audit schema. Its gates check that every definition is the
accepted one (A), that no result depends on the time or the session (A2), and that keys are unique and invariants hold
(B). Gate C compares the data of the latest days with their baseline; differences are recorded and allowed unless the
project limits drift. Gate D compares stored relations with their views. The verdict is written to audit.t0_cert_registry in one transaction. If the run is interrupted,
nothing is written and the previous verdict remains.

Examples:
  $ fusion certify --database-url postgresql://certifier@db.example/shop
  $ fusion certify --days 3 --update-baselines          daily, after the upstream pipelines
  $ fusion certify --days 30                            weekly
  $ fusion certify --format json | jq '.gates[] | select(.passed | not)'

With --format json: {format, outcome: "certified" | "failed" | "not run", entrypoint, aliases, server, event, startedAt,
finishedAt, certifiedAt, expiresAt, parameters, gates: [{gate, passed, codes, milliseconds, summary, evidence}],
days: {checked, new, unchanged, drifted, rows}, drift: [{day, rows, added, removed, restated}],
baseline: "none" | "all", hints: [{code, hint}], diagnostics}.
${SEVERAL}

Exit codes:
  0  certified
  1  failed: the verdict is written, and the guard refuses reads
  2  not determined: no database, no audit schema, not registered, permission denied, connection lost, timeout
${ENVIRONMENT}`,

  capture: `
Captures every day that has no baseline yet. A day whose data differ keeps its old baseline unless --replace is given.
Everything runs in one transaction. Previous baselines remain in audit.t0_cert_event.

Examples:
  $ fusion baseline capture
  $ fusion baseline capture --days 30 --replace         after the drift has been reviewed
  $ fusion baseline capture --definitions               accept changed definitions; requires the schema owner

With --format json: {format, outcome: "captured" | "drift left" | "not run", entrypoint, server, days: {checked, new,
unchanged, drifted, rows}, drift: [{day, rows, added, removed, restated}], baseline: "new" | "all",
definitions: null | [{object, change, before}], events, diagnostics}.
${SEVERAL}

Exit codes:
  0  captured
  1  captured, but drifted days kept their old baseline
  2  not captured: no database, no audit schema, not registered, permission denied, connection lost, timeout
${ENVIRONMENT}`,

  refresh: `
A relation with triggers computes the rows that recorded changes affect, or all rows where that costs less. Any other one
computes all rows, and writes those that differ; a materialized view is refreshed concurrently. A relation that fails
keeps its rows, and the others are still refreshed unless they read it. What was refreshed stays if the command is
interrupted. With --only, the report names the relations that read these and now have changes to take up.

A second refresh of the same relation waits for the first one; the progress says whom it waits for. A scheduler can call
the same in the database: CALL audit.refresh_stored();

Examples:
  $ fusion refresh --database-url postgresql://owner@db.example/shop
  $ fusion refresh --only ml.prices_s ml.offers_s
  $ fusion refresh --dry-run
  $ fusion refresh --full                               after gate D has found rows that differ

With --format json: {format, outcome: "refreshed" | "planned" | "failed" | "stopped" | "not run", server, relations:
[{relation, outcome: "refreshed" | "planned" | "failed" | "skipped" | "left", how?: "whole" | "keys", rows?, changes?,
inserted?, updated?, deleted?, milliseconds?, why?, pending?, after?, because?}], behind: [{relation, pending}],
diagnostics}.

Exit codes:
  0  every relation is refreshed; with --dry-run: nothing was changed
  1  the database reported an error for a relation; the others are refreshed, except those that read it
  2  not done or stopped early: no database, not installed, unknown relation, permission denied, connection lost
${ENVIRONMENT}`,

  export: `
Each read asks the guard and is in one snapshot. The file appears under its name when it is whole. An export that was
interrupted is kept beside it in <file>.part, and the same command goes on after its last whole day as long as the
certificate is the same; the sidecar then says in how many snapshots it was read. The same rows under the same
certificate give the same bytes.

Columns are REQUIRED where the catalog says that they are never NULL, int8 is INT64, times are microseconds, and
categories are dictionaries of strings. The certificate is in the metadata of each file and in the sidecar, <file>.json or
_export.json in the folder, with rows, NULLs and hashes.

Examples:
  $ fusion export --from 2025-01-01 --to 2025-06-30 --out train.parquet
  $ fusion export --from 2025-01-01 --to 2025-06-30 --out train --partition day --t0

With --format json: {format, outcome: "exported" | "not run", out, sidecar, record: {project, entrypoint, relation, from,
to, rows, columns: [{name, type, nullable, nulls}], files: [{file, from, to, rows, bytes, sha256, nulls}], snapshots,
certificate}, diagnostics}.

Exit codes:
  0  exported
  2  not exported: no database, refused by the guard, file exists, permission denied, connection lost
  130, 143  interrupted; days that are whole are kept, and the same command goes on after them
${ENVIRONMENT}${ANALYZING}`,

  status: `
Shows the verdict in the registry and asks the guard, as a guarded view does. The guard also refuses an expired
certificate, definitions that changed after they were certified, and stored rows that are too old. For each stored
relation, shows its rows, the recorded changes that wait for a refresh and the age of the oldest, the last refresh with
its cost, and what keeps it from being read. A project with stored relations needs no certification.

Examples:
  $ fusion status
  $ fusion status --history 10
  $ fusion status --quiet || fusion certify

With --format json: {format, outcome: "open" | "closed" | "not run", entrypoint, server, relations: [{relation, status,
certifiedAt, expiresAt, ageSeconds, expiresInSeconds, definitions, days, notes, guard: {open, code?, reason?, hint?}}],
lastRun, history: [{id, kind, status, startedAt, finishedAt, serverVersion, sessionUser, role, parameters, gates,
notes}], stored?: [{relation, live, refresh, track, maxAge, rows, pending, oldestChange, oldestSeconds, refreshedAt,
refreshedSeconds, how, changes, inserted, updated, deleted, milliseconds, problem}], diagnostics}. Without a
certification: {format, outcome: "current" | "behind" | "not run", server, stored, diagnostics}.
${SEVERAL}

Exit codes:
  0  the guard allows reads of the entrypoint; without a certification: no stored relation has a problem
  1  the opposite
  2  not determined: no database, no audit schema, permission denied, connection lost
${ENVIRONMENT}`,

  doctor: `
Reads the catalogs and writes nothing. Reports what the audit schema contains (nothing, this system, an earlier version
of it, or another system), what an installation would do with the objects of another system, and what would stop it.
Checks the server, roles, privileges and search_path, looks for other objects with the name of a view, and checks that
each source exists and has the index that the aggregates of the project need. "denied" means that only the connected
role cannot install; another role could. A project with several certifications gets one report.

Examples:
  $ fusion doctor --database-url postgresql://owner@db.example/shop
  $ fusion doctor --format json | jq -r '.checks[] | select(.state == "problem").hint'

With --format json: {format, outcome: "well" | "problems" | "denied" | "not run", entrypoints, server, audit: {found: "absent" |
"ours" | "earlier" | "somebody else", version, owner, objects: [{kind, object, state, problem}]}, checks: [{about,
state: "ok" | "note" | "problem" | "denied", text, hint?}], diagnostics}.

Exit codes:
  0  this role can install
  1  it cannot: a problem was found, or this role lacks a privilege ("denied")
  2  not determined: no database, permission denied, connection lost
${ENVIRONMENT}`,

  verify: `
Reads the rows as the connected role and writes nothing. Counts duplicate keys, keys with a NULL, the rows that violate
each invariant, the share of true values in each boolean column, and the values of text and integer columns with at most
12 distinct values. Compares all rows of each stored relation with its view, if the role may call the audit schema; rows
that wait for a refresh are left out. Needs no baseline and no certificate.

With --shuffle, checks instead that results do not depend on the physical order of rows, the query plan or session
settings. Each view is read 12 times: with the source rows stored in different orders, with some kinds of plans
disabled, in parallel, and under other settings such as TimeZone. Every read must return identical rows. The report shows a row
that differs. Without a database, 500 rows per source are generated in the embedded Postgres. With a database, at most
10000 rows per source are copied into temporary schemas in a transaction that is rolled back. This needs CREATE on the
database and leaves nothing behind. --rows changes the number of rows.

With --future, checks instead that no row of a certified entrypoint sees what was recorded after its T0. For sampled T0s,
rows of its sources that were recorded later are deleted, changed and inserted, and rows with that T0 or an earlier one
must stay as they are. The report shows the smallest change that moves a row. Sources that are timeless, or whose late rows
are allowed, are left alone. Without a database, 200 rows per source are generated in the embedded Postgres. With a
database, at most 2000 rows per source are copied, as with --shuffle; the sources themselves are never written.

Examples:
  $ fusion verify
  $ fusion verify --future                              generated rows, no database needed
  $ fusion verify --shuffle                             generated rows, no database needed
  $ fusion verify --shuffle --rows 50000 --database-url postgresql://owner@db.example/shop
  $ fusion verify --format json | jq '.shares[] | select(.column | endswith("_scored"))'
  $ fusion verify --format json | jq '.values[] | select(.column == "img_score_reason_code").values'

With --format json: {format, outcome: "passed" | "failed" | "not run", entrypoint, relation, server, rows,
duplicates: {keys, examples: [{key, rows}]}, nullKeys, invariants: [{name, comment, broken, example}],
shares: [{column, true, false, null, pct}], values: [{column, type, values: [{value, rows}]}],
stored?: [{relation, live, outcome: "same" | "different" | "never refreshed" | "waiting" | "not compared", compared?, missing?,
surplus?, changed?, pending?}], diagnostics}. Without a certification: {format, outcome, server, stored, diagnostics}.
${SEVERAL}

With --shuffle --format json: {format, outcome: "same" | "different" | "not compared" | "not run", where, rounds,
sources: [{schema, name, rows, of}], views: [{schema, name, outcome, rows, round, difference: null | {rows,
where: [{name, value}], columns: [{name, before, after}]}, reason, after}], notes, diagnostics}.

With --future --format json: {format, outcome: "same" | "moved" | "not checked" | "not run", where, entrypoints: [{schema,
name, outcome, reason, moments, rows, changes, sources: [{schema, name, treatment, because}], movement: null | {t0,
changes: [{source, kind, before, after}], difference, error}}], notes, diagnostics}.

Exit codes:
  0  keys are unique and not NULL, every invariant holds, and stored rows are those of their views; with --shuffle or
     --future: rows stayed the same
  1  a check failed; with --shuffle: a view returned different rows; with --future: rows moved
  2  not determined: no database, no store in it, permission denied, connection lost, timeout
${ENVIRONMENT}${ANALYZING}`,
} as const
