-- The type of an expression of an analyzed query; NULL when the node does not name it. Each kind of node has its own
-- field for it.
CREATE OR REPLACE FUNCTION audit._type_of(p_node jsonb)
RETURNS oid
LANGUAGE plpgsql
IMMUTABLE
PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  CASE p_node ->> '_'
  WHEN 'BOOLEXPR',
  'NULLTEST',
  'BOOLEANTEST',
  'SCALARARRAYOPEXPR',
  'ROWCOMPARE',
  'ROWCOMPAREEXPR',
  'JSONISPREDICATE'
  THEN
    RETURN 'bool'::regtype;
    WHEN 'TARGETENTRY' THEN
      RETURN audit._type_of(p_node -> 'expr');
      WHEN 'COLLATE', 'COLLATEEXPR', 'NAMEDARGEXPR', 'PLACEHOLDERVAR' THEN
        RETURN audit._type_of(p_node -> 'arg');
        WHEN 'SUBLINK' THEN
          -- 4 is a scalar subquery, 6 an array of its values. The others return boolean.
          RETURN CASE
            WHEN p_node ->> 'subLinkType' IN ('4', '6') THEN audit._type_of(
              p_node #> '{subselect,targetList,0}'
            )
            ELSE 'bool'::regtype
          END;
          WHEN 'JSONCONSTRUCTOREXPR', 'JSONEXPR' THEN
            RETURN (p_node #>> '{returning,typid}')::oid;
          ELSE
            RETURN coalesce(
              p_node ->> 'vartype',
              p_node ->> 'consttype',
              p_node ->> 'paramtype',
              p_node ->> 'funcresulttype',
              p_node ->> 'opresulttype',
              p_node ->> 'aggtype',
              p_node ->> 'wintype',
              p_node ->> 'resulttype',
              p_node ->> 'refrestype',
              p_node ->> 'casetype',
              p_node ->> 'coalescetype',
              p_node ->> 'minmaxtype',
              p_node ->> 'array_typeid',
              p_node ->> 'row_typeid',
              p_node ->> 'typeId',
              p_node ->> 'type'
            )::oid;
        END CASE;
      END
$function$;
REVOKE ALL ON FUNCTION audit._type_of(jsonb) FROM PUBLIC;
