 SELECT shop,
    job,
    rank() OVER (ORDER BY part_cnt DESC) AS place
   FROM ml.jobs j;
