 SELECT shop,
    job,
    place
   FROM ml.v_ranks live;
