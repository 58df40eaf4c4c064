-- Calls of built-in functions whose value depends on when, where or by whom the query is run. The rules are data, the
-- same that the compiler uses.
CREATE OR REPLACE FUNCTION audit._call_leaks(p_tree jsonb)
RETURNS TABLE (kind text, what text)
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN QUERY
  WITH
    rule AS MATERIALIZED (SELECT r.rule, r.name, r.detail FROM audit._determinism_rules() r),
    call AS MATERIALIZED (
      SELECT
        p.proname::text AS name,
        p.provolatile AS volatility,
        c.arguments,
        c.result_types,
        p.proname || '(' || coalesce(
          (
            SELECT string_agg(format_type(a.type, NULL), ',' ORDER BY a.ord)
            FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY AS a (type, ord)
          ),
          ''
        ) || ')' AS signature
      FROM
        audit._function_calls(p_tree) c
        JOIN pg_catalog.pg_proc p ON p.oid = c.function_id
        JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
      WHERE
        p.oid < 16384
        AND (
          p.provolatile <> 'i'
          OR p.proname IN (SELECT rule.name FROM rule WHERE rule.rule IN ('text', 'json'))
        )
    ),
    judged AS (
      SELECT
        call.signature,
        coalesce(
          (SELECT rule.detail FROM rule WHERE rule.rule = 'signature' AND rule.name = call.signature),
          (SELECT rule.detail FROM rule WHERE rule.rule = 'name' AND rule.name = call.name),
          CASE
            WHEN call.volatility = 'v' THEN 'volatile'
            WHEN EXISTS (
              SELECT FROM rule WHERE rule.rule = 'harmless' AND rule.name = call.signature
            ) THEN NULL
            WHEN EXISTS (
              SELECT
              FROM rule
              WHERE
                rule.rule = 'zonedstep'
                AND rule.name = call.signature
                AND audit._is_hours_only(call.arguments -> rule.detail::int)
            ) THEN NULL
            -- json_populate_record and similar functions parse text as values of their result. The others write their
            -- arguments.
            WHEN call.name IN (SELECT rule.name FROM rule WHERE rule.rule = 'record') THEN (
              SELECT min(audit._type_leak(r.type, 'in'))
              FROM unnest(call.result_types) AS r (type)
              WHERE r.type <> 'record'::regtype
            )
            WHEN call.name IN (SELECT rule.name FROM rule WHERE rule.rule = 'text') THEN audit._values_leak(
              p_tree,
              call.arguments,
              'out'
            )
            WHEN call.name IN (SELECT rule.name FROM rule WHERE rule.rule = 'json') THEN audit._values_leak(
              p_tree,
              call.arguments,
              'json'
            )
            WHEN call.name IN ('extract', 'date_part')
            AND lower(audit._constant_text(call.arguments -> 0) COLLATE "C") IN (
              SELECT rule.name FROM rule WHERE rule.rule = 'zoneless'
            ) THEN NULL
            WHEN EXISTS (
              SELECT
              FROM rule
              WHERE
                rule.rule = 'pattern'
                AND rule.name = call.signature
                AND audit._constant_text(call.arguments -> 1) !~ rule.detail
            ) THEN NULL
            WHEN call.signature ~ (SELECT rule.name FROM rule WHERE rule.rule = 'timewords') THEN 'timezone'
            ELSE 'session'
          END
        ) AS kind
      FROM call
    )
  SELECT DISTINCT j.kind, j.signature
  FROM judged j
  WHERE j.kind IS NOT NULL;
END
$function$;
REVOKE ALL ON FUNCTION audit._call_leaks(jsonb) FROM PUBLIC;
