-- Objects that conditions of domains refer to and that are not built in, except for the base type of the domain; with the
-- extension that they belong to.
SELECT DISTINCT
  n.nspname::pg_catalog.text AS schema,
  t.typname::pg_catalog.text AS name,
  e.extname::pg_catalog.text AS extension
FROM pg_catalog.pg_type t
JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
JOIN pg_catalog.pg_type base ON base.oid = t.typbasetype
JOIN pg_catalog.pg_constraint c ON c.contypid = t.oid AND c.contype = 'c'
JOIN pg_catalog.pg_depend d
  ON d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND d.objid = c.oid
LEFT JOIN pg_catalog.pg_depend member
  ON member.classid = d.refclassid AND member.objid = d.refobjid AND member.deptype = 'e'
LEFT JOIN pg_catalog.pg_extension e ON e.oid = member.refobjid
WHERE d.refclassid IN (
    'pg_catalog.pg_proc'::pg_catalog.regclass,
    'pg_catalog.pg_operator'::pg_catalog.regclass,
    'pg_catalog.pg_class'::pg_catalog.regclass,
    'pg_catalog.pg_collation'::pg_catalog.regclass,
    'pg_catalog.pg_type'::pg_catalog.regclass
  )
  AND NOT (
    d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass
    AND d.refobjid IN (t.oid, base.oid, base.typelem, base.typarray)
  )
