 SELECT region,
    model,
    closed_at,
    count(*)::integer AS listed_cnt,
    count(price)::integer AS priced_cnt,
    sum(price) AS price_sum,
    count(income_median)::integer AS income_cnt,
    sum(income_median) AS income_sum
   FROM market.listing_places l
  WHERE t0 < closed_at
  GROUP BY region, model, closed_at;
