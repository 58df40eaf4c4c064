/** What `--help` says below the list of options. */

const CODES_BUILD = `
Exit codes:
  0  done, or nothing had changed
  1  the project has faults; nothing was written
  2  it could not be done: wrong usage, I/O, a bug`

const ENVIRONMENT = `
Environment:
  NO_COLOR, FORCE_COLOR       colors off, on
  FUSION_CACHE_DIR            folder for caches`

export const HELP = {
  program: `
Examples:
  $ fusion init prices                  write a new project that builds at once
  $ fusion build                        write generated/ from fusion.config.ts
  $ fusion check                        fail when generated/ or the baseline differs
  $ fusion baseline accept -r "v2"      accept the definitions as they are now
  $ fusion certify                      run the gates in the database, write the verdict
  $ fusion status                       say whether the store may be read, and why not
  $ fusion demo                         see the store at work, with no database at hand
  $ fusion explain FS152                say what a diagnostic means

Each diagnostic has a code: fusion explain <code> says what it means and what to do.

Every command has a --help of its own. The exit code is 2 when a command could not do its work.`,

  init: `
With --from-database, sources/ has a source for each table, with its key, types, comments and nullability, and a view
reads one of them. The connection is read-only, and its URL is written to no file. Partitions and tables of extensions
are left out. A view or a materialized view gets a source when --table names it. A comment that the database does not
have is made of the name and begins with TODO:.

Examples:
  $ fusion init prices
  $ fusion init --name prices --keep    in a folder with files: what exists is kept
  $ fusion init prices --from-database postgresql://reader@db.example/shop --schema sales --schema stock
  $ DATABASE_URL=... fusion init prices --from-database --table sales.orders --table sales.v_customers

Written files are listed on stdout, notes on stderr. With --format json: {format, outcome: "created", project,
files: [{path, status: "written" | "extended" | "unchanged" | "kept"}], next: [command], notes: [diagnostic]}.

Exit codes:
  0  written
  2  it could not be done, and nothing was written: a file exists, an unusable name, no table, I/O

Environment:
  DATABASE_URL, PGSERVICE, PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD    the database of a bare --from-database
  NO_COLOR, FORCE_COLOR       colors off, on`,

  build: `
Examples:
  $ fusion build
  $ fusion build --project stores/prices --out sql-out
  $ fusion build --format json | jq '.files[] | select(.status != "unchanged")'

Changed files are listed on stdout, progress and faults on stderr. With --format json everything is one document on
stdout: {format, outcome: "built" | "unchanged" | "failed", files: [{path, status}], diagnostics}.

A build needs no database, network or Docker: Postgres runs inside it, and only when a definition has changed.
${CODES_BUILD}
${ENVIRONMENT}`,

  check: `
Compares with the committed files (byte for byte), with the accepted baseline, and, when asked, with a live database,
whose definitions are replayed so that its major version does not matter. No database is asked unless told to.

Examples:
  $ fusion check
  $ fusion check --database-url postgresql://reader@db.example/shop
  $ DATABASE_URL=... fusion check --database --format json > check.json
  $ fusion check --meaning --rows 1000 --seed 7

With --meaning the compiled SQL of each view is compared with the plain reading of its declaration, each layer a
subquery in Kysely's own text, over generated rows in the embedded Postgres. The report says how many rows of each view
were compared, and which columns had no value or only one. Without numbers it is 1000 rows a source, seed 1.

With --format json: {format, project, outcome, diagnostics, sections}, a section for each comparison: {against:
"committed" | "baseline" | "live" | "meaning", where, outcome: "same" | "different" | "not checked", note, diagnostics,
files: [{path, kind, diff}], changes: [{kind, relation, column?, before?, after?, diff?, effect?}],
impact: [{relation, rows, columns, width, hurt: [{relation, rows, columns, width, through}]}],
views: [{schema, name, outcome, difference, rows, alwaysNull, alwaysSame}]}.

Exit codes:
  0  no difference
  1  something differs, or no baseline has been accepted yet
  2  something could not be checked, whatever the rest says

Environment:
  DATABASE_URL, PGSERVICE, PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD    which database --database means
  NO_COLOR, FORCE_COLOR       colors off, on
  FUSION_CACHE_DIR            folder for caches`,

  baseline: `
Examples:
  $ fusion baseline accept --reason "batteries below 80 are flagged, see the decision of 3 May"
  $ fusion baseline show
  $ fusion baseline capture             the data of a database, which certification compares with`,

  accept: `
Writes baseline/baseline.json and a line of baseline/accepted.jsonl below the output folder, for version control.

Examples:
  $ fusion baseline accept --reason "first version"

Exit codes:
  0  accepted, or nothing to accept
  1  the project has faults
  2  it could not be done: no reason given, a baseline changed by hand, I/O
${ENVIRONMENT}`,

  show: `
A line for each acceptance: when, fingerprint, relations added (+), removed (-) and changed (~), who, why.

Examples:
  $ fusion baseline show
  $ fusion baseline show --format json | jq '.accepted[-1]'

Exit codes:
  0  shown
  2  the baseline cannot be read`,

  demo: `
The Postgres is the first of these that is named: --provider or FUSION_PROVIDER; --database-url, DATABASE_URL or
PGSERVICE, PGHOST, PGDATABASE; the embedded one. A database that has any relation of the project, or an audit schema, is
not touched.

Of a certified project it shows a trainer who reads, a view that somebody changes, the guard that refuses at once, a
certification that fails, and how the generated files put it right.

With --format json: {format, server, queries: [{title, sql, milliseconds, rows}],
certification: null | [{title, statements, outcome: {kind: "rows" | "done" | "refused" | "certification", …}}]}. A project
with several certifications shows each in its order, or the one that --entrypoint names; of several each scene has its
entrypoint.

Examples:
  $ fusion demo
  $ fusion demo --provider native
  $ fusion demo --database-url postgresql://postgres@localhost/scratch --format json

Exit codes:
  0  done
  1  the project has faults
  2  it could not be done: no server, an occupied database, a query that fails

Environment:
  FUSION_PROVIDER, DATABASE_URL, PGSERVICE, PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD    which Postgres
  NO_COLOR, FORCE_COLOR       colors off, on
  FUSION_CACHE_DIR            folder for caches`,

  explain: `
Examples:
  $ fusion explain FS152                              what a diagnostic means; --list prints all codes
  $ fusion explain ml.v_features                      columns, layers, keys, dependencies, certification, leaks
  $ fusion explain ml.v_features --sql                the same with both forms of its SQL
  $ fusion explain ml.v_features.price                type, why it can be NULL, expression, lineage, what it affects
  $ fusion explain v_features.price --tree            its expression as Postgres analyzed it
  $ fusion explain 'ml."Odd name"."a.b"'              quotes as in SQL; the schema may be left out

The plain form is what the declaration means, each layer a subquery in Kysely's own text. The compiled form is the SQL of
the view. Should two things have one name, say which is meant: view:base, layer:base.

With --format json: {format, code, title, explanation, example} of a code, {format, codes: [{code, title}]} with --list;
of all else everything that is known is given as data, both forms included; the tree only with --tree.

Exit codes:
  0  explained
  1  the project has faults
  2  nothing has that name, or several things have
${ENVIRONMENT}`,
} as const
