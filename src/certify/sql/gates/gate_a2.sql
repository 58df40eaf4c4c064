-- The leaks of the objects of an entrypoint, and whether the declaration vouches for each of them. It vouches for the
-- order of a whole object, or of one column: of the object's own query, or, where that has no column of the name, of
-- a single query within. When several queries within have the column, none is meant.
CREATE OR REPLACE FUNCTION audit._leaks_of(p_entrypoint audit.t0_entrypoint, p_objects jsonb)
RETURNS TABLE (object text, leak jsonb, code text, sentence text, is_vouched boolean)
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN QUERY
  WITH
    rule AS MATERIALIZED (SELECT r.rule, r.name, r.detail FROM audit._determinism_rules() r),
    found AS (
      SELECT
        o.value ->> 'object_fqn' AS object,
        l.value AS leak,
        l.ord,
        l.value ->> 'kind' AS kind,
        l.value ->> 'column' AS of_column,
        coalesce(l.value -> 'within', '[]') AS within,
        EXISTS (
          SELECT FROM rule WHERE rule.rule = 'vouchedkind' AND rule.name = l.value ->> 'kind'
        ) AS may_be_vouched
      FROM
        jsonb_array_elements(p_objects) AS o (value)
        CROSS JOIN LATERAL jsonb_array_elements(o.value -> 'leaks') WITH ORDINALITY AS l (value, ord)
    ),
    alike AS (
      SELECT f.object, f.of_column, bool_or(f.within = '[]') AS has_own, count(DISTINCT f.within) AS queries
      FROM found f
      WHERE f.may_be_vouched
      GROUP BY f.object, f.of_column
    )
  SELECT
    f.object,
    f.leak,
    'A2.' || CASE
      WHEN EXISTS (SELECT FROM rule WHERE rule.rule = 'orderkind' AND rule.name = f.kind) THEN 'order'
      ELSE f.kind
    END,
    format(
      '%s: %s %s',
      f.object,
      f.leak ->> 'what',
      (SELECT rule.detail FROM rule WHERE rule.rule = 'sentence' AND rule.name = f.kind)
    ),
    f.may_be_vouched
    AND EXISTS (
      SELECT
      FROM jsonb_array_elements((p_entrypoint).options -> 'ordered') AS v (vouched)
      WHERE
        v.vouched ->> 'object' = f.object
        AND (
          v.vouched ->> 'column' IS NULL
          OR (
            v.vouched ->> 'column' = f.of_column
            AND CASE
              WHEN a.has_own THEN f.within = '[]'
              ELSE a.queries = 1
            END
          )
        )
    )
  FROM
    found f
    LEFT JOIN alike a ON a.object = f.object AND a.of_column IS NOT DISTINCT FROM f.of_column
  ORDER BY f.object, f.ord;
END
$function$;
REVOKE ALL ON FUNCTION audit._leaks_of(audit.t0_entrypoint, jsonb) FROM PUBLIC;

-- Gate A2: nothing in the definitions depends on when, where or by whom the query is run, or on the physical order of
-- rows.
CREATE OR REPLACE FUNCTION audit._gate_a2(
  p_entrypoint audit.t0_entrypoint,
  p_objects jsonb,
  OUT codes text[],
  OUT evidence jsonb
)
LANGUAGE sql
STABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT
    coalesce(array_agg(DISTINCT l.code) FILTER (WHERE NOT l.is_vouched), '{}'),
    jsonb_build_object(
      'leaks',
      coalesce(
        jsonb_agg(l.leak || jsonb_build_object('object', l.object)) FILTER (WHERE NOT l.is_vouched),
        '[]'
      ),
      'allowed_functions',
      to_jsonb((p_entrypoint).allowed_functions),
      'ordered',
      coalesce((p_entrypoint).options -> 'ordered', '[]'),
      'vouched',
      coalesce(jsonb_agg(l.leak || jsonb_build_object('object', l.object)) FILTER (WHERE l.is_vouched), '[]'),
      'summary',
      coalesce(
        string_agg(l.sentence, '; ') FILTER (WHERE NOT l.is_vouched),
        'nothing depends on the time of the query'
      ) || CASE count(*) FILTER (WHERE l.is_vouched)
        WHEN 0 THEN ''
        WHEN 1 THEN ', 1 order vouched for'
        ELSE format(', %s orders vouched for', count(*) FILTER (WHERE l.is_vouched))
      END
    )
  FROM audit._leaks_of(p_entrypoint, p_objects) l;
END;
REVOKE ALL ON FUNCTION audit._gate_a2(audit.t0_entrypoint, jsonb) FROM PUBLIC;
