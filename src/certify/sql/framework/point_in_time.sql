-- Hash of the accepted views and functions of an entrypoint; NULL when none were accepted. Tables are left out: a proof
-- rests on what the views read of them.
CREATE OR REPLACE FUNCTION audit._proved_definitions(p_entrypoint text)
RETURNS text
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  RETURN (
    SELECT
      encode(
        sha256(
          convert_to(
            string_agg(
              b.object_fqn || ' ' || b.viewdef_sha256,
              E'\n'
              ORDER BY b.object_fqn COLLATE "C", b.viewdef_sha256 COLLATE "C"
            ),
            'UTF8'
          )
        ),
        'hex'
      )
    FROM audit.t0_viewdef_baseline b
    WHERE b.entrypoint = p_entrypoint AND b.relkind IN ('v', 'm', 'F')
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._proved_definitions(text) FROM PUBLIC;

-- Registers what a build has proven of the sources of an entrypoint, point in time, as a proof of the accepted
-- definitions. The generated SQL of the store calls it right after it accepts them.
CREATE OR REPLACE FUNCTION audit.register_point_in_time(p_entrypoint text, p_proof jsonb)
RETURNS void
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  UPDATE audit.t0_entrypoint e
  SET
    options = e.options || jsonb_build_object(
      'point_in_time', p_proof || jsonb_build_object('definitions', audit._proved_definitions(p_entrypoint))
    )
  WHERE e.entrypoint = p_entrypoint;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no store declares the entrypoint %', coalesce(p_entrypoint, 'NULL')
      USING ERRCODE = 'FSC01',
        HINT = 'Run the generated 03_baseline_viewdefs.sql, which declares it, or use a name of audit.t0_entrypoint.';
  END IF;
END
$function$;
REVOKE ALL ON FUNCTION audit.register_point_in_time(text, jsonb) FROM PUBLIC;
