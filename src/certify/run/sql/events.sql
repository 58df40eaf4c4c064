-- $1: entrypoint, $2: number of events. The latest events of an entrypoint, newest first.
SELECT
  e.event_id::text AS id,
  e.kind,
  e.status,
  pg_catalog.to_char(pg_catalog.timezone('UTC', e.started_at), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "startedAt",
  pg_catalog.to_char(pg_catalog.timezone('UTC', e.finished_at), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "finishedAt",
  e.server_version AS "serverVersion",
  e.session_user_name AS "sessionUser",
  e.role_name AS "role",
  e.parameters,
  e.gates,
  e.notes
FROM audit.t0_cert_event e
WHERE e.entrypoint = $1
ORDER BY e.event_id DESC
LIMIT $2
