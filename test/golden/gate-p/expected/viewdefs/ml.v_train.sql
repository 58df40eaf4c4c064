 SELECT listing_id,
    price,
    maker,
    bid_cnt,
    top_bid,
    worst,
    top_or_price
   FROM ml.v_facts guarded
  WHERE ( SELECT audit._require_certified_strict('ml.v_entry'::text, '24:00:00'::interval) AS _require_certified_strict) AND (( SELECT audit._require_certified_strict('ml.v_entry'::text, '24:00:00'::interval) AS _require_certified_strict) OR (ARRAY[listing_id])[1] IS NULL) IS NOT NULL;
