-- The registry's entry for a relation. For callers who may not read the registry itself, which another system may
-- own.
CREATE OR REPLACE FUNCTION audit._verdict(
  p_name text,
  OUT status text,
  OUT certified_at timestamptz,
  OUT viewdef_objects bigint,
  OUT dataset_days bigint,
  OUT notes text
)
LANGUAGE plpgsql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  -- The epoch stands for no time where the column requires a value.
  SELECT r.status, nullif(r.certified_at, 'epoch'::timestamptz), r.viewdef_objects, r.dataset_days, r.notes
  INTO status, certified_at, viewdef_objects, dataset_days, notes
  FROM audit.t0_cert_registry r
  WHERE r.entrypoint = p_name AND audit._declared(p_name, true) IS NOT NULL;
END
$function$;
REVOKE ALL ON FUNCTION audit._verdict(text) FROM PUBLIC;
