-- Drops functions of earlier versions that nothing calls any more. Only where an earlier version was found, and only
-- its own.
DO $obsolete$
DECLARE
  v_function record;
BEGIN
  IF NOT current_setting('fusion.survey')::jsonb @> '[{"object": "audit.t0_cert_event", "state": "ours"}]'
  THEN
    RETURN;
  END IF;
  FOR v_function IN
    SELECT p.oid::regprocedure AS signature
    FROM
      unnest(
        ARRAY[
          'audit._make_way(text,text,text[],integer,text)',
          'audit._fingerprint(oid,oid)',
          'audit._relation_definition(oid,oid[])',
          'audit._function_definition(oid)',
          'audit._domain_definition(oid)',
          'audit._numbers_of(jsonb,text)',
          'audit.register_entrypoint(text,text,text[],text[],interval,text[],text,text)'
        ]
      ) AS o (signature)
      JOIN pg_catalog.pg_proc p ON p.oid = to_regprocedure(o.signature)
    WHERE p.proconfig @> ARRAY['search_path=pg_catalog, pg_temp']
  LOOP
    EXECUTE format('DROP FUNCTION %s', v_function.signature);
  END LOOP;
END
$obsolete$;
