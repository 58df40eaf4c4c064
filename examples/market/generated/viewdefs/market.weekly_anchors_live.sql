 SELECT region,
    model,
    week_at,
    count(*) FILTER (WHERE NOT is_sale)::integer AS listed_cnt,
    percentile_disc(ARRAY[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]::double precision[]) WITHIN GROUP (ORDER BY (
        CASE
            WHEN NOT is_sale THEN price
            ELSE NULL::integer
        END)) AS price_cuts,
    count(*) FILTER (WHERE is_sale)::integer AS sold_cnt,
    count(*) FILTER (WHERE is_sale AND price IS NOT NULL)::integer AS sold_priced_cnt,
    sum(price) FILTER (WHERE is_sale IS TRUE) AS sold_price_sum,
    percentile_disc(0.25::double precision) WITHIN GROUP (ORDER BY hours) AS speed_p25,
    percentile_disc(0.5::double precision) WITHIN GROUP (ORDER BY hours) AS speed_p50,
    percentile_disc(0.75::double precision) WITHIN GROUP (ORDER BY hours) AS speed_p75
   FROM ( SELECT f_1.region,
            f_1.model,
            f_1.is_sale,
            f_1.price,
            f_1.hours,
            w.week_at
           FROM ( SELECT facts.region,
                    facts.model,
                    facts.recorded_at,
                    facts.listing_recorded_at,
                    facts.is_sale,
                    facts.price,
                    facts.hours,
                    (date_trunc('week'::text, (GREATEST(facts.recorded_at, facts.listing_recorded_at) AT TIME ZONE 'UTC'::text)) AT TIME ZONE 'UTC'::text) + '168:00:00'::interval AS first_week_at
                   FROM ( SELECT l.region,
                            l.model,
                            l.t0 AS recorded_at,
                            l.t0 AS listing_recorded_at,
                            false AS is_sale,
                            l.price,
                            NULL::integer AS hours
                           FROM market.listing_places l
                        UNION ALL
                         SELECT s.region,
                            s.model,
                            s.sale_recorded_at AS recorded_at,
                            s.listing_recorded_at,
                            true AS is_sale,
                            s.sold_price AS price,
                            s.hours
                           FROM market.sale_speeds s) facts) f_1
             JOIN LATERAL generate_series(f_1.first_week_at, f_1.first_week_at + '1176:00:00'::interval, '168:00:00'::interval) w(week_at) ON true
          WHERE f_1.recorded_at < w.week_at AND f_1.listing_recorded_at < w.week_at) f
  GROUP BY region, model, week_at;
