 SELECT listing_id,
    edited_at,
    income_found,
    income,
    sale_cnt,
    cheaper_cnt,
    best_price,
    median_price,
    common_model,
    timezone('UTC'::text, edited_at)::date AS edited_day,
        CASE
            WHEN timezone('Europe/Oslo'::text, timezone('UTC'::text, timezone('UTC'::text, edited_at) + (date_trunc('day'::text, timezone('Europe/Oslo'::text, edited_at)) + '24:00:00'::interval - timezone('Europe/Oslo'::text, edited_at)) - '00:00:00.000001'::interval)) = (date_trunc('day'::text, timezone('Europe/Oslo'::text, edited_at)) + '24:00:00'::interval - '00:00:00.000001'::interval) AND timezone('Europe/Oslo'::text, timezone('UTC'::text, timezone('UTC'::text, edited_at) + (date_trunc('day'::text, timezone('Europe/Oslo'::text, edited_at)) + '24:00:00'::interval - timezone('Europe/Oslo'::text, edited_at)))) >= (date_trunc('day'::text, timezone('Europe/Oslo'::text, edited_at)) + '24:00:00'::interval) THEN timezone('UTC'::text, timezone('UTC'::text, edited_at) + (date_trunc('day'::text, timezone('Europe/Oslo'::text, edited_at)) + '24:00:00'::interval - timezone('Europe/Oslo'::text, edited_at)))
            ELSE COALESCE(( SELECT min(timezone('UTC'::text, date_trunc('minute'::text, timezone('UTC'::text, step.edited_at)) + minutes."a minute of endOfDay"::double precision * '00:01:00'::interval)) AS min
               FROM generate_series(1, 1620) minutes("a minute of endOfDay")
              WHERE timezone('Europe/Oslo'::text, timezone('UTC'::text, date_trunc('minute'::text, timezone('UTC'::text, step.edited_at)) + minutes."a minute of endOfDay"::double precision * '00:01:00'::interval))::date <> timezone('Europe/Oslo'::text, step.edited_at)::date), timezone('UTC'::text, timezone('UTC'::text, edited_at) + (date_trunc('day'::text, timezone('Europe/Oslo'::text, edited_at)) + '24:00:00'::interval - timezone('Europe/Oslo'::text, edited_at))))
        END AS day_end,
    timezone('UTC'::text, date_trunc('day'::text, timezone('UTC'::text, edited_at)) + '24:00:00'::interval) AS utc_day_end
   FROM ( SELECT s.listing_id,
            s.edited_at,
            s.income_found,
            s.income,
            s.sale_cnt,
            s.cheaper_cnt,
            s.best_price,
            s.median_price,
            s.common_model
           FROM ( SELECT with_sales.listing_id,
                    with_sales.district_id,
                    with_sales.price,
                    with_sales.edited_at,
                    with_sales.imported_up_to,
                    with_sales.income_found,
                    with_sales.income,
                    with_sales.income_recorded_at,
                    with_sales.sale_cnt,
                    with_sales.cheaper_cnt,
                    with_sales.best_price,
                    with_sales.median_price,
                    with_sales.models,
                    ( SELECT unnest.unnest
                           FROM unnest(with_sales.models) unnest(unnest)
                          WHERE unnest.unnest IS NOT NULL
                          GROUP BY unnest.unnest
                          ORDER BY (count(*)) DESC, unnest.unnest
                         LIMIT 1) AS common_model
                   FROM ( SELECT base.listing_id,
                            base.district_id,
                            base.price,
                            base.edited_at,
                            base.imported_up_to,
                            base.income_found,
                            base.income,
                            base.income_recorded_at,
                            time_window.sale_cnt,
                            time_window.cheaper_cnt,
                            time_window.best_price,
                            time_window.median_price,
                            time_window.models
                           FROM ( SELECT base_1.listing_id,
                                    base_1.district_id,
                                    base_1.price,
                                    base_1.edited_at,
                                    base_1.imported_up_to,
                                    as_of_choice.income_found IS TRUE AS income_found,
                                    as_of_choice.income,
                                    as_of_choice.income_recorded_at
                                   FROM shop.listings base_1
                                     LEFT JOIN LATERAL ( SELECT true AS income_found,
    fact.income,
    fact.recorded_at AS income_recorded_at
   FROM ( SELECT i.district_id,
      i.snapshot_at,
      i.revision,
      i.recorded_at,
      i.income
     FROM shop.incomes i
    WHERE i.income IS NOT NULL) fact
  WHERE fact.district_id = base_1.district_id AND fact.recorded_at <= base_1.edited_at AND fact.snapshot_at >= (base_1.edited_at - '8760:00:00'::interval) AND fact.snapshot_at < base_1.edited_at
  ORDER BY fact.snapshot_at DESC, fact.revision DESC
 LIMIT 1) as_of_choice ON true) base
                             JOIN LATERAL ( SELECT count(*)::integer AS sale_cnt,
                                    count(*) FILTER (WHERE fact.price < base.price)::integer AS cheaper_cnt,
                                    max(fact.price) AS best_price,
                                    percentile_disc(0.5::double precision) WITHIN GROUP (ORDER BY fact.price) AS median_price,
                                    array_agg(fact.model ORDER BY fact.model) FILTER (WHERE fact.model IS NOT NULL) AS models
                                   FROM shop.sales fact
                                  WHERE fact.district_id = base.district_id AND fact.recorded_at <= base.edited_at AND fact.sold_at >= (base.edited_at - '756:00:00'::interval) AND fact.sold_at < (base.edited_at - '36:00:00'::interval)) time_window ON true) with_sales) s) step;
