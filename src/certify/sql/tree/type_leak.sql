-- How the text of a type depends on the session: written ('out'), written as JSON ('json') or read ('in'). NULL when
-- it does not. An unknown type counts as one that does.
CREATE OR REPLACE FUNCTION audit._type_leak(p_type oid, p_direction text)
RETURNS text
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN (
  WITH rule AS (SELECT r.rule, r.name FROM audit._determinism_rules() r)
  SELECT
    CASE
      WHEN p_type IS NULL THEN 'session'
      ELSE (
        SELECT
          CASE
            WHEN bool_and(leaf.float) THEN 'digits'
            WHEN NOT bool_or(leaf.dated) THEN 'session'
            WHEN p_direction = 'in' THEN 'cast'
            ELSE 'timezone'
          END
        FROM
          (
            SELECT
              EXISTS (SELECT FROM rule WHERE rule.rule = 'datetime' AND rule.name = t.typname) AS dated,
              t.typname IN (SELECT rule.name FROM rule WHERE rule.rule = 'float') AS float
            FROM
              audit._type_leaves(p_type) AS l (oid)
              JOIN pg_catalog.pg_type t ON t.oid = l.oid
              JOIN pg_catalog.pg_proc p
                ON p.oid = CASE p_direction
                  WHEN 'in' THEN t.typinput
                  ELSE t.typoutput
                END
            -- PostgreSQL 14 marks the output of an interval as immutable, but it depends on IntervalStyle.
            WHERE
              (
                p.provolatile <> 'i'
                OR t.typname = 'interval'
                OR (
                  p_direction <> 'in'
                  AND t.typname IN (SELECT rule.name FROM rule WHERE rule.rule = 'float')
                )
              )
              AND t.typtype <> 'e'
              AND p.oid < 16384
              -- A range is a single string in JSON, and its bounds are written as text.
              AND NOT (
                p_direction = 'json'
                AND EXISTS (SELECT FROM rule WHERE rule.rule = 'isojson' AND rule.name = t.typname)
                AND NOT EXISTS (
                  SELECT
                  FROM pg_catalog.pg_range r
                  WHERE r.rngsubtype = t.oid AND p_type IN (r.rngtypid, r.rngmultitypid)
                )
              )
          ) AS leaf
        HAVING count(*) > 0
      )
    END
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._type_leak(oid, text) FROM PUBLIC;
