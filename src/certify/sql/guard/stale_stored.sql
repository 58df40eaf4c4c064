-- The stored relations that an entrypoint reads and whose rows must not be read as those of their views, with the
-- reason; NULL when there is none. Stored relations are installed apart, so their tables may not exist.
CREATE OR REPLACE FUNCTION audit._stale_stored(p_entrypoint text)
RETURNS text
LANGUAGE plpgsql
STABLE
PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  IF to_regclass('audit.stored_relation') IS NULL THEN
    RETURN NULL;
  END IF;
  RETURN (
    SELECT string_agg(format('%s: %s', s.relation, p.problem), '; ' ORDER BY s.relation)
    FROM
      audit.stored_relation s
      JOIN audit.t0_cert_seal c
        ON c.entrypoint = p_entrypoint
        AND c.class_id = 'pg_catalog.pg_class'::regclass
        AND c.object_id = to_regclass(s.relation)
      CROSS JOIN LATERAL (SELECT audit._stored_problem(s)) AS p (problem)
    WHERE p.problem IS NOT NULL
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._stale_stored(text) FROM PUBLIC;
