-- The leaks of the objects of an entrypoint, and of each whether it is one of an order that the declaration vouches for:
-- of its object, and of its column or of all of them.
CREATE OR REPLACE FUNCTION audit._leaks_of(p_entrypoint audit.t0_entrypoint, p_objects jsonb)
RETURNS TABLE (object text, leak jsonb, code text, sentence text, is_vouched boolean)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT o.value ->> 'object_fqn', l.value,
    'A2.' || CASE WHEN of.is_order THEN 'order' ELSE l.value ->> 'kind' END,
    format('%s: %s %s', o.value ->> 'object_fqn', l.value ->> 'what',
      (SELECT r.detail FROM audit._determinism_rules() r WHERE r.rule = 'sentence' AND r.name = l.value ->> 'kind')),
    of.is_order AND EXISTS (
      SELECT FROM jsonb_array_elements((p_entrypoint).options -> 'ordered') AS v (vouched)
      WHERE v.vouched ->> 'object' = o.value ->> 'object_fqn'
        AND (v.vouched ->> 'column' IS NULL OR v.vouched ->> 'column' = l.value ->> 'column'))
  FROM jsonb_array_elements(p_objects) AS o (value)
  CROSS JOIN LATERAL jsonb_array_elements(o.value -> 'leaks') WITH ORDINALITY AS l (value, ord)
  CROSS JOIN LATERAL (
    SELECT EXISTS (SELECT FROM audit._determinism_rules() r WHERE r.rule = 'orderkind' AND r.name = l.value ->> 'kind') AS is_order
  ) AS of
  ORDER BY o.value ->> 'object_fqn', l.ord;
END;
REVOKE ALL ON FUNCTION audit._leaks_of(audit.t0_entrypoint, jsonb) FROM PUBLIC;

-- Gate A2: nothing in the definitions depends on when, where or by whom they are asked, or on the order of rows.
CREATE OR REPLACE FUNCTION audit._gate_a2(p_entrypoint audit.t0_entrypoint, p_objects jsonb, OUT codes text[], OUT evidence jsonb)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT coalesce(array_agg(DISTINCT l.code) FILTER (WHERE NOT l.is_vouched), '{}'),
    jsonb_build_object(
      'leaks', coalesce(jsonb_agg(l.leak || jsonb_build_object('object', l.object)) FILTER (WHERE NOT l.is_vouched), '[]'),
      'allowed_functions', to_jsonb((p_entrypoint).allowed_functions),
      'ordered', coalesce((p_entrypoint).options -> 'ordered', '[]'),
      'vouched', coalesce(jsonb_agg(l.leak || jsonb_build_object('object', l.object)) FILTER (WHERE l.is_vouched), '[]'),
      'summary', coalesce(string_agg(l.sentence, '; ') FILTER (WHERE NOT l.is_vouched), 'nothing depends on the time of the query')
        || CASE count(*) FILTER (WHERE l.is_vouched) WHEN 0 THEN '' WHEN 1 THEN ', 1 order vouched for' ELSE format(', %s orders vouched for', count(*) FILTER (WHERE l.is_vouched)) END)
  FROM audit._leaks_of(p_entrypoint, p_objects) l;
END;
REVOKE ALL ON FUNCTION audit._gate_a2(audit.t0_entrypoint, jsonb) FROM PUBLIC;
