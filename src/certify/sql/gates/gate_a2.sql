-- Gate A2: nothing in the definitions depends on when, where or by whom they are asked.
CREATE OR REPLACE FUNCTION audit._gate_a2(p_entrypoint audit.t0_entrypoint, p_objects jsonb, OUT codes text[], OUT evidence jsonb)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT coalesce(array_agg(DISTINCT 'A2.' || CASE WHEN leak.value ->> 'kind' IN (SELECT r.name FROM audit._determinism_rules() r WHERE r.rule = 'orderkind') THEN 'order' ELSE leak.value ->> 'kind' END) FILTER (WHERE leak.value IS NOT NULL), '{}'),
    jsonb_build_object(
      'leaks', coalesce(jsonb_agg(leak.value || jsonb_build_object('object', object.value ->> 'object_fqn')
        ORDER BY object.value ->> 'object_fqn', leak.ord) FILTER (WHERE leak.value IS NOT NULL), '[]'),
      'allowed_functions', to_jsonb((p_entrypoint).allowed_functions),
      'summary', coalesce(string_agg(format('%s: %s %s', object.value ->> 'object_fqn', leak.value ->> 'what',
        (SELECT r.detail FROM audit._determinism_rules() r WHERE r.rule = 'sentence' AND r.name = leak.value ->> 'kind')), '; '
        ORDER BY object.value ->> 'object_fqn', leak.ord) FILTER (WHERE leak.value IS NOT NULL),
        'nothing depends on the time of the query'))
  FROM jsonb_array_elements(p_objects) AS object (value)
  LEFT JOIN LATERAL jsonb_array_elements(object.value -> 'leaks') WITH ORDINALITY AS leak (value, ord) ON true;
END;
REVOKE ALL ON FUNCTION audit._gate_a2(audit.t0_entrypoint, jsonb) FROM PUBLIC;
