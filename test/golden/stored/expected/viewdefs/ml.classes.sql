 SELECT class,
    jobs,
    best
   FROM ml.v_classes live;
