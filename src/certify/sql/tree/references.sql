-- The OIDs in an analyzed expression, each with the name of the field that holds it, for fields whose names match a
-- pattern.
CREATE OR REPLACE FUNCTION audit._oids_of(p_tree jsonb, p_fields text)
RETURNS TABLE (field text, id oid)
LANGUAGE plpgsql
IMMUTABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN QUERY
  SELECT DISTINCT f.key, n.number::oid
  FROM
    jsonb_path_query(p_tree, 'strict $.** ? (@.type() == "object")') AS q (node)
    CROSS JOIN LATERAL jsonb_each(q.node) AS f (key, value)
    CROSS JOIN LATERAL (
      SELECT f.value #>> '{}' AS number WHERE jsonb_typeof(f.value) = 'string'
      UNION ALL
      SELECT i.value #>> '{}'
      FROM
        jsonb_array_elements(
          CASE jsonb_typeof(f.value)
            WHEN 'array' THEN f.value
            ELSE '[]'
          END
        ) AS i (value)
      WHERE jsonb_typeof(i.value) = 'string'
    ) AS n
  WHERE
    f.key ~ p_fields
    AND CASE
      WHEN n.number ~ '^[0-9]{1,10}$' THEN n.number::bigint < 4294967296
      ELSE false
    END;
END
$function$;
REVOKE ALL ON FUNCTION audit._oids_of(jsonb, text) FROM PUBLIC;

-- User-defined objects that an analyzed expression depends on: relations that it reads, functions that it calls,
-- operators, types and collations that it names, domains whose constraints it checks, functions that read or write
-- the text of a type.
CREATE OR REPLACE FUNCTION audit._references(p_tree jsonb)
RETURNS TABLE (class_id oid, object_id oid)
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN QUERY
  WITH
    named AS MATERIALIZED (
      SELECT n.field, n.id
      FROM
        audit._oids_of(
          p_tree,
          '^(opno|opnos|eqop|sortop)$|(coll(id|Oid|ation)|collations|type|typid|typeid|typeId|types)$'
        ) n
    )
  SELECT 'pg_catalog.pg_class'::regclass::oid, c.oid
  FROM
    jsonb_path_query(
      p_tree,
      'strict $.** ? ((@."_" == "RTE" || @."_" == "RANGETBLENTRY") && @.rtekind == "0").relid'
    ) AS q (id)
    JOIN pg_catalog.pg_class c ON c.oid = (q.id #>> '{}')::oid
  WHERE c.oid >= 16384
  UNION
  SELECT 'pg_catalog.pg_proc'::regclass::oid, c.function_id
  FROM audit._function_calls(p_tree) c
  WHERE c.function_id >= 16384
  UNION
  SELECT 'pg_catalog.pg_operator'::regclass::oid, o.oid
  FROM
    named q
    JOIN pg_catalog.pg_operator o ON o.oid = q.id
  WHERE q.field IN ('opno', 'opnos', 'eqop', 'sortop') AND o.oid >= 16384
  UNION
  -- Also collations of Postgres itself whose library has versions: another version may sort differently.
  SELECT 'pg_catalog.pg_collation'::regclass::oid, c.oid
  FROM
    named q
    JOIN pg_catalog.pg_collation c ON c.oid = q.id
  WHERE q.field ~ '(coll(id|Oid|ation)|collations)$' AND (c.oid >= 16384 OR c.collversion IS NOT NULL)
  UNION
  SELECT 'pg_catalog.pg_type'::regclass::oid, e.oid
  FROM
    named q
    JOIN pg_catalog.pg_type t ON t.oid = q.id
    CROSS JOIN LATERAL audit._element_type(t.oid) AS e (oid)
    JOIN pg_catalog.pg_type element ON element.oid = e.oid
  -- The constraints of a domain are checked when a value is converted to it, not when it is read.
  WHERE q.field ~ '(type|typid|typeid|typeId|types)$' AND e.oid >= 16384 AND element.typtype <> 'd'
  UNION
  SELECT 'pg_catalog.pg_type'::regclass::oid, d.oid
  FROM
    jsonb_path_query(
      p_tree,
      'strict $.** ? (@."_" == "COERCETODOMAIN" || @."_" == "COERCEVIAIO" || @."_" == "FUNCEXPR")'
    ) AS q (node)
    CROSS JOIN LATERAL audit._domains_within(
      coalesce(q.node ->> 'resulttype', q.node ->> 'funcresulttype')::oid
    ) AS d (oid)
  UNION
  SELECT 'pg_catalog.pg_proc'::regclass::oid, f.oid
  FROM
    jsonb_path_query(p_tree, 'strict $.** ? (@."_" == "COERCEVIAIO")') AS q (node)
    CROSS JOIN LATERAL (
      SELECT t.typinput::oid
      FROM
        audit._type_leaves((q.node ->> 'resulttype')::oid) AS l (oid)
        JOIN pg_catalog.pg_type t ON t.oid = l.oid
      UNION
      SELECT t.typoutput::oid
      FROM
        audit._type_leaves(audit._type_of(q.node -> 'arg')) AS l (oid)
        JOIN pg_catalog.pg_type t ON t.oid = l.oid
    ) AS f (oid)
  WHERE f.oid >= 16384;
END
$function$;
REVOKE ALL ON FUNCTION audit._references(jsonb) FROM PUBLIC;
