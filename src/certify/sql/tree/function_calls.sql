-- Every function that an analyzed query calls, with its arguments and result types where they are known. Operators
-- are resolved to their functions, as are those that sort, group, compare rows and bound a window frame.
CREATE OR REPLACE FUNCTION audit._function_calls(p_tree jsonb)
RETURNS TABLE (function_id oid, arguments jsonb, result_types oid[])
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN QUERY
  WITH
    node AS MATERIALIZED (
      SELECT n
      FROM
        jsonb_path_query(
          p_tree,
          'strict $.** ? (
      exists(@.funcid) || exists(@.opno) || exists(@.aggfnoid) || exists(@.winfnoid) || exists(@.eqop)
      || exists(@.opnos) || exists(@.startInRangeFunc) || exists(@.minmaxtype))'
        ) AS q (n)
    ),
    called AS (
      SELECT
        (n ->> 'funcid')::oid AS function_id,
        n -> 'args' AS arguments,
        ARRAY[(n ->> 'funcresulttype')::oid] AS result_types
      FROM node
      WHERE n ? 'funcid'
      UNION ALL
      -- The column definitions of jsonb_to_record give the types that it parses.
      SELECT (f #>> '{funcexpr,funcid}')::oid, f #> '{funcexpr,args}', array_agg(c.type::oid)
      FROM
        jsonb_path_query(
          p_tree,
          'strict $.** ? (@."_" == "RANGETBLFUNCTION" && exists(@.funcexpr.funcid))'
        ) AS q (f)
        CROSS JOIN LATERAL jsonb_array_elements_text(
          CASE jsonb_typeof(f -> 'funccoltypes')
            WHEN 'array' THEN f -> 'funccoltypes'
            ELSE '[]'
          END
        ) AS c (type)
      WHERE c.type ~ '^[0-9]+$'
      GROUP BY f
      UNION ALL
      SELECT o.oprcode::oid, n -> 'args', ARRAY[(n ->> 'opresulttype')::oid]
      FROM
        node
        JOIN pg_catalog.pg_operator o ON o.oid = (n ->> 'opno')::oid
      UNION ALL
      SELECT (n ->> 'aggfnoid')::oid, coalesce(n -> 'args', '[]'), ARRAY[(n ->> 'aggtype')::oid]
      FROM node
      WHERE n ? 'aggfnoid'
      UNION ALL
      SELECT (n ->> 'winfnoid')::oid, n -> 'args', ARRAY[(n ->> 'wintype')::oid]
      FROM node
      WHERE n ? 'winfnoid'
      UNION ALL
      SELECT o.oprcode::oid, NULL, NULL
      FROM
        node
        CROSS JOIN LATERAL (
          SELECT n ->> 'eqop' AS id
          UNION ALL
          SELECT n ->> 'sortop'
          UNION ALL
          SELECT x.id
          FROM
            jsonb_array_elements_text(
              CASE jsonb_typeof(n -> 'opnos')
                WHEN 'array' THEN n -> 'opnos'
                ELSE '[]'
              END
            ) AS x (id)
        ) AS operator
        JOIN pg_catalog.pg_operator o ON o.oid::text = operator.id
      UNION ALL
      -- The bound of a frame is the third argument of its function. The first two, the row and its peers, are not
      -- known here.
      SELECT f.id::oid, jsonb_build_array(NULL, NULL, f.bound), NULL
      FROM
        node
        CROSS JOIN LATERAL (
          VALUES
            (n ->> 'startInRangeFunc', n -> 'startOffset'),
            (n ->> 'endInRangeFunc', n -> 'endOffset')
        ) AS f (id, bound)
      WHERE f.id IS NOT NULL
      UNION ALL
      -- GREATEST and LEAST compare by the default B-tree class of their type.
      SELECT p.amproc::oid, NULL, NULL
      FROM
        node
        JOIN pg_catalog.pg_opclass c ON c.opcintype = (n ->> 'minmaxtype')::oid AND c.opcdefault
        JOIN pg_catalog.pg_am a ON a.oid = c.opcmethod AND a.amname = 'btree'
        JOIN pg_catalog.pg_amproc p
          ON p.amprocfamily = c.opcfamily
          AND p.amprocnum = 1
          AND p.amproclefttype = c.opcintype
          AND p.amprocrighttype = c.opcintype
      WHERE n ? 'minmaxtype'
    )
  SELECT c.function_id, c.arguments, c.result_types
  FROM called c
  WHERE c.function_id <> 0;
END
$function$;
REVOKE ALL ON FUNCTION audit._function_calls(jsonb) FROM PUBLIC;
