-- The signature of a built-in function as the rules write it: name(argument types). NULL for any other function.
CREATE OR REPLACE FUNCTION audit._built_in_signature(p_function oid)
RETURNS text
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN (
  SELECT
    p.proname || '(' || coalesce(
      (
        SELECT string_agg(format_type(a.type, NULL), ',' ORDER BY a.ord)
        FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY AS a (type, ord)
      ),
      ''
    ) || ')'
  FROM pg_catalog.pg_proc p
  WHERE p.oid = p_function AND p.oid < 16384 AND p.pronamespace = 'pg_catalog'::regnamespace
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._built_in_signature(oid) FROM PUBLIC;

-- Whether an expression of an analyzed query is an interval without days and months, or NULL. An interval has eight
-- bytes of microseconds, four of days and four of months, each in the byte order of the server.
CREATE OR REPLACE FUNCTION audit._is_hours_only(p_node jsonb)
RETURNS boolean
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_signature text;
  v_places int[];
  v_long_parts int;
BEGIN
  IF p_node ->> '_' = 'CONST' THEN
    RETURN (p_node ->> 'consttype')::oid = 'interval'::regtype
      AND (
        p_node ->> 'constisnull' = 'true'
        OR p_node -> 'constvalue' @? 'strict $ ? (@.size() == 16)'
        AND NOT p_node -> 'constvalue' @? 'strict $[8 to 15] ? (@ != "0")'
      );
  END IF;
  v_signature := audit._built_in_signature(
    CASE p_node ->> '_'
      WHEN 'FUNCEXPR' THEN (p_node ->> 'funcid')::oid
      WHEN 'OPEXPR' THEN (
        SELECT o.oprcode::oid FROM pg_catalog.pg_operator o WHERE o.oid = (p_node ->> 'opno')::oid
      )
    END
  );
  SELECT r.detail::int
  INTO v_long_parts
  FROM audit._determinism_rules() r
  WHERE r.rule = 'makesinterval' AND r.name = v_signature;
  IF FOUND THEN
    RETURN NOT EXISTS (
      SELECT
      FROM
        jsonb_array_elements(
          CASE jsonb_typeof(p_node -> 'args')
            WHEN 'array' THEN p_node -> 'args'
            ELSE '[]'
          END
        ) WITH ORDINALITY AS a (value, ord)
        CROSS JOIN LATERAL (
          SELECT
            CASE a.value ->> '_'
              WHEN 'NAMEDARGEXPR' THEN (a.value ->> 'argnumber')::int
              ELSE a.ord - 1
            END AS place,
            CASE a.value ->> '_'
              WHEN 'NAMEDARGEXPR' THEN a.value -> 'arg'
              ELSE a.value
            END AS part
        ) AS given
      WHERE
        given.place < v_long_parts
        AND NOT (
          given.part ->> '_' = 'CONST'
          AND given.part ->> 'constisnull' = 'false'
          AND jsonb_typeof(given.part -> 'constvalue') = 'array'
          AND NOT given.part -> 'constvalue' @? 'strict $[*] ? (@ != "0")'
        )
    );
  END IF;
  SELECT r.detail::int[]
  INTO v_places
  FROM audit._determinism_rules() r
  WHERE r.rule = 'hoursonly' AND r.name = v_signature;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  RETURN NOT EXISTS (
    SELECT
    FROM unnest(v_places) AS u (place)
    WHERE audit._is_hours_only(p_node -> 'args' -> u.place) IS NOT TRUE
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._is_hours_only(jsonb) FROM PUBLIC;
