-- The stored relations that an entrypoint reads: those that its store declares, and those of other stores among the
-- objects that it read when it was certified.
CREATE OR REPLACE FUNCTION audit._stored_of(p_entrypoint text, p_objects oid[])
RETURNS SETOF text
LANGUAGE plpgsql
STABLE
PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  RETURN QUERY
  SELECT d.name
  FROM
    audit.t0_entrypoint e
    CROSS JOIN LATERAL jsonb_array_elements_text(coalesce(e.options -> 'stored', '[]')) AS d (name)
  WHERE e.entrypoint = p_entrypoint;
  -- Stored relations are installed apart, so their tables may not exist, or be those of another system.
  IF to_regprocedure('audit.forget_stored(text)') IS NOT NULL THEN
    RETURN QUERY
    SELECT s.relation
    FROM audit.stored_relation s
    WHERE
      to_regclass(s.relation) = ANY (p_objects)
      AND NOT EXISTS (
        SELECT
        FROM audit.t0_entrypoint e
        WHERE e.entrypoint = p_entrypoint AND e.options -> 'stored' ? s.relation
      );
  END IF;
END
$function$;
REVOKE ALL ON FUNCTION audit._stored_of(text, oid[]) FROM PUBLIC;

-- Why the rows of a stored relation must not be read as those of its view; NULL when they may.
CREATE OR REPLACE FUNCTION audit._why_stale(p_relation text)
RETURNS text
LANGUAGE plpgsql
STABLE
PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_problem text;
BEGIN
  IF to_regprocedure('audit.forget_stored(text)') IS NOT NULL THEN
    SELECT audit._stored_problem(s) INTO v_problem FROM audit.stored_relation s WHERE s.relation = p_relation;
    IF found THEN
      RETURN v_problem;
    END IF;
  END IF;
  RETURN 'nothing refreshes it any more';
END
$function$;
REVOKE ALL ON FUNCTION audit._why_stale(text) FROM PUBLIC;

-- The stored relations that an entrypoint reads and whose rows must not be read as those of their views, with the
-- reason; NULL when there is none.
CREATE OR REPLACE FUNCTION audit._stale_stored(p_entrypoint text)
RETURNS text
LANGUAGE sql
STABLE
PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT string_agg(format('%s: %s', s.relation, p.problem), '; ' ORDER BY s.relation)
  FROM
    audit._stored_of(
      p_entrypoint,
      ARRAY(
        SELECT c.object_id
        FROM audit.t0_cert_seal c
        WHERE c.entrypoint = p_entrypoint AND c.class_id = 'pg_catalog.pg_class'::regclass
      )
    ) AS s (relation)
    CROSS JOIN LATERAL (SELECT audit._why_stale(s.relation)) AS p (problem)
  WHERE p.problem IS NOT NULL;
END;
REVOKE ALL ON FUNCTION audit._stale_stored(text) FROM PUBLIC;
