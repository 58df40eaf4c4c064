-- What the views have besides their queries, as the statements that restore it: owner, options, defaults of columns,
-- indexes, constraints, row security, rules, triggers, security labels, comments on rules and triggers, privileges. For functions that are dropped: owner,
-- security labels, privileges. It is kept until the end of the transaction, but not in a temporary table, which not
-- every role may create.
DO $remember$
DECLARE
  kept json;
BEGIN
  WITH views AS (
    SELECT c.oid, c.relowner, c.relacl, c.reloptions, c.relrowsecurity, c.relforcerowsecurity, c.relreplident, format('%I.%I', n.nspname, c.relname) AS name,
      CASE c.relkind WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'r' THEN 'TABLE' ELSE 'VIEW' END AS is_a
    FROM json_to_recordset(current_setting('fusion_store.views')::json) AS w(schema text, name text, optional boolean)
    JOIN pg_namespace n ON n.nspname = w.schema
    JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.name
    WHERE w.optional IS NULL
  ),
  functions AS (
    SELECT p.oid, p.proowner, p.proacl, p.oid::regprocedure::text AS name
    FROM json_array_elements_text(current_setting('fusion_store.dropped')::json) AS f
    JOIN pg_proc p ON p.oid = f.value::oid
  ),
  -- Names of views and functions never collide: the name of a function ends with its arguments in brackets.
  ours AS (
    SELECT 'view' AS kind, v.is_a, v.name, v.name AS grantable, v.relowner AS owner, v.relacl AS acl FROM views v
    UNION ALL
    SELECT 'function', 'FUNCTION', f.name, 'FUNCTION ' || f.name, f.proowner, f.proacl FROM functions f
  ),
  granted AS (
    SELECT o.name, o.grantable, o.owner, NULL::name AS col, a.*
    FROM ours o CROSS JOIN LATERAL aclexplode(o.acl) AS a
    UNION ALL
    SELECT o.name, o.name, o.relowner, c.attname, a.*
    FROM views o
    JOIN pg_attribute c ON c.attrelid = o.oid AND c.attnum > 0 AND NOT c.attisdropped
    CROSS JOIN LATERAL aclexplode(c.attacl) AS a
  ),
  -- Distance of a role's right to grant from the owner: a role must have received the right before it can grant it.
  steps AS (
    WITH RECURSIVE reached AS (
      SELECT DISTINCT g.name, g.privilege_type, g.owner AS role, 0 AS depth FROM granted g
      UNION
      SELECT g.name, g.privilege_type, g.grantee, r.depth + 1
      FROM reached r
      JOIN granted g ON g.name = r.name AND g.privilege_type = r.privilege_type AND g.grantor = r.role AND g.is_grantable
      WHERE r.depth < 100
    )
    SELECT reached.name, reached.privilege_type, reached.role, min(reached.depth) AS depth FROM reached GROUP BY 1, 2, 3
  ),
  item AS (
    SELECT 1 AS place, 0 AS depth, o.name, 'owner' AS what, NULL::name AS role,
      format('ALTER %s %s OWNER TO %I', o.is_a, o.name, pg_get_userbyid(o.owner)) AS statement
    FROM ours o
    UNION ALL
    SELECT 2, 0, o.name, format('option %s=%s', p.option_name, p.option_value), NULL,
      format('ALTER %s %s SET (%I = %L)', o.is_a, o.name, p.option_name, p.option_value)
    FROM views o CROSS JOIN LATERAL pg_options_to_table(o.reloptions) AS p
    UNION ALL
    SELECT 3, 0, o.name, format('default of column %I', c.attname), NULL,
      format('ALTER %s %s ALTER COLUMN %I SET DEFAULT %s', o.is_a, o.name, c.attname, pg_get_expr(d.adbin, d.adrelid))
    FROM views o
    JOIN pg_attrdef d ON d.adrelid = o.oid
    JOIN pg_attribute c ON c.attrelid = d.adrelid AND c.attnum = d.adnum
    UNION ALL
    -- Those of the key and of the declaration are created with the relation.
    SELECT 4, 0, o.name, format('index %I', c.relname), NULL, pg_get_indexdef(x.indexrelid)
    FROM views o
    JOIN pg_index x ON x.indrelid = o.oid AND NOT x.indisprimary
    JOIN pg_class c ON c.oid = x.indexrelid AND c.relname !~ '^stored_[0-9a-f]{16}$'
    WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.indexrelid AND k.conrelid = o.oid)
    UNION ALL
    SELECT 4, 1, o.name, format('constraint %I', k.conname), NULL,
      format('ALTER TABLE %s ADD CONSTRAINT %I %s', o.name, k.conname, pg_get_constraintdef(k.oid))
    FROM views o JOIN pg_constraint k ON k.conrelid = o.oid AND k.contype IN ('c', 'u', 'x', 'f')
    UNION ALL
    SELECT 4, 2, o.name, 'replica identity', NULL,
      format('ALTER TABLE %s REPLICA IDENTITY %s', o.name, CASE o.relreplident WHEN 'f' THEN 'FULL' ELSE 'NOTHING' END)
    FROM views o WHERE o.relreplident IN ('f', 'n') AND o.is_a = 'TABLE'
    UNION ALL
    SELECT 4, 2, o.name, 'replica identity', NULL,
      format('ALTER TABLE %s REPLICA IDENTITY USING INDEX %I', o.name, c.relname)
    FROM views o
    JOIN pg_index x ON x.indrelid = o.oid AND x.indisreplident AND NOT x.indisprimary
    JOIN pg_class c ON c.oid = x.indexrelid
    UNION ALL
    SELECT 4, 2, o.name, 'row security', NULL, format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', o.name)
    FROM views o WHERE o.relrowsecurity
    UNION ALL
    SELECT 4, 2, o.name, 'forced row security', NULL, format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', o.name)
    FROM views o WHERE o.relforcerowsecurity
    UNION ALL
    SELECT 4, 0, o.name, format('rule %I', r.rulename), NULL, rtrim(pg_get_ruledef(r.oid), ';')
    FROM views o JOIN pg_rewrite r ON r.ev_class = o.oid AND r.rulename <> '_RETURN'
    UNION ALL
    SELECT 5, 0, o.name, format('trigger %I', t.tgname), NULL, pg_get_triggerdef(t.oid)
    FROM views o JOIN pg_trigger t ON t.tgrelid = o.oid AND NOT t.tgisinternal
    -- What records the changes of a stored relation is created with the relation that reads it.
    WHERE t.tgfoid::regproc::text !~ '^audit\.record_[0-9a-f]{16}$'
    UNION ALL
    SELECT 6, 0, o.name, format('security label of %s', l.provider), NULL,
      format('SECURITY LABEL FOR %I ON %s IS %L', l.provider,
        CASE l.objsubid WHEN 0 THEN o.is_a || ' ' || o.name ELSE format('COLUMN %s.%I', o.name, c.attname) END, l.label)
    FROM views o
    JOIN pg_seclabel l ON l.classoid = 'pg_class'::regclass AND l.objoid = o.oid
    LEFT JOIN pg_attribute c ON c.attrelid = o.oid AND c.attnum = l.objsubid
    UNION ALL
    SELECT 6, 0, o.name, format('security label of %s', l.provider), NULL,
      format('SECURITY LABEL FOR %I ON FUNCTION %s IS %L', l.provider, o.name, l.label)
    FROM functions o
    JOIN pg_seclabel l ON l.classoid = 'pg_proc'::regclass AND l.objoid = o.oid
    UNION ALL
    SELECT 7, 0, o.name, format('comment on rule %I', r.rulename), NULL,
      format('COMMENT ON RULE %I ON %s IS %L', r.rulename, o.name, d.description)
    FROM views o
    JOIN pg_rewrite r ON r.ev_class = o.oid AND r.rulename <> '_RETURN'
    JOIN pg_description d ON d.classoid = 'pg_rewrite'::regclass AND d.objoid = r.oid
    UNION ALL
    SELECT 7, 0, o.name, format('comment on trigger %I', t.tgname), NULL,
      format('COMMENT ON TRIGGER %I ON %s IS %L', t.tgname, o.name, d.description)
    FROM views o
    JOIN pg_trigger t ON t.tgrelid = o.oid AND NOT t.tgisinternal
    JOIN pg_description d ON d.classoid = 'pg_trigger'::regclass AND d.objoid = t.oid
    UNION ALL
    -- A new view or function gets default privileges, which are not the ones that it had before.
    SELECT 8, 0, o.name, 'privileges', NULL, NULL FROM ours o
    UNION ALL
    SELECT 9, 0, o.name, 'privileges of its owner', NULL, format('GRANT ALL ON %s TO %I', o.grantable, pg_get_userbyid(o.owner))
    FROM ours o WHERE o.acl IS NULL
    UNION ALL
    -- Every role may call a function without explicit privileges.
    SELECT 9, 0, o.name, 'privileges of all', NULL, format('GRANT EXECUTE ON %s TO PUBLIC', o.grantable)
    FROM ours o WHERE o.kind = 'function' AND o.acl IS NULL
    UNION ALL
    SELECT CASE WHEN g.col IS NULL THEN 10 ELSE 11 END, COALESCE(s.depth, 100), g.name,
      format('%s%s granted to %s by %I', g.privilege_type, of.col, who.name, pg_get_userbyid(g.grantor)),
      CASE WHEN g.grantor <> g.owner THEN pg_get_userbyid(g.grantor) END,
      format('GRANT %s%s ON %s TO %s%s', g.privilege_type, of.col, g.grantable, who.name,
        CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
    FROM granted g
    LEFT JOIN steps s ON s.name = g.name AND s.privilege_type = g.privilege_type AND s.role = g.grantor
    CROSS JOIN LATERAL (SELECT CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE format('%I', pg_get_userbyid(g.grantee)) END) AS who(name)
    CROSS JOIN LATERAL (SELECT CASE WHEN g.col IS NULL THEN '' ELSE format(' (%I)', g.col) END) AS of(col)
  )
  SELECT json_agg(json_build_object('kind', o.kind, 'object', o.name, 'what', i.what, 'role', i.role, 'statement', i.statement)
    ORDER BY i.place, i.depth, o.name COLLATE "C", i.what COLLATE "C", i.statement COLLATE "C") INTO kept
  FROM item i JOIN ours o ON o.name = i.name;
  PERFORM set_config('fusion_store.kept', COALESCE(kept, '[]')::text, true);
END
$remember$;
