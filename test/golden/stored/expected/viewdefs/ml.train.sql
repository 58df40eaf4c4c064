 SELECT shop,
    job,
    part_cnt,
    best,
    in_class,
    in_shop,
    place
   FROM ml.features guarded
  WHERE ( SELECT audit._require_certified_strict('ml.entry'::text, '1 day'::interval) AS _require_certified_strict) AND (( SELECT audit._require_certified_strict('ml.entry'::text, '1 day'::interval) AS _require_certified_strict) OR (ARRAY[shop])[1] IS NULL) IS NOT NULL;
