-- Leaks that are not function calls: CURRENT_DATE and similar values, casts through text, samples, system columns,
-- catalogs.
CREATE OR REPLACE FUNCTION audit._other_leaks(p_tree jsonb)
RETURNS TABLE (kind text, what text)
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN QUERY
  WITH
    node AS MATERIALIZED (
      SELECT n, n ->> '_' AS node_kind
      FROM
        jsonb_path_query(
          p_tree,
          'strict $.** ? (
      @."_" == "SQLVALUEFUNCTION" || @."_" == "COERCEVIAIO" || @."_" == "NEXTVALUEEXPR" || @."_" == "TABLESAMPLECLAUSE"
      || @."_" == "RTE" || @."_" == "RANGETBLENTRY" || @."_" == "JSONEXPR"
      || @."_" == "JSONCONSTRUCTOREXPR" || @."_" == "XMLEXPR" || @."_" == "XML" || @."_" == "TABLEFUNC"
      || @."_" == "QUERY" || (@."_" == "VAR" && @.varattno starts with "-"))'
        ) AS q (n)
    ),
    found(kind, what) AS (
      SELECT
        CASE
          WHEN (n ->> 'op')::int <= 8 THEN 'clock'
          ELSE 'session'
        END,
        (
          ARRAY[
            'CURRENT_DATE',
            'CURRENT_TIME',
            'CURRENT_TIME',
            'CURRENT_TIMESTAMP',
            'CURRENT_TIMESTAMP',
            'LOCALTIME',
            'LOCALTIME',
            'LOCALTIMESTAMP',
            'LOCALTIMESTAMP',
            'CURRENT_ROLE',
            'CURRENT_USER',
            'USER',
            'SESSION_USER',
            'CURRENT_CATALOG',
            'CURRENT_SCHEMA'
          ]
        )[(n ->> 'op')::int + 1]
      FROM node
      WHERE node_kind = 'SQLVALUEFUNCTION'
      UNION ALL
      SELECT
        coalesce(
          audit._type_leak((n ->> 'resulttype')::oid, 'in'),
          audit._values_leak(p_tree, jsonb_build_array(n -> 'arg'), 'out')
        ),
        format(
          '%s::%s',
          coalesce(format_type(audit._type_of(n -> 'arg'), NULL), 'value'),
          format_type((n ->> 'resulttype')::oid, NULL)
        )
      FROM node
      WHERE node_kind = 'COERCEVIAIO'
      UNION ALL
      SELECT
        audit._type_leak((n #>> '{returning,typid}')::oid, 'in'),
        format('JSON value RETURNING %s', format_type((n #>> '{returning,typid}')::oid, NULL))
      FROM node
      WHERE node_kind = 'JSONEXPR' AND n #>> '{returning,typid}' IS NOT NULL
      UNION ALL
      SELECT audit._values_leak(p_tree, n -> 'args', 'json'), 'a JSON constructor'
      FROM node
      WHERE node_kind = 'JSONCONSTRUCTOREXPR'
      UNION ALL
      SELECT audit._values_leak(p_tree, v.values, 'out'), 'an XML constructor'
      FROM
        node
        CROSS JOIN LATERAL (
          VALUES
            (n -> 'args'),
            (n -> 'named_args')
        ) AS v (values)
      WHERE node_kind IN ('XMLEXPR', 'XML')
      UNION ALL
      SELECT
        audit._type_leak(c.type::oid, 'in'),
        format('table column of type %s', format_type(c.type::oid, NULL))
      FROM
        node
        CROSS JOIN LATERAL jsonb_array_elements_text(
          CASE jsonb_typeof(n -> 'coltypes')
            WHEN 'array' THEN n -> 'coltypes'
            ELSE '[]'
          END
        ) AS c (type)
      WHERE node_kind = 'TABLEFUNC' AND c.type ~ '^[0-9]+$'
      UNION ALL
      SELECT 'sequence', 'nextval' FROM node WHERE node_kind = 'NEXTVALUEEXPR'
      UNION ALL
      SELECT 'sample', 'TABLESAMPLE'
      FROM node
      WHERE node_kind = 'TABLESAMPLECLAUSE' AND jsonb_typeof(n -> 'repeatable') = 'null'
      UNION ALL
      SELECT 'physical', (ARRAY['ctid', 'xmin', 'cmin', 'xmax', 'cmax'])[-(n ->> 'varattno')::int]
      FROM node
      WHERE node_kind = 'VAR' AND (n ->> 'varattno')::int BETWEEN -5 AND -1
      UNION ALL
      SELECT 'catalog', c.oid::regclass::text
      FROM
        node
        JOIN pg_catalog.pg_class c ON c.oid = (n ->> 'relid')::oid
      WHERE
        node_kind IN ('RTE', 'RANGETBLENTRY')
        AND n ->> 'rtekind' = '0'
        AND c.relnamespace IN (
          'pg_catalog'::regnamespace,
          (SELECT s.oid FROM pg_catalog.pg_namespace s WHERE s.nspname = 'information_schema')
        )
      UNION ALL
      -- 1 is SELECT. A function may contain other commands.
      SELECT 'volatile', 'a statement that writes'
      FROM node
      WHERE node_kind = 'QUERY' AND n ->> 'commandType' <> '1'
    )
  SELECT DISTINCT f.kind, f.what
  FROM found f
  WHERE f.kind IS NOT NULL;
END
$function$;
REVOKE ALL ON FUNCTION audit._other_leaks(jsonb) FROM PUBLIC;
