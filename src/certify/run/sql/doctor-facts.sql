-- $1: {roles: [name], schemas: [name]}. What an installation needs, apart from the audit schema itself.
SELECT
  pg_catalog.current_setting('server_version') AS "serverVersion",
  pg_catalog.current_setting('server_version_num')::pg_catalog.int4 AS "serverNumber",
  current_user AS "role",
  (
    SELECT r.rolsuper OR r.rolcreaterole FROM pg_catalog.pg_roles r WHERE r.rolname = current_user
  ) AS "mayCreateRoles",
  ARRAY(
    SELECT w.name
    FROM pg_catalog.jsonb_array_elements_text($1::jsonb -> 'roles') AS w (name)
    WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.rolname = w.name)
  ) AS "missingRoles",
  ARRAY(
    SELECT w.name
    FROM pg_catalog.jsonb_array_elements_text($1::jsonb -> 'schemas') AS w (name)
    WHERE
      NOT coalesce(
        (
          SELECT pg_catalog.has_schema_privilege(n.oid, 'CREATE')
          FROM pg_catalog.pg_namespace n
          WHERE n.nspname = w.name
        ),
        pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE')
      )
  ) AS "closedSchemas",
  (
    SELECT pg_catalog.pg_get_userbyid(n.nspowner) FROM pg_catalog.pg_namespace n WHERE n.nspname = 'audit'
  ) AS "owner",
  EXISTS (
    SELECT
    FROM
      pg_catalog.pg_namespace n
      CROSS JOIN LATERAL pg_catalog.aclexplode(n.nspacl) AS a
    WHERE n.nspname = 'audit' AND a.grantee = 0 AND a.privilege_type = 'CREATE'
  ) AS "isOpen",
  coalesce(
    (
      SELECT
        pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
      FROM
        pg_catalog.pg_namespace n
        JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = 't0_installed'
      WHERE n.nspname = 'audit'
    ),
    false
  ) AS "mayReadRecord",
  -- Read from the catalogs: a name cannot be resolved in a schema that the caller may not use.
  (
    SELECT count(*) = 2
    FROM
      pg_catalog.pg_namespace n
      JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid
    WHERE n.nspname = 'audit' AND c.relname IN ('t0_cert_seal', 't0_cert_event')
  ) AS "isInstalled"
