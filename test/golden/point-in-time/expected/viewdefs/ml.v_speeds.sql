 SELECT sale_id,
    district_id,
    price,
    sold_at,
    model,
    before_cnt,
    last_prices,
    place,
    ( SELECT percentile_disc(0.5::double precision) WITHIN GROUP (ORDER BY unnest.unnest) AS percentile_disc
           FROM unnest(step.last_prices) unnest(unnest)) AS last_median,
    ( SELECT unnest.unnest
           FROM unnest(step.last_prices) unnest(unnest)
          WHERE unnest.unnest IS NOT NULL
          GROUP BY unnest.unnest
          ORDER BY (count(*)) DESC, unnest.unnest
         LIMIT 1) AS last_mode
   FROM ( SELECT "row".sale_id,
            "row".district_id,
            "row".price,
            "row".sold_at,
            "row".model,
            count("row".price) FILTER (WHERE "row".price > 0) OVER (PARTITION BY "row".district_id, ("row".price > 100) ORDER BY "row".sold_at RANGE BETWEEN '720:00:00'::interval PRECEDING AND CURRENT ROW EXCLUDE GROUP) AS before_cnt,
            array_agg("row".price) OVER (ORDER BY "row".sold_at NULLS FIRST, "row".sale_id ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING) AS last_prices,
            rank() OVER (ORDER BY "row".price DESC) AS place
           FROM ( SELECT f.sale_id,
                    f.district_id,
                    f.price,
                    f.sold_at,
                    f.model
                   FROM shop.sales f) "row") step;
