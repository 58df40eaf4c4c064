-- The name under which one of our stores declares an entrypoint, or an alias where aliases count; NULL for other
-- names. Anyone may call it, because anyone may call a function that serves both systems.
CREATE OR REPLACE FUNCTION audit._declared(p_name text, p_aliases boolean)
RETURNS text
LANGUAGE sql
STABLE
PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT p_name
  WHERE
    EXISTS (
      SELECT
      FROM audit.t0_entrypoint e
      WHERE e.entrypoint = p_name OR (p_aliases AND p_name = ANY (e.aliases))
    );
END;
REVOKE ALL ON FUNCTION audit._declared(text, boolean) FROM PUBLIC;

CREATE OR REPLACE FUNCTION audit._declared(p_relation regclass, p_aliases boolean)
RETURNS text
LANGUAGE sql
STABLE
PARALLEL SAFE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT n.name
  FROM
    audit.t0_entrypoint e
    CROSS JOIN LATERAL unnest(
      e.entrypoint || CASE
        WHEN p_aliases THEN e.aliases
        ELSE '{}'::text[]
      END
    ) AS n (name)
  WHERE to_regclass(n.name) = p_relation
  LIMIT 1;
END;
REVOKE ALL ON FUNCTION audit._declared(regclass, boolean) FROM PUBLIC;
