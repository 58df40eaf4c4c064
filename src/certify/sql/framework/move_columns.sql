-- An earlier version added columns to the three shared tables. This copies them to our own tables and removes them on
-- request. A column that another view or function reads stays.
CREATE OR REPLACE FUNCTION audit._move_columns(p_remove boolean)
RETURNS void
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_column record;
  -- Tables of an earlier system never had these columns. Each set of columns is complete, and the history table
  -- exists.
  v_has_columns boolean := (
    SELECT count(*) = 7
    FROM pg_catalog.pg_attribute a
    WHERE
      NOT a.attisdropped
      AND (a.attrelid, a.attname) IN (
        ('audit.t0_cert_registry'::regclass, 'certified_entrypoint'),
        ('audit.t0_cert_registry'::regclass, 'checked_at'),
        ('audit.t0_cert_registry'::regclass, 'event_id'),
        ('audit.t0_viewdef_baseline'::regclass, 'server_version'),
        ('audit.t0_dataset_hash_baseline'::regclass, 'hash_version'),
        ('audit.t0_dataset_hash_baseline'::regclass, 'row_count'),
        ('audit.t0_dataset_hash_baseline'::regclass, 'row_digests')
      )
  );
BEGIN
  IF NOT v_has_columns THEN
    RETURN;
  END IF;
  -- Dynamic SQL, because the columns do not exist once they have been removed.
  EXECUTE $sql$INSERT INTO audit.t0_verdict AS v (entrypoint, certified_entrypoint, checked_at, event_id)
    SELECT r.entrypoint, r.certified_entrypoint, r.checked_at, r.event_id FROM audit.t0_cert_registry r
    WHERE r.certified_entrypoint IS NOT NULL AND r.checked_at IS NOT NULL AND r.event_id IS NOT NULL
    ON CONFLICT (entrypoint) DO UPDATE SET certified_entrypoint = excluded.certified_entrypoint,
      checked_at = excluded.checked_at, event_id = excluded.event_id WHERE excluded.event_id > v.event_id$sql$;
  EXECUTE $sql$INSERT INTO audit.t0_definition_server (entrypoint, object_fqn, server_version)
    SELECT b.entrypoint, b.object_fqn, b.server_version
    FROM audit.t0_viewdef_baseline b
    WHERE b.server_version IS NOT NULL
    ON CONFLICT (entrypoint, object_fqn) DO NOTHING$sql$;
  EXECUTE $sql$INSERT INTO audit.t0_day_rows (entrypoint, t0_day, hash_version, row_count, row_digests)
    SELECT b.entrypoint, b.t0_day, b.hash_version, b.row_count, b.row_digests FROM audit.t0_dataset_hash_baseline b
    WHERE b.sample_limit = 0 AND b.hash_version IS NOT NULL AND b.row_count IS NOT NULL AND b.row_digests IS NOT NULL
    ON CONFLICT (entrypoint, t0_day) DO NOTHING$sql$;
  IF NOT p_remove THEN
    RETURN;
  END IF;
  FOR v_column IN
    SELECT c.relation, c.name
    FROM
      (
        VALUES
          ('t0_cert_registry', 'certified_entrypoint'),
          ('t0_cert_registry', 'checked_at'),
          ('t0_cert_registry', 'event_id'),
          ('t0_viewdef_baseline', 'server_version'),
          ('t0_dataset_hash_baseline', 'hash_version'),
          ('t0_dataset_hash_baseline', 'row_count'),
          ('t0_dataset_hash_baseline', 'row_digests')
      ) AS c (relation, name)
  LOOP
    BEGIN
      EXECUTE format('ALTER TABLE audit.%I DROP COLUMN %I', v_column.relation, v_column.name);
    EXCEPTION WHEN dependent_objects_still_exist THEN
      RAISE NOTICE 'audit.%.% stays, since something reads it', v_column.relation, v_column.name;
    END;
  END LOOP;
END
$function$;
REVOKE ALL ON FUNCTION audit._move_columns(boolean) FROM PUBLIC;
SELECT audit._move_columns(false);
