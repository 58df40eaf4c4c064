-- The version of the audit schema, and its functions whose search_path is no longer the one they were created with.
SELECT
  (SELECT i.detail FROM audit.t0_installed i WHERE i.kind = 'version') AS version,
  ARRAY(
    SELECT p.oid::pg_catalog.regprocedure::text
    FROM
      audit.t0_installed i
      JOIN pg_catalog.pg_proc p
        ON p.oid = CASE i.kind
          WHEN 'function' THEN pg_catalog.to_regprocedure(i.name)
        END
    WHERE
      i.kind = 'function'
      AND NOT EXISTS (
        SELECT
        FROM pg_catalog.unnest(p.proconfig) AS c (setting)
        WHERE c.setting LIKE 'search\_path=%pg\_catalog%'
      )
    ORDER BY 1
  ) AS unpinned
