-- The distinct numbers in the fields of an analyzed expression whose names match a pattern.
CREATE OR REPLACE FUNCTION audit._numbers_of(p_tree jsonb, p_fields text)
RETURNS SETOF text
LANGUAGE sql
IMMUTABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT DISTINCT n.id
  FROM
    jsonb_path_query(p_tree, 'strict $.** ? (@.type() == "object")') AS q (node)
    CROSS JOIN LATERAL jsonb_each(q.node) AS f (key, value)
    CROSS JOIN LATERAL (
      SELECT f.value #>> '{}' AS id WHERE jsonb_typeof(f.value) = 'string'
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
  WHERE f.key ~ p_fields AND n.id ~ '^[0-9]+$';
END;
REVOKE ALL ON FUNCTION audit._numbers_of(jsonb, text) FROM PUBLIC;

-- User-defined objects that an analyzed expression depends on: relations that it reads, functions that it calls,
-- operators, types and collations that it names, domains whose constraints it checks, functions that read or write
-- the text of a type.
CREATE OR REPLACE FUNCTION audit._references(p_tree jsonb)
RETURNS TABLE (class_id oid, object_id oid)
LANGUAGE sql
STABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
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
    audit._numbers_of(p_tree, '^(opno|opnos|eqop|sortop)$') AS q (id)
    JOIN pg_catalog.pg_operator o ON o.oid::text = q.id
  WHERE o.oid >= 16384
  UNION
  -- Also collations of Postgres itself whose library has versions: another version may sort differently.
  SELECT 'pg_catalog.pg_collation'::regclass::oid, c.oid
  FROM
    audit._numbers_of(p_tree, '(coll(id|Oid|ation)|collations)$') AS q (id)
    JOIN pg_catalog.pg_collation c ON c.oid::text = q.id
  WHERE c.oid >= 16384 OR c.collversion IS NOT NULL
  UNION
  SELECT 'pg_catalog.pg_type'::regclass::oid, e.oid
  FROM
    audit._numbers_of(p_tree, '(type|typid|typeid|typeId|types)$') AS q (id)
    JOIN pg_catalog.pg_type t ON t.oid::text = q.id
    CROSS JOIN LATERAL audit._element_type(t.oid) AS e (oid)
    JOIN pg_catalog.pg_type element ON element.oid = e.oid
  -- The constraints of a domain are checked when a value is converted to it, not when it is read.
  WHERE e.oid >= 16384 AND element.typtype <> 'd'
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
END;
REVOKE ALL ON FUNCTION audit._references(jsonb) FROM PUBLIC;
