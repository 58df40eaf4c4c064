-- Columns with a date or time type in the relations that a trainer can read. Features must not contain the time.
-- Exceptions are the T0 column of the entrypoint and what the store declares.
CREATE OR REPLACE FUNCTION audit._moment_columns(p_entrypoint audit.t0_entrypoint)
RETURNS text[]
LANGUAGE sql
STABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT coalesce(array_agg(format('%s.%I', r.name, a.attname) ORDER BY r.ord, a.attnum), '{}')
  FROM
    unnest((p_entrypoint).entrypoint || (p_entrypoint).aliases) WITH ORDINALITY AS r (name, ord)
    JOIN pg_catalog.pg_attribute a ON a.attrelid = to_regclass(r.name) AND a.attnum > 0 AND NOT a.attisdropped
  WHERE
    NOT (r.name = (p_entrypoint).entrypoint AND a.attname = (p_entrypoint).t0_column)
    AND NOT coalesce((p_entrypoint).options -> 'moments' ? a.attname::text, false)
    AND EXISTS (
      SELECT
      FROM
        audit._type_leaves(a.atttypid) AS l (oid)
        JOIN pg_catalog.pg_type t ON t.oid = l.oid
      WHERE t.typname IN (SELECT d.name FROM audit._determinism_rules() d WHERE d.rule = 'datetime')
    );
END;
REVOKE ALL ON FUNCTION audit._moment_columns(audit.t0_entrypoint) FROM PUBLIC;

-- Counts the rows of the entrypoint whose key repeats another row's, and those with a NULL in the key.
CREATE OR REPLACE FUNCTION audit._count_keys(
  p_relation text,
  p_key text[],
  OUT rows bigint,
  OUT duplicates bigint,
  OUT null_keys bigint
)
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_key text := (
    SELECT string_agg(format('t.%I', k), ', ' ORDER BY ord) FROM unnest(p_key) WITH ORDINALITY AS u (k, ord)
  );
BEGIN
  EXECUTE format($query$
    SELECT pg_catalog.count(*), pg_catalog.count(*) - pg_catalog.count(DISTINCT ROW(%1$s)),
      pg_catalog.count(*) FILTER (WHERE NOT ROW(%1$s) IS NOT NULL)
    FROM %2$s t
    $query$, v_key, audit._object_fqn('pg_catalog.pg_class'::regclass::oid, to_regclass(p_relation)::oid))
  INTO rows, duplicates, null_keys;
END
$function$;
REVOKE ALL ON FUNCTION audit._count_keys(text, text[]) FROM PUBLIC;

-- Names of the columns that a store declares under one of its options, for a summary; NULL when there are none.
CREATE OR REPLACE FUNCTION audit._declared_columns(p_entrypoint audit.t0_entrypoint, p_option text)
RETURNS text
LANGUAGE sql
IMMUTABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT string_agg(k.name, ', ' ORDER BY k.name COLLATE "C")
  FROM jsonb_object_keys(coalesce((p_entrypoint).options -> p_option, '{}')) AS k (name);
END;
REVOKE ALL ON FUNCTION audit._declared_columns(audit.t0_entrypoint, text) FROM PUBLIC;

-- Gate B: the rows keep their promises. The store's contract function counts violations in one pass and returns
-- {relation, rows, duplicates, null_keys, invariants: {name: violations}, examples: {name: key}}; its query is made
-- in src/certify/promise-query.ts.
CREATE OR REPLACE FUNCTION audit._gate_b(
  p_entrypoint audit.t0_entrypoint,
  OUT codes text[],
  OUT evidence jsonb
)
LANGUAGE plpgsql
STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  v_moments text[] := audit._moment_columns(p_entrypoint);
  v_keys record;
  v_contract jsonb;
  v_broken text[];
  v_said text[] := '{}';
BEGIN
  codes := '{}';
  SELECT k.rows, k.duplicates, k.null_keys
  INTO v_keys
  FROM audit._count_keys((p_entrypoint).entrypoint, (p_entrypoint).key_columns) k;
  EXECUTE format('SELECT audit.%I()', (p_entrypoint).contract) INTO v_contract;
  SELECT
    coalesce(
      array_agg(
        format('%s broken by %s rows, such as %s', i.name, i.violations, v_contract -> 'examples' ->> i.name)
        ORDER BY i.name
      ),
      '{}'
    )
  INTO v_broken
  FROM jsonb_each_text(v_contract -> 'invariants') AS i (name, violations)
  WHERE i.violations <> '0' AND i.name <> ALL (audit._own_gates(p_entrypoint));

  IF v_moments <> '{}' THEN
    codes := codes || 'B.timestamp_column'::text;
    v_said := v_said || format('columns of a date or time: %s', array_to_string(v_moments, ', '));
  END IF;
  IF v_keys.duplicates + (v_contract ->> 'duplicates')::bigint > 0 THEN
    codes := codes || 'B.duplicate_key'::text;
    v_said := v_said || format(
      '%s rows of %s and %s of %s repeat a key',
      v_contract ->> 'duplicates',
      v_contract ->> 'relation',
      v_keys.duplicates,
      (p_entrypoint).entrypoint
    );
  END IF;
  IF v_keys.null_keys + (v_contract ->> 'null_keys')::bigint > 0 THEN
    codes := codes || 'B.null_key'::text;
    v_said := v_said || format(
      '%s rows of %s and %s of %s have a NULL in their key',
      v_contract ->> 'null_keys',
      v_contract ->> 'relation',
      v_keys.null_keys,
      (p_entrypoint).entrypoint
    );
  END IF;
  IF v_broken <> '{}' THEN
    codes := codes || 'B.invariant'::text;
    v_said := v_said || v_broken;
  END IF;
  evidence := v_contract || jsonb_build_object(
    'entrypoint_rows', v_keys.rows,
    'entrypoint_duplicates', v_keys.duplicates,
    'entrypoint_null_keys', v_keys.null_keys,
    'timestamp_columns', v_moments,
    't0_features', coalesce((p_entrypoint).options -> 't0_features', '{}'),
    'moments', coalesce((p_entrypoint).options -> 'moments', '{}'),
    'summary', CASE
      WHEN codes = '{}' THEN format(
        '%s rows unique%s',
        v_contract ->> 'rows',
        (
          SELECT
            CASE count(*)
              WHEN 0 THEN ''
              WHEN 1 THEN ', 1 invariant holds'
              ELSE format(', %s invariants hold', count(*))
            END
          FROM jsonb_object_keys(v_contract -> 'invariants') AS i (name)
          WHERE i.name <> ALL (audit._own_gates(p_entrypoint))
        )
      ) || coalesce(
        ', of the T0 alone as declared: ' || audit._declared_columns(p_entrypoint, 't0_features'::text),
        ''
      ) || coalesce(
        ', of a date or time as declared: ' || audit._declared_columns(p_entrypoint, 'moments'::text),
        ''
      )
      ELSE array_to_string(v_said, '; ')
    END
  );
END
$function$;
REVOKE ALL ON FUNCTION audit._gate_b(audit.t0_entrypoint) FROM PUBLIC;
