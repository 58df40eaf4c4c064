-- What users have made that an analysed expression rests on: relations that it reads, functions that it calls, domains
-- whose conditions it checks, functions that read or write the text of a type.
CREATE OR REPLACE FUNCTION audit._references(p_tree jsonb) RETURNS TABLE (class_id oid, object_id oid)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT 'pg_catalog.pg_class'::regclass::oid, c.oid
  FROM jsonb_path_query(p_tree, 'strict $.** ? ((@."_" == "RTE" || @."_" == "RANGETBLENTRY") && @.rtekind == "0").relid') AS q (id)
  JOIN pg_catalog.pg_class c ON c.oid = (q.id #>> '{}')::oid
  WHERE c.oid >= 16384
  UNION
  SELECT 'pg_catalog.pg_proc'::regclass::oid, c.function_id
  FROM audit._function_calls(p_tree) c WHERE c.function_id >= 16384
  UNION
  SELECT 'pg_catalog.pg_type'::regclass::oid, t.oid
  FROM jsonb_path_query(p_tree, 'strict $.** ? (@."_" == "COERCETODOMAIN").resulttype') AS q (id)
  JOIN pg_catalog.pg_type t ON t.oid = (q.id #>> '{}')::oid
  UNION
  SELECT 'pg_catalog.pg_proc'::regclass::oid, f.oid
  FROM jsonb_path_query(p_tree, 'strict $.** ? (@."_" == "COERCEVIAIO")') AS q (node)
  CROSS JOIN LATERAL (
    SELECT t.typinput::oid FROM audit._type_leaves((q.node ->> 'resulttype')::oid) AS l (oid) JOIN pg_catalog.pg_type t ON t.oid = l.oid
    UNION
    SELECT t.typoutput::oid FROM audit._type_leaves(audit._type_of(q.node -> 'arg')) AS l (oid) JOIN pg_catalog.pg_type t ON t.oid = l.oid
  ) AS f (oid)
  WHERE f.oid >= 16384;
END;
REVOKE ALL ON FUNCTION audit._references(jsonb) FROM PUBLIC;

-- The functions that an aggregate of a user is made of.
CREATE OR REPLACE FUNCTION audit._aggregate_parts(p_function oid) RETURNS SETOF oid
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT f.id::oid
  FROM pg_catalog.pg_aggregate a
  CROSS JOIN LATERAL unnest(ARRAY[
    a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggserialfn, a.aggdeserialfn, a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn
  ]::oid[]) AS f (id)
  WHERE a.aggfnoid = p_function AND f.id <> 0;
END;
REVOKE ALL ON FUNCTION audit._aggregate_parts(oid) FROM PUBLIC;
