 SELECT region,
    model,
    closed_at,
    listed_cnt,
    priced_cnt,
    price_sum,
    income_cnt,
    income_sum
   FROM market.segment_days_live live;
