 SELECT shop,
    job,
    part_cnt,
    best,
    in_class,
    in_shop,
    place
   FROM ml.entry e;
