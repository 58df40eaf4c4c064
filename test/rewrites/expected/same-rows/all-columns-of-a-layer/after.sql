SELECT
  step.offer_id,
  step.shop_id,
  step.owner_id,
  step.price,
  step.sold,
  step.rate,
  step.is_dear,
  step.price / 2 AS half
FROM (
  SELECT priced.*, priced.price >= 100 AS is_dear
  FROM (
    SELECT o.offer_id, o.shop_id, o.owner_id, o.price, o.sold, o.rate
    FROM up.offers AS o
    WHERE o.price IS NOT NULL
  ) AS priced
) AS step
