 SELECT shop,
    job,
    model,
    opened,
    class,
    part_cnt,
    good_cnt,
    best
   FROM ml.jobs_live live;
