SELECT
  s.shop_id,
  p.n
FROM up.shops AS s
LEFT JOIN LATERAL (
  SELECT count(*)::integer AS n FROM up.offers WHERE offers.owner_id = s.owner_id
) AS p ON TRUE
WHERE s.owner_id IS NOT NULL
