-- Before stored relations are declared again. Refreshes that run now are waited for, and others wait for this: a
-- refresh that waits for a lock on a view, and is waited for, would be a deadlock. Where something is wrong with the
-- triggers, changes may have been missed, so all rows are computed again.
--
-- p_relations: those of the statements that follow, in their order.
CREATE OR REPLACE FUNCTION audit.prepare_stored(p_relations text[])
RETURNS void
LANGUAGE plpgsql
VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  PERFORM audit._hold_stored(r.relation)
  FROM unnest(p_relations) AS r (relation);
  DELETE FROM audit.stored_state t
  USING audit.stored_relation s
  WHERE
    s.relation = t.relation
    AND s.relation = ANY (p_relations)
    AND s.refresh = 'byKey'
    AND audit._tracking_problem(s) IS NOT NULL;
END
$function$;
REVOKE ALL ON FUNCTION audit.prepare_stored(text[]) FROM PUBLIC;
