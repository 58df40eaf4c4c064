SELECT
  s.shop_id,
  p.offer_cnt,
  p.top_price
FROM up.shops AS s
LEFT JOIN LATERAL (
  SELECT count(*)::integer AS offer_cnt, max(offers.price) AS top_price
  FROM up.offers
  WHERE offers.shop_id = s.shop_id
) AS p ON TRUE
