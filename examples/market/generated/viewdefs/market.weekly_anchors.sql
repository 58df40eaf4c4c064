 SELECT region,
    model,
    week_at,
    listed_cnt,
    price_cuts,
    sold_cnt,
    sold_priced_cnt,
    sold_price_sum,
    speed_p25,
    speed_p50,
    speed_p75
   FROM market.weekly_anchors_live live;
