 SELECT id,
    norm,
    city_is_known
   FROM ml.entry e;
