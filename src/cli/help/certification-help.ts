/** What `--help` of the commands on certification says below the list of options. */

/** Below the form of the JSON. */
const SEVERAL = `
A project with several certifications does all of them in their order, also when one fails; --entrypoint names one. Then
the JSON is {format, outcome, server, certifications: [each as above, without format], diagnostics}: the outcome is that of
the worst, and so is the exit code.`

const ENVIRONMENT = `
Environment:
  DATABASE_URL, PGSERVICE, PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD    which database
  NO_COLOR, FORCE_COLOR       colors off, on
  FUSION_CACHE_DIR            folder for caches`

export const CERTIFICATION_HELP = {
  certify: `
Calls the procedure that the generated SQL has put into the audit schema. Its gates ask whether every definition is the
accepted one (A), whether anything depends on when or by whom it is asked (A2), whether keys are unique and invariants
hold (B), and how the data of the latest days differ from their baseline (C), which is recorded and allowed. The
verdict goes to audit.t0_cert_registry in one transaction: interrupted, nothing is written and the old verdict stands.

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
  0  CERTIFIED
  1  FAILED: the verdict is written, and the guard refuses readers
  2  could not be determined: no database, no audit schema, not registered, not allowed, connection lost, timeout
${ENVIRONMENT}`,

  capture: `
A day that has no baseline gets one. A day whose data differ from its baseline keeps it, unless --replace is given. All
of it is one transaction, and what was accepted before stays in audit.t0_cert_event.

Examples:
  $ fusion baseline capture
  $ fusion baseline capture --days 30 --replace         take over drift that somebody has looked at
  $ fusion baseline capture --definitions               accept changed definitions; needs the owner of the schema

With --format json: {format, outcome: "captured" | "drift left" | "not run", entrypoint, server, days: {checked, new,
unchanged, drifted, rows}, drift: [{day, rows, added, removed, restated}], baseline: "new" | "all",
definitions: null | [{object, change, before}], events, diagnostics}.
${SEVERAL}

Exit codes:
  0  captured
  1  captured, and drifted days were left with their baseline
  2  could not: no database, no audit schema, not registered, not allowed, connection lost, timeout
${ENVIRONMENT}`,

  status: `
The verdict in the registry is one thing and the guard another: it also refuses what has expired, and definitions that
changed since they were certified. This asks it, as a guarded view does.

Examples:
  $ fusion status
  $ fusion status --history 10
  $ fusion status --quiet || fusion certify

With --format json: {format, outcome: "open" | "closed" | "not run", entrypoint, server, relations: [{relation, status,
certifiedAt, expiresAt, ageSeconds, expiresInSeconds, definitions, days, notes, guard: {open, code?, reason?, hint?}}],
lastRun, history: [{id, kind, status, startedAt, finishedAt, serverVersion, sessionUser, role, parameters, gates,
notes}], diagnostics}.
${SEVERAL}

Exit codes:
  0  the guard lets readers of the entrypoint through
  1  it does not
  2  could not be determined: no database, no audit schema, not allowed, connection lost
${ENVIRONMENT}`,

  doctor: `
Reads the catalogs and writes nothing. Says what is in the audit schema (nothing, this system, an earlier version of it,
somebody else's), what an installation does with each object of others, and what it would stop at. Says whether server,
roles, privileges and search_path are as the store requires, whether something else has the name of a view, and whether
each source is there and has the index by which the aggregates of the project visit it. "denied" is what stops an
installation by the role that is connected, and nothing else. A project with several certifications gets one report.

Examples:
  $ fusion doctor --database-url postgresql://owner@db.example/shop
  $ fusion doctor --format json | jq -r '.checks[] | select(.state == "problem").hint'

With --format json: {format, outcome: "well" | "problems" | "denied" | "not run", entrypoints, server, audit: {found: "absent" |
"ours" | "earlier" | "somebody else", version, owner, objects: [{kind, object, state, problem}]}, checks: [{about,
state: "ok" | "note" | "problem" | "denied", text, hint?}], diagnostics}.

Exit codes:
  0  an installation by this role would go through
  1  it would not: a problem was found, or this role may not install ("denied")
  2  could not be determined: no database, not allowed, connection lost
${ENVIRONMENT}`,

  verify: `
Reads the rows as whoever is connected, and writes nothing. Counts keys that come more than once, keys with a NULL, the
rows that break each invariant, how often each boolean column is true, and the values of the text and integer columns
that have at most 12 of them. No baseline and no certificate is asked for.

With --shuffle something else is checked: the same rows in another physical order are the same data. Each view is read
12 times, with the rows of its sources stored in other orders, with kinds of plans switched off, in parallel, and under
other settings of TimeZone and the like, and must give the same rows to the last bit. The report names a row that
differs. When no database is named, rows are generated and read in the embedded Postgres, 500 a source. Otherwise rows
are copied from the sources, at most 10000 a source, into schemas of a transaction that is rolled back; that needs
CREATE on the database, and changes and keeps nothing. --rows sets how many.

Examples:
  $ fusion verify
  $ fusion verify --shuffle                             generated rows, no database needed
  $ fusion verify --shuffle --rows 50000 --database-url postgresql://owner@db.example/shop
  $ fusion verify --format json | jq '.shares[] | select(.column | endswith("_scored"))'
  $ fusion verify --format json | jq '.values[] | select(.column == "img_score_reason_code").values'

With --format json: {format, outcome: "passed" | "failed" | "not run", entrypoint, relation, server, rows,
duplicates: {keys, examples: [{key, rows}]}, nullKeys, invariants: [{name, comment, broken, example}],
shares: [{column, true, false, null, pct}], values: [{column, type, values: [{value, rows}]}], diagnostics}.
${SEVERAL}

With --shuffle --format json: {format, outcome: "same" | "different" | "not compared" | "not run", where, rounds,
sources: [{schema, name, rows, of}], views: [{schema, name, outcome, rows, round, difference: null | {rows,
where: [{name, value}], columns: [{name, before, after}]}, reason, after}], notes, diagnostics}.

Exit codes:
  0  keys are unique and known, and every invariant holds; with --shuffle: every view gives the same rows
  1  they are not; with --shuffle: a view gives other rows
  2  could not be determined: no database, no store in it, not allowed, connection lost, timeout
${ENVIRONMENT}`,
} as const
