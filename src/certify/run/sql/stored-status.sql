-- The state of each stored relation. Times are ISO, UTC, to the second; ages follow the clock of the server.
SELECT
  s.relation,
  s.live,
  s.refresh,
  s.track,
  s.max_age::text AS "maxAge",
  s.row_count::pg_catalog.float8 AS rows,
  s.pending::pg_catalog.float8 AS pending,
  pg_catalog.to_char(
    pg_catalog.timezone('UTC', s.oldest_change),
    'YYYY-MM-DD"T"HH24:MI:SS"Z"'
  ) AS "oldestChange",
  extract(epoch FROM pg_catalog.clock_timestamp() - s.oldest_change)::pg_catalog.float8 AS "oldestSeconds",
  pg_catalog.to_char(
    pg_catalog.timezone('UTC', s.refreshed_at),
    'YYYY-MM-DD"T"HH24:MI:SS"Z"'
  ) AS "refreshedAt",
  extract(epoch FROM pg_catalog.clock_timestamp() - s.refreshed_at)::pg_catalog.float8 AS "refreshedSeconds",
  s.how,
  s.changes::pg_catalog.float8 AS changes,
  s.inserted::pg_catalog.float8 AS inserted,
  s.updated::pg_catalog.float8 AS updated,
  s.deleted::pg_catalog.float8 AS deleted,
  s.duration_ms::pg_catalog.float8 AS milliseconds,
  s.problem
FROM audit.stored_status() s
WHERE s.relation = ANY ($1::text[])
