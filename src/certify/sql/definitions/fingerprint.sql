-- What an object is, fast enough to be asked at each query: no text is made of the trees as Postgres stores them. What
-- cannot change without another object in its place (a column that a view reads) is not part of it.
CREATE OR REPLACE FUNCTION audit._fingerprint(p_class oid, p_object oid) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT encode(sha256(convert_to(
    CASE p_class
      WHEN 'pg_catalog.pg_class'::regclass THEN (
        SELECT concat_ws('|', c.relkind, c.relrowsecurity, c.relforcerowsecurity, array_to_string(c.reloptions, ','),
          (SELECT string_agg(t, '|' ORDER BY t) FROM audit._relation_trees(p_object) AS t))
        FROM pg_catalog.pg_class c WHERE c.oid = p_object
      )
      WHEN 'pg_catalog.pg_proc'::regclass THEN (
        SELECT concat_ws('|', p.prolang, p.provolatile, p.proisstrict, p.prosecdef, p.prosrc, p.probin, p.prosqlbody::text,
          array_to_string(p.proconfig, ','),
          (SELECT string_agg(f::text, ',' ORDER BY f) FROM audit._aggregate_parts(p_object) AS f))
        FROM pg_catalog.pg_proc p WHERE p.oid = p_object
      )
      ELSE (SELECT concat_ws('|', t.typbasetype, t.typnotnull, (SELECT string_agg(d, '|' ORDER BY d) FROM audit._domain_trees(p_object) AS d))
        FROM pg_catalog.pg_type t WHERE t.oid = p_object)
    END, getdatabaseencoding())), 'hex');
END;
REVOKE ALL ON FUNCTION audit._fingerprint(oid, oid) FROM PUBLIC;

-- Objects that are no longer as the last certificate saw them.
CREATE OR REPLACE FUNCTION audit._unsealed(p_entrypoint text) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT string_agg(s.object_fqn, ', ' ORDER BY s.object_fqn)
  FROM audit.t0_cert_seal s
  WHERE s.entrypoint = p_entrypoint AND s.fingerprint IS DISTINCT FROM audit._fingerprint(s.class_id, s.object_id);
END;
REVOKE ALL ON FUNCTION audit._unsealed(text) FROM PUBLIC;
