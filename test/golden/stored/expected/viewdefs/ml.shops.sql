 SELECT shop,
    jobs
   FROM ml.v_shops live;
