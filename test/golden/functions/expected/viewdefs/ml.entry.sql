 SELECT id,
    at,
    norm,
    shelf,
    small,
    ml.is_known(norm) AS city_is_known
   FROM ( SELECT c.id,
            c.at,
            c.norm,
            c.shelf,
            p.small
           FROM ( SELECT clean.id,
                    clean.size,
                    clean.at,
                    clean.norm,
                    up.shelf_of(clean.size, 2) AS shelf
                   FROM ( SELECT o.id,
                            o.size,
                            o.at,
                            ref.norm_city(o.city, 'nowhere'::text) AS norm
                           FROM up.offers o) clean) c
             JOIN LATERAL ( SELECT
                        CASE
                            WHEN found.is_found THEN found.norm
                            ELSE asked.norm
                        END AS norm,
                        CASE
                            WHEN found.is_found THEN found.small
                            ELSE empty.small
                        END AS small
                   FROM ( SELECT c.norm) asked
                     LEFT JOIN ( SELECT clean.norm,
                            count(*) FILTER (WHERE clean.shelf = 2)::integer AS small,
                            true AS is_found
                           FROM ( SELECT clean_1.id,
                                    clean_1.size,
                                    clean_1.at,
                                    clean_1.norm,
                                    up.shelf_of(clean_1.size, 2) AS shelf
                                   FROM ( SELECT o.id,
    o.size,
    o.at,
    ref.norm_city(o.city, 'nowhere'::text) AS norm
   FROM up.offers o) clean_1) clean
                          GROUP BY clean.norm) found ON found.norm = asked.norm
                     CROSS JOIN ( SELECT count(*) FILTER (WHERE clean.shelf = 2)::integer AS small
                           FROM ( SELECT clean_1.id,
                                    clean_1.size,
                                    clean_1.at,
                                    clean_1.norm,
                                    up.shelf_of(clean_1.size, 2) AS shelf
                                   FROM ( SELECT o.id,
    o.size,
    o.at,
    ref.norm_city(o.city, 'nowhere'::text) AS norm
   FROM up.offers o) clean_1) clean
                          WHERE false
                         HAVING true) empty) p ON p.norm = c.norm) step;
