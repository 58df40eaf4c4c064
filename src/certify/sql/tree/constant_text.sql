-- A text constant of an analyzed query; NULL for any other node. Its bytes are a varlena: four bytes of length, then
-- the text.
CREATE OR REPLACE FUNCTION audit._constant_text(p_node jsonb)
RETURNS text
LANGUAGE plpgsql
IMMUTABLE
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN (
  SELECT string_agg(chr((b.byte::int + 256) % 256), '' ORDER BY b.ord)
  FROM jsonb_array_elements_text(p_node -> 'constvalue') WITH ORDINALITY AS b (byte, ord)
  WHERE
    p_node ->> '_' = 'CONST'
    AND (p_node ->> 'consttype')::oid = 'text'::regtype
    AND jsonb_typeof(p_node -> 'constvalue') = 'array'
    AND b.ord > 4
    AND b.byte::int BETWEEN 1 AND 127
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._constant_text(jsonb) FROM PUBLIC;
