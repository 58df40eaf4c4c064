 SELECT j.opened,
    j.shop,
    j.job,
    j.part_cnt,
    j.best,
    c.jobs AS in_class,
    s.jobs AS in_shop,
    r.place
   FROM ml.jobs j
     LEFT JOIN ml.classes c ON c.class = j.class
     LEFT JOIN ml.shops s ON s.shop = j.shop
     LEFT JOIN ml.ranks r ON r.shop = j.shop AND r.job = j.job
  WHERE j.opened IS NOT NULL;
