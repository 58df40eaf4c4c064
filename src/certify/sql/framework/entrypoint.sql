-- An earlier version had a different last argument, and a column for it.
DO $earlier$
BEGIN
  IF EXISTS (
    SELECT
    FROM pg_catalog.pg_proc p
    WHERE
      p.oid = to_regprocedure(
        'audit.register_entrypoint(text, text, text[], text[], interval, text[], text, text, jsonb)'
      )
      AND p.proargnames[9] <> 'p_options'
  ) THEN
    DROP FUNCTION audit.register_entrypoint(text, text, text[], text[], interval, text[], text, text, jsonb);
  END IF;
  IF EXISTS (
    SELECT
    FROM pg_catalog.pg_attribute a
    WHERE a.attrelid = 'audit.t0_entrypoint'::regclass AND a.attname = 't0_features' AND NOT a.attisdropped
  ) THEN
    UPDATE audit.t0_entrypoint e SET options = jsonb_build_object('t0_features', e.t0_features) || e.options;
    ALTER TABLE audit.t0_entrypoint DROP COLUMN t0_features;
  END IF;
END
$earlier$;

-- Registers what a store declares about its certification. The generated SQL of the store calls it.
CREATE OR REPLACE FUNCTION audit.register_entrypoint(
  p_entrypoint text,
  p_t0_column text,
  p_key_columns text[],
  p_aliases text[],
  p_max_age interval,
  p_allowed_functions text[],
  p_contract text,
  p_runner text,
  p_options jsonb DEFAULT '{}'
)
RETURNS void
LANGUAGE sql
VOLATILE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  INSERT INTO audit.t0_entrypoint AS e (
    entrypoint,
    t0_column,
    key_columns,
    aliases,
    max_age,
    allowed_functions,
    contract,
    runner,
    options
  )
  VALUES
    (
      p_entrypoint,
      p_t0_column,
      p_key_columns,
      p_aliases,
      p_max_age,
      p_allowed_functions,
      p_contract,
      p_runner,
      p_options
    )
  ON CONFLICT (entrypoint) DO UPDATE
    SET
      t0_column = excluded.t0_column,
      key_columns = excluded.key_columns,
      aliases = excluded.aliases,
      max_age = excluded.max_age,
      allowed_functions = excluded.allowed_functions,
      contract = excluded.contract,
      runner = excluded.runner,
      options = excluded.options;
END;
REVOKE ALL
ON FUNCTION audit.register_entrypoint(text, text, text[], text[], interval, text[], text, text, jsonb)
FROM PUBLIC;

-- Returns the declaration of an entrypoint and locks it, so that runs on the same entrypoint wait for each other. An
-- advisory lock would work too, but anyone could hold it.
CREATE OR REPLACE FUNCTION audit._lock_entrypoint(p_entrypoint text)
RETURNS audit.t0_entrypoint
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_entrypoint audit.t0_entrypoint;
BEGIN
  -- A transaction with an old snapshot would certify definitions that have been replaced since.
  IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
    RAISE EXCEPTION 'certification does not run in a % transaction', current_setting('transaction_isolation')
      USING ERRCODE = 'FSC08', HINT = 'BEGIN ISOLATION LEVEL READ COMMITTED, or call it outside of a transaction.';
  END IF;
  SELECT e.* INTO v_entrypoint FROM audit.t0_entrypoint e WHERE e.entrypoint = p_entrypoint FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no store declares the entrypoint %', coalesce(p_entrypoint, 'NULL')
      USING ERRCODE = 'FSC01',
        HINT = 'Run the generated 03_baseline_viewdefs.sql, which declares it, or use a name of audit.t0_entrypoint.';
  END IF;
  RETURN v_entrypoint;
END
$function$;
REVOKE ALL ON FUNCTION audit._lock_entrypoint(text) FROM PUBLIC;
