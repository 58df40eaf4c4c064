-- $1: {internal: [{name, signature, fewest, most}], public: [{name, types, required, result}], runners: [name],
-- tables: [{name, columns, since}]}.
--
-- What the audit schema contains and what an installation does with it, one row per object: {kind, object, state,
-- problem, plan}. States: ours; adopt: used as it is; dispatch, beside, rename: routines of other systems that are
-- kept; stop: cannot be kept; denied: the caller lacks the privilege. Reads the catalogs only.
WITH
  schema AS (SELECT n.oid, n.nspowner FROM pg_catalog.pg_namespace n WHERE n.nspname = 'audit'),
  relation AS (
    SELECT
      c.oid,
      c.relname::text AS name,
      c.relkind,
      c.relrowsecurity,
      ARRAY(
        SELECT a.attname::text
        FROM pg_catalog.pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      ) AS columns
    FROM
      pg_catalog.pg_class c
      JOIN schema s ON s.oid = c.relnamespace
  ),
  -- The record of an installation, or the history table of an earlier version, by columns that no other system would
  -- have in a table of this name.
  system AS (
    SELECT
      EXISTS (
        SELECT FROM relation r WHERE r.name = 't0_installed' AND r.columns = ARRAY['kind', 'name', 'detail']
      ) AS recorded,
      EXISTS (
        SELECT
        FROM
          relation r
          JOIN pg_catalog.pg_trigger t ON t.tgrelid = r.oid AND t.tgname = 'append_only'
        WHERE
          r.name = 't0_cert_event'
          AND r.columns @> ARRAY['event_id', 'entrypoint', 'kind', 'gates', 'role_name']
      ) AS present,
      (
        SELECT c.relowner
        FROM
          relation r
          JOIN pg_catalog.pg_class c ON c.oid = r.oid
        WHERE
          r.name = 't0_cert_event'
          AND EXISTS (
            SELECT FROM pg_catalog.pg_trigger t WHERE t.tgrelid = r.oid AND t.tgname = 'append_only'
          )
      ) AS owner
  ),
  routine AS (
    SELECT
      p.oid,
      p.proname::text AS name,
      p.prokind,
      p.proowner,
      p.prosrc,
      p.pronargs,
      p.pronargdefaults,
      p.proargtypes,
      p.oid::regprocedure::text AS signature,
      p.pronargs - p.pronargdefaults AS fewest,
      CASE
        WHEN p.provariadic <> 0 THEN 100
        ELSE p.pronargs
      END AS most,
      ARRAY(
        SELECT format_type(u.t, NULL)
        FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY AS u (t, n)
        ORDER BY u.n
      ) AS types,
      CASE
        WHEN p.prokind = 'p' THEN 'procedure'
        ELSE format_type(p.prorettype, NULL)
      END AS result,
      -- A function that calls ours for our entrypoints and the original for all others.
      coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) LIKE '%audit.\_declared(%' AS is_dispatcher,
      coalesce(p.proconfig @> ARRAY['search_path=pg_catalog, pg_temp'], false)
      AND (SELECT y.present FROM system y) AS is_pinned,
      p.prokind = 'f'
      AND NOT p.proretset
      AND p.provariadic = 0
      AND p.proargmodes IS NULL
      AND p.prosupport = 0
      AND NOT EXISTS (
        SELECT
        FROM
          unnest(p.proargtypes::oid[]) AS u (t)
          JOIN pg_catalog.pg_type t ON t.oid = u.t
        WHERE t.typtype = 'p'
      )
      AND NOT EXISTS (
        SELECT
        FROM pg_catalog.pg_depend d
        WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
      ) AS is_plain,
      pg_has_role(p.proowner, 'USAGE') AS may_replace,
      pg_get_userbyid(p.proowner) AS owner
    FROM
      pg_catalog.pg_proc p
      JOIN schema s ON s.oid = p.pronamespace
  ),
  -- Changed settings of a function are repaired when it has exactly our signature and the owner of the history.
  internal AS (
    SELECT
      r.signature,
      bool_or(
        r.is_pinned
        OR (y.present AND r.name LIKE 'contract\_of\_%')
        OR coalesce(r.proowner = y.owner AND i.signature = r.signature, false)
      ) AS is_ours
    FROM
      jsonb_to_recordset($1::jsonb -> 'internal') AS i (name text, signature text, fewest int, most int)
      JOIN routine r ON r.name = i.name AND r.fewest <= i.most AND r.most >= i.fewest
      CROSS JOIN system y
    GROUP BY r.signature
  ),
  wanted AS (
    SELECT f.name, f.types, f.required, cardinality(f.types) AS arity, f.result
    FROM jsonb_to_recordset($1::jsonb -> 'public') AS f (name text, types text[], required int, result text)
  ),
  -- Types that a call with the wanted types resolves to, and that can be converted back.
  convertible(want, have) AS (
    VALUES
      ('text', 'text'),
      ('text', 'character varying'),
      ('text', 'name'),
      ('text', 'regclass'),
      ('interval', 'interval'),
      ('regclass', 'regclass'),
      ('regclass', 'text'),
      ('regclass', 'character varying'),
      ('regclass', 'name'),
      ('date', 'date'),
      ('integer', 'integer'),
      ('integer', 'bigint')
  ),
  candidate AS (
    SELECT
      w.name,
      r.oid,
      r.signature,
      r.types,
      r.fewest,
      r.most,
      r.owner,
      r.may_replace,
      r.is_dispatcher,
      r.is_pinned AND NOT r.is_dispatcher AND r.types = w.types AND r.prosrc LIKE '%audit.\_%' AS is_ours,
      r.fewest <= w.arity AND r.most >= w.arity AS is_full,
      r.is_plain
      AND r.fewest <= w.arity
      AND r.pronargs >= w.arity
      AND r.result IN (w.result, 'void')
      AND NOT EXISTS (
        SELECT
        FROM unnest(w.types, r.types[1:w.arity]) AS u (want, have)
        WHERE NOT EXISTS (SELECT FROM convertible c WHERE (c.want, c.have) = (u.want, u.have))
      ) AS can_serve,
      r.types[2:w.arity] = w.types[2:w.arity]
      AND w.types[1] = 'regclass'
      AND r.types[1] <> 'regclass' AS leaves_room
    FROM
      wanted w
      JOIN routine r ON r.name = w.name AND r.fewest <= w.arity AND r.most >= w.required
  ),
  choice AS (
    SELECT
      w.name,
      w.arity,
      w.required,
      count(c.oid) FILTER (WHERE NOT c.is_ours) AS others,
      count(c.oid) FILTER (WHERE NOT c.is_ours AND c.is_full) AS full_others,
      count(c.oid) FILTER (WHERE NOT c.is_ours AND c.can_serve) AS servers,
      min(c.oid::bigint) FILTER (WHERE NOT c.is_ours AND c.can_serve) AS host,
      min(c.oid::bigint) FILTER (WHERE c.is_ours) AS ours,
      bool_and(c.may_replace) FILTER (WHERE NOT c.is_ours AND c.can_serve) AS may_replace,
      bool_and(c.leaves_room) FILTER (WHERE NOT c.is_ours) AS leaves_room,
      max(c.most) FILTER (WHERE NOT c.is_ours AND NOT c.is_full) AS taken,
      string_agg(c.signature, ', ' ORDER BY c.signature) FILTER (
        WHERE NOT c.is_ours AND c.is_full
      ) AS signatures
    FROM
      wanted w
      LEFT JOIN candidate c ON c.name = w.name
    GROUP BY w.name, w.arity, w.required
  ),
  decision AS (
    SELECT
      c.*,
      c.host::oid::regprocedure::text AS host_signature,
      CASE
        WHEN c.servers = 1 THEN CASE
          WHEN c.may_replace THEN 'dispatch'
          ELSE 'denied'
        END
        WHEN c.full_others > 0 THEN 'stop'
        WHEN c.others > 0 THEN 'beside'
        WHEN c.ours IS NOT NULL THEN 'ours'
      END AS state
    FROM choice c
  ),
  runner AS (
    SELECT
      r.signature,
      r.owner,
      r.may_replace,
      r.is_pinned AND r.prosrc LIKE '%audit.\_certify(%' AS is_ours,
      r.prokind = 'p' AND r.types = ARRAY['integer', 'boolean'] AS can_rename
    FROM
      jsonb_array_elements_text($1::jsonb -> 'runners') AS u (name)
      JOIN routine r ON r.name = u.name AND r.fewest <= 2
  ),
  found(kind, object, state, problem, plan) AS (
    SELECT
      'table',
      'audit.' || r.name,
      CASE
        WHEN is_ours THEN 'ours'
        ELSE 'stop'
      END,
      CASE
        WHEN NOT is_ours THEN format('audit.%s is not a table of this system', r.name)
      END,
      NULL::jsonb
    FROM
      jsonb_to_recordset($1::jsonb -> 'tables') AS t (name text, columns text[], is_new boolean)
      JOIN relation r ON r.name = t.name
      CROSS JOIN LATERAL (
        SELECT
          r.relkind = 'r'
          AND r.columns @> t.columns
          AND (
            SELECT
              CASE
                WHEN t.is_new THEN y.recorded
                ELSE y.present
              END
            FROM system y
          ) AS is_ours
      ) AS o
    UNION ALL
    SELECT
      'type',
      format('audit.%I', p.typname),
      'stop',
      format('the type audit.%I has the name of a table of this system', p.typname),
      NULL
    FROM
      pg_catalog.pg_type p
      JOIN schema s ON s.oid = p.typnamespace
    WHERE
      p.typname IN (SELECT t ->> 'name' FROM jsonb_array_elements($1::jsonb -> 'tables') AS t)
      AND p.typrelid = 0
    UNION ALL
    SELECT
      'function',
      i.signature,
      CASE
        WHEN i.is_ours THEN 'ours'
        ELSE 'stop'
      END,
      CASE
        WHEN NOT i.is_ours THEN format('%s has the name of a function of this system', i.signature)
      END,
      NULL
    FROM internal i
    UNION ALL
    SELECT
      'public',
      coalesce(
        CASE
          WHEN d.state IN ('dispatch', 'denied') THEN d.host_signature
          ELSE d.signatures
        END,
        'audit.' || d.name
      ),
      d.state,
      CASE d.state
        WHEN 'denied' THEN format(
          '%s belongs to %s, and %s may not replace it',
          d.host_signature,
          (SELECT r.owner FROM routine r WHERE r.oid = d.host::oid),
          current_user
        )
        WHEN 'stop' THEN format(
          'a call of audit.%s could mean %s, which cannot serve both systems',
          d.name,
          d.signatures
        )
      END,
      jsonb_build_object(
        'name',
        d.name,
        'host',
        CASE
          WHEN d.state = 'dispatch' THEN d.host_signature
        END,
        'ours',
        d.ours::oid::regprocedure::text,
        'beside',
        d.state IS DISTINCT FROM 'dispatch' OR (d.leaves_room AND d.others = 1),
        'required',
        CASE
          WHEN d.state = 'dispatch' THEN d.arity
          WHEN d.ours IS NOT NULL THEN (SELECT r.fewest FROM routine r WHERE r.oid = d.ours::oid)
          ELSE greatest(d.required, coalesce(d.taken + 1, d.required))
        END
      )
    FROM decision d
    UNION ALL
    SELECT
      'procedure',
      r.signature,
      CASE
        WHEN r.is_ours THEN 'ours'
        WHEN r.can_rename
        AND r.may_replace THEN 'rename'
        WHEN r.can_rename THEN 'denied'
        ELSE 'stop'
      END,
      CASE
        WHEN r.is_ours
        OR (r.can_rename AND r.may_replace) THEN NULL
        WHEN r.can_rename THEN format(
          '%s belongs to %s, and %s may not rename it',
          r.signature,
          r.owner,
          current_user
        )
        ELSE format('a call of the procedure of this store could mean %s', r.signature)
      END,
      NULL
    FROM runner r
  )
SELECT f.kind, f.object, f.state, f.problem, f.plan
FROM found f
