SELECT
  s.shop_id,
  p_a.offer_cnt,
  p_a.top_price,
  p_a.last_offer
FROM up.shops AS s
LEFT JOIN LATERAL (
  SELECT count(*)::integer AS offer_cnt, max(offers.price) AS top_price, max(offers.offer_id) AS last_offer
  FROM up.offers
  WHERE offers.shop_id = s.shop_id
) AS p_a ON TRUE
