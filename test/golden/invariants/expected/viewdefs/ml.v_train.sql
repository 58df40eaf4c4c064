 SELECT offer_id,
    bid_cnt,
    highest
   FROM ml.v_facts guarded
  WHERE ( SELECT audit._require_certified_strict('ml.v_entry'::text, '7 days'::interval) AS _require_certified_strict) AND (( SELECT audit._require_certified_strict('ml.v_entry'::text, '7 days'::interval) AS _require_certified_strict) OR (ARRAY[offer_id])[1] IS NULL) IS NOT NULL;
