-- Hash of one UTC day of a relation: of all rows when the limit is NULL or 0, otherwise of the first rows by key. A
-- relation that no store declares is hashed by its column edited_date, and its rows are ordered by their text.
CREATE OR REPLACE FUNCTION audit._dataset_sha256(p_relation regclass, p_day date, p_limit int)
RETURNS text
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
SET standard_conforming_strings = on
SET transform_null_equals = off
SET quote_all_identifiers = off
SET check_function_bodies = on
AS $function$
DECLARE
  v_fqn text := audit._object_fqn('pg_catalog.pg_class'::regclass::oid, p_relation::oid);
  v_entrypoint audit.t0_entrypoint;
  v_hash text;
BEGIN
  IF p_relation IS NULL OR p_day IS NULL OR p_limit < 0 THEN
    RAISE EXCEPTION 'a relation, a day and a limit of 0 or more are wanted, not %, % and %',
      coalesce(v_fqn, 'NULL'), coalesce(p_day::text, 'NULL'), coalesce(p_limit::text, 'NULL')
      USING ERRCODE = 'invalid_parameter_value';
  END IF;
  SELECT e.* INTO v_entrypoint FROM audit.t0_entrypoint e WHERE e.entrypoint = v_fqn;
  SELECT h.dataset_sha256
  INTO v_hash
  FROM
    audit._hash_days(
      p_relation,
      coalesce(v_entrypoint.t0_column, 'edited_date'),
      v_entrypoint.key_columns,
      ARRAY[p_day],
      p_limit
    ) h;
  -- A day without rows has a hash too, the same for every day.
  RETURN coalesce(v_hash, encode(sha256(''), 'hex'));
END
$function$;
REVOKE ALL ON FUNCTION audit._dataset_sha256(regclass, date, int) FROM PUBLIC;
