 SELECT class,
    count(*) AS jobs,
    max(best) AS best
   FROM ml.jobs j
  WHERE class IS NOT NULL
  GROUP BY class;
