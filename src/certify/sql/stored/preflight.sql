-- Stops before the first change where the audit schema has objects of another system by the names of what stored
-- relations need.
DO $preflight$
DECLARE
  c_register constant text[] := ARRAY['relation', 'live', 'key_columns', 'queue_columns', 'patterns', 'tracked'];
  v_others text;
BEGIN
  IF (
    SELECT count(*)
    FROM pg_catalog.pg_attribute a
    WHERE a.attrelid = to_regclass('audit.stored_relation') AND a.attname = ANY (c_register) AND NOT a.attisdropped
  ) = cardinality(c_register) THEN
    RETURN;
  END IF;
  SELECT string_agg(o.name, ', ' ORDER BY o.name)
  INTO v_others
  FROM
    pg_catalog.pg_namespace n
    CROSS JOIN LATERAL (
      SELECT c.oid::regclass::text AS name
      FROM pg_catalog.pg_class c
      WHERE c.relnamespace = n.oid AND c.relname IN ('stored_relation', 'stored_state')
      UNION ALL
      SELECT p.oid::regprocedure::text
      FROM pg_catalog.pg_proc p
      WHERE p.pronamespace = n.oid AND p.proname = ANY (:names)
    ) AS o
  WHERE n.nspname = 'audit';
  IF v_others IS NOT NULL THEN
    RAISE EXCEPTION 'nothing was installed: the audit schema has % of another system', v_others
      USING ERRCODE = 'FSS04', HINT = 'Rename what is named here, or move it to another schema; then run this again.';
  END IF;
END
$preflight$;
