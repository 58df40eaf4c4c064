SELECT
  s.shop_id,
  p.prices
FROM up.shops AS s
LEFT JOIN LATERAL (
  SELECT coalesce(count(distinct price), 0)::integer AS prices
  FROM up.offers
  WHERE offers.shop_id = s.shop_id
  HAVING TRUE
) AS p ON TRUE
