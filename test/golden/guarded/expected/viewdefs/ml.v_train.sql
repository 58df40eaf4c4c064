 SELECT offer_id,
    price
   FROM ml.v_facts guarded
  WHERE ( SELECT audit._require_certified_strict('ml.v_entry'::text, '12:00:00'::interval) AS _require_certified_strict) AND (( SELECT audit._require_certified_strict('ml.v_entry'::text, '12:00:00'::interval) AS _require_certified_strict) OR (ARRAY[offer_id])[1] IS NULL) IS NOT NULL;
