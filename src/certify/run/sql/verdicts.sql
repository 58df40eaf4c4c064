-- $1: names. The verdict on each of them, in the given order; NULLs for a name that is not registered. Ages follow
-- the clock of the server, which is also what the guard uses.
SELECT
  n.name AS relation,
  r.status,
  pg_catalog.to_char(
    pg_catalog.timezone('UTC', r.certified_at),
    'YYYY-MM-DD"T"HH24:MI:SS"Z"'
  ) AS "certifiedAt",
  pg_catalog.to_char(
    pg_catalog.timezone('UTC', r.certified_at + e.max_age),
    'YYYY-MM-DD"T"HH24:MI:SS"Z"'
  ) AS "expiresAt",
  extract(epoch FROM pg_catalog.clock_timestamp() - r.certified_at)::pg_catalog.float8 AS "ageSeconds",
  extract(
    epoch FROM r.certified_at + e.max_age - pg_catalog.clock_timestamp()
  )::pg_catalog.float8 AS "expiresInSeconds",
  r.viewdef_objects::pg_catalog.int4 AS definitions,
  r.dataset_days::pg_catalog.int4 AS days,
  r.notes
FROM
  pg_catalog.unnest($1::text[]) WITH ORDINALITY AS n (name, ord)
  LEFT JOIN LATERAL audit._verdict(n.name) r ON true
  LEFT JOIN LATERAL (
    SELECT min(d.max_age) AS max_age
    FROM audit.t0_entrypoint d
    WHERE d.entrypoint = n.name OR n.name = ANY (d.aliases)
  ) e
    ON true
ORDER BY n.ord
