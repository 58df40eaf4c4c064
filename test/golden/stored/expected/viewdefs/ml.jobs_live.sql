 SELECT j.shop,
    j.job,
    j.model,
    j.opened,
    m.class,
    p.part_cnt,
    p.good_cnt,
    p.best
   FROM garage.job j
     LEFT JOIN LATERAL ( SELECT count(*)::integer AS part_cnt,
            count(*) FILTER (WHERE part.quality >= 5)::integer AS good_cnt,
            max(part.quality) FILTER (WHERE part.quality IS NOT NULL) AS best
           FROM garage.part
          WHERE part.shop = j.shop AND part.job = j.job) p ON true
     LEFT JOIN garage.model m ON m.model = j.model
  WHERE j.spam IS NULL;
